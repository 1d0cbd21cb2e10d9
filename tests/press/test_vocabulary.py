"""Each vocabulary is listed once in the package."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from newsdigest.language import month_names, weekday_names
from newsdigest.package_data import read_toml
from newsdigest.press.agencies import photo_agencies
from newsdigest.press.person_names import byline_words
from tests.paths import ROOT

PACKAGE = ROOT / "newsdigest"
LABELS = read_toml("press/data/date_labels.toml")
AGENCIES = read_toml("press/data/agencies.toml")["agency"]
VOCABULARIES = {
    "agencies.toml": {
        *photo_agencies(),
        *(name for each in AGENCIES for name in (each["name"], *each["aliases"])),
    },
    "calendar.toml": {*weekday_names(), *month_names()},
    "bylines.toml": byline_words("introductions") | byline_words("nouns") | byline_words("labels"),
    "date_labels.toml": {*LABELS["published"], *LABELS["modified"]},
}
# Words of other meanings that a list shares by chance: "by", "de", "posted". Seven weekdays are
# those that RSS defines.
MOST_SHARED = {"calendar.toml": 7}
MOST_SHARED_ELSEWHERE = 12
# Agencies that run a site of their own are publications as well, and a digest prints dates in the
# languages of its messages.
EXEMPT = (PACKAGE / "press/data/publications.toml", *PACKAGE.glob("render/data/messages_*.toml"))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@cache
def entries(path: Path) -> frozenset[str]:
    """The strings of a data file or module, including the alternatives of patterns."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        found = list(strings(tomllib.loads(text)))
    else:
        nodes = ast.walk(ast.parse(text))
        found = [
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return frozenset(
        part.strip("?: ").casefold() for each in found for part in re.split(r"[|()/]", each)
    )


FILES = sorted(each for each in PACKAGE.rglob("*") if each.suffix in (".toml", ".py"))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_is_listed_once(name: str) -> None:
    """No other file lists words that introduce authors, agencies, date labels, days or months."""
    words = {word.casefold() for word in VOCABULARIES[name]}
    (own,) = (path for path in FILES if path.name == name)
    others = [path for path in FILES if path != own and path not in EXEMPT]
    most = MOST_SHARED.get(name, MOST_SHARED_ELSEWHERE)
    assert len(words & entries(own)) > len(words) / 2
    shared = {str(path.relative_to(PACKAGE)): len(words & entries(path)) for path in others}
    assert {path: count for path, count in shared.items() if count > most} == {}
