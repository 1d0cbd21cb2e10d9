"""The files of the package are read by one module, and a damaged one is reported as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest import package_data
from newsdigest.errors import NewsdigestError
from newsdigest.package_data import file_names, read_json, read_text, read_toml
from tests.paths import ROOT


def test_one_module_reads_the_files_of_the_package() -> None:
    """No other module spells out where they lie."""
    spelled = {
        path.name
        for path in (ROOT / "newsdigest").rglob("*.py")
        if any(
            word in path.read_text()
            for word in ("importlib.resources", "import resources", "pkgutil")
        )
    }
    assert spelled <= {"package_data.py"}


def test_a_table_is_read_once() -> None:
    """All who read a table share it."""
    name = "clean/data/shared.toml"
    assert read_toml(name) is read_toml(name)


@pytest.mark.parametrize("content", [None, b"", b"= 1", b"\xff\xfe"])
def test_a_damaged_file_is_named(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is missing, empty or no text of its kind: its name and what helps."""
    monkeypatch.setattr(package_data, "_ROOT", tmp_path)
    if content is not None:
        (tmp_path / "damaged.json").write_bytes(content)
    with pytest.raises(NewsdigestError, match=r"own file damaged\.json .*install it again"):
        read_json("damaged.json")
    if content:
        with pytest.raises(NewsdigestError, match=r"own file damaged\.json"):
            read_toml.__wrapped__("damaged.json")


def test_a_folder_is_listed() -> None:
    """The names of its files; a folder that is missing is named, too."""
    assert {"de.toml", "en.toml"} <= file_names("language/data/sentences")
    assert read_text("language/data/sentences/en.toml")
    with pytest.raises(NewsdigestError, match="own file no/such"):
        file_names("no/such")
