"""Texts of many kinds, each with the articles that readers find in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.extract.text.articles import articles_of, plain

FOLDER = Path(__file__).parent / "fixtures"
TEXTS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".md"))
DUMPS = [path for path in TEXTS if path.name.startswith("dump_")]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_articles_are_the_expected_ones(path: Path) -> None:
    """Headline, facts, blocks and removals are exactly the expected ones."""
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert [plain(article) for article in articles_of(path.read_text(encoding="utf-8"))] == expected


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "spaced",
    [
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "\n".join(line for line in text.split("\n") if line),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\n".join(f"  {line}\t" for line in text.split("\n")),
    ],
    ids=["an empty line between all", "no empty line", "CR LF", "spaces around lines"],
)
def test_a_dump_reads_the_same_however_its_lines_are_spaced(path: Path, spaced: object) -> None:
    """Empty lines help if they mean something, but nothing depends on them alone."""
    text = path.read_text(encoding="utf-8")
    assert callable(spaced)
    assert [plain(a) for a in articles_of(spaced(text))] == [plain(a) for a in articles_of(text)]


def test_fixtures_and_expectations_match() -> None:
    """A fixture without a JSON file would test nothing."""
    assert {path.stem for path in TEXTS} == {path.stem for path in FOLDER.glob("*.json")}
