"""Figures differ only where it is nearly sure: cases of our own writing, each with its answer."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsdigest.analyse import find_contradictions
from newsdigest.analyse.counting import number_of
from newsdigest.model import Article
from tests.analyse.articles import article

CASES = tomllib.loads(
    (Path(__file__).parent / "stories" / "figures.toml").read_text(encoding="utf-8")
)["case"]


def article_of(case: dict[str, Any], name: str) -> Article:
    headline, text, *time = case[name]
    published = datetime.fromisoformat(time[0]).replace(tzinfo=UTC) if time else None
    language = case.get("language", "en")
    return article(headline, text, id=name, language=language, published=published)


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['one'][0]} {n}" for n, case in enumerate(CASES)]
)
def test_figures_differ_where_both_cannot_be_right(case: dict[str, Any]) -> None:
    """A true difference is found, and what may both be right is passed over, in either order."""
    pile = [article_of(case, "one"), article_of(case, "other")]
    wanted = [case["differ"]] if "differ" in case else []
    assert [found.about for found in find_contradictions(pile)] == wanted
    assert [found.about for found in find_contradictions(pile[::-1])] == wanted


def test_there_are_enough_cases_of_either_kind() -> None:
    """Rules are judged on differences and on agreements, in every language with data."""
    differ = [case for case in CASES if "differ" in case]
    assert len(differ) >= 25
    assert len(CASES) - len(differ) >= 45
    languages = {"en", "de", "fr", "es", "ms"}
    assert {case.get("language", "en") for case in differ} == languages


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("3", 3),
        ("1,200", 1200),
        ("3.5", 3.5),
        ("Three", 3),
        ("٣", 3),
        *((word, None) for word in ("1st", "2x", "x", "²", "1.2.3", "", ".")),
    ],
)
def test_words_and_figures_for_numbers(word: str, number: float | None) -> None:
    """A number has its value in figures and as a word; ordinals and other signs have none."""
    assert number_of(word, "en") == number
    assert number_of(word, None) is None
