from __future__ import annotations

import pytest

from newsdigest.language import (
    date_names,
    is_weekday,
    month_names,
    month_numbers,
    short_weekdays,
    weekday_names,
)
from newsdigest.language.calendar_names import _DATA
from newsdigest.package_data import read_toml

TABLES = read_toml(_DATA)


@pytest.mark.parametrize("language", TABLES["months"])
def test_a_year_has_twelve_months(language: str) -> None:
    """Each language names twelve months, and no name for two of them."""
    names = [name for month in TABLES["months"][language] for name in month.split("/")]
    assert len(TABLES["months"][language]) == 12
    assert len(month_numbers()[language]) == len(set(names)) == len(names)


@pytest.mark.parametrize("kind", ["weekdays", "short_weekdays"])
def test_a_week_has_seven_days(kind: str) -> None:
    """Each language with names of weekdays names seven."""
    assert {language: len(days) for language, days in TABLES[kind].items() if len(days) != 7} == {}


def test_names_are_in_lower_case() -> None:
    """All names are as text is after folding its case."""
    names = [*weekday_names(), *short_weekdays(), *month_names()]
    assert [name for name in names if name != name.lower()] == []


def test_abbreviated_weekdays_count_in_english_only() -> None:
    """A full name is a weekday in any language, an abbreviation in English only."""
    assert is_weekday("sonnabend")
    assert is_weekday("thurs")
    assert not is_weekday("so")
    assert "so" in short_weekdays("de")


def test_everyday_words_are_no_evidence_of_a_date() -> None:
    """ "May" is a month, but the word alone names no date."""
    assert "may" in month_names()
    assert "may" not in date_names("en")
    assert {"march", "tuesday"} <= date_names("en")
    assert date_names("xx") == frozenset()
