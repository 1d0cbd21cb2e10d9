"""Prepared tables are what they are made of, in less time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsdigest import package_data, preparing
from newsdigest.package_data import checksum, parse_toml, prepared, prepared_file, toml_files

TABLES = preparing.tables()


def test_every_table_of_rules_is_prepared() -> None:
    """And those that are made of several."""
    made = {
        "clean/data/rules", "analyse/data/topics/lexicon_en", "press/data/publication_names",
    }  # fmt: skip
    assert {*made, *toml_files()} <= set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_prepared_table_is_the_same(name: str) -> None:
    """JSON holds all of it, and what the build left here was made by the code that is here."""
    sources, table = TABLES[name]
    assert json.loads(json.dumps(table)) == table
    if prepared_file(name).exists():
        again = "run 'python -m newsdigest.preparing': the code that makes the table has changed"
        assert prepared(name, sources, lambda: table) == table, again


@pytest.mark.parametrize("name", [name for name in TABLES if name not in toml_files()])
def test_a_table_of_another_form_is_made_again(name: str) -> None:
    """A table that is more than a file of data depends on the module that makes it."""
    sources, _ = TABLES[name]
    assert any(source.endswith(".py") for source in sources)


def test_edited_data_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The prepared table counts only while its source is the same; a damaged one never does."""
    monkeypatch.setattr(package_data, "_ROOT", tmp_path)
    (tmp_path / "a.toml").write_text("x = 1")
    monkeypatch.setattr(preparing, "tables", lambda: {"a.toml": (("a.toml",), {"x": "prepared"})})

    def read() -> object:
        return prepared("a.toml", ("a.toml",), lambda: parse_toml("a.toml"))

    assert read() == {"x": 1}
    preparing.main()
    assert read() == {"x": "prepared"}
    (tmp_path / "a.toml").write_text("x = 2")
    assert read() == {"x": 2}
    prepared_file("a.toml").write_text('{"sources": ')
    assert read() == {"x": 2}


def test_the_checksum_is_of_all_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of their order, too."""
    monkeypatch.setattr(package_data, "_ROOT", tmp_path)
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    assert len({checksum(names) for names in ((), ("a",), ("b",), ("a", "b"), ("b", "a"))}) == 5
