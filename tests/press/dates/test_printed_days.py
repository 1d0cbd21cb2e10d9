from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.press.dates.printed_days import DateContext, Day, find_day, make_date, month_of
from tests.growth import grows_at_most

TODAY = date(2026, 11, 22)


def found(text: str, language: str | None = "en", country: str | None = None) -> date | None:
    day = find_day(text, DateContext(TODAY, language, country))
    return day.date if day else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The market opens on 6 June 2025 at the quay", "6 June 2025"),
        ("Friday, June 6, 2025 | Harbour", "June 6, 2025"),
        ("le 6 juin 2025, à midi", "6 juin 2025"),
        ("printed 2025 June 6 in town", "2025 June 6"),
        ("on 2025-06-06 at ten", "2025-06-06"),
        ("6/6/2025, ten o'clock", "6/6/2025"),
    ],
)
def test_a_day_has_its_range_in_the_text(text: str, expected: str) -> None:
    """Start and end enclose the day, its month and its year, and nothing else."""
    day = find_day(text, DateContext(TODAY, "en"))
    assert day is not None
    assert text[day.start : day.end] == expected
    assert day.date == date(2025, 6, 6)
    assert not day.inferred


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 November", date(2026, 11, 20)),
        # Clocks east of UTC run ahead of the run's by less than a day.
        ("23 November", date(2026, 11, 23)),
        ("24 November", date(2025, 11, 24)),
        ("11月24日", date(2025, 11, 24)),
        ("29 February", None),
    ],
)
def test_a_day_without_a_year_is_the_last_one(text: str, expected: date | None) -> None:
    """It is not after tomorrow, and is marked as inferred."""
    day = find_day(text, DateContext(TODAY, None))
    assert (day.date if day else None) == expected
    assert day is None or day.inferred


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May ² 5", None),
        ("may ①, 2025", None),
        ("ⅷ may 5", date(2026, 5, 5)),
        ("5 may ²⁰²⁵", date(2026, 5, 5)),
        ("५ ² may", None),
    ],
)
def test_digits_that_are_no_numbers_are_skipped(text: str, expected: date | None) -> None:
    """Superscripts and circled digits are not part of dates, and raise nothing."""
    day = find_day(text, DateContext(TODAY, "en"))
    assert (day.date if day else None) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("6 aout 2025", "fr", date(2025, 8, 6)),
        ("6 de agosto de 2025", "es", date(2025, 8, 6)),
        ("2568年6月6日", None, date(2025, 6, 6)),
        ("令和7年6月6日", "ja", date(2025, 6, 6)),
        ("令和元年6月6日", "ja", date(2019, 6, 6)),
        ("6 tháng 6, 2025", "vi", date(2025, 6, 6)),
    ],
)
def test_days_of_other_calendars_and_languages(
    text: str, language: str | None, expected: date | None
) -> None:
    """Accents may be missing; Buddhist years and those of an era count from their own start."""
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Updated 2 hours ago | 5 min read", "en", None),
        ("Sold out 5 times", "en", None),
        ("5 ago", "es", date(2026, 8, 5)),
        ("5 aout", "fr", date(2026, 8, 5)),
        ("5 août 2025", "en", date(2025, 8, 5)),
        ("5 ago", None, date(2026, 8, 5)),
    ],
)
def test_a_word_that_is_a_month_elsewhere_needs_its_year(
    text: str, language: str | None, expected: date | None
) -> None:
    """On a page of a known language, months of other languages count only with a year."""
    assert found(text, language) == expected


def test_which_number_is_the_month() -> None:
    """The country decides, then the language; dots mean day first; 13 is no month."""
    assert found("06/07/2025", "en", "US") == date(2025, 6, 7)
    assert found("06/07/2025", "en", "GB") == date(2025, 7, 6)
    assert found("06.07.2025", "en", "US") == date(2025, 7, 6)
    assert found("13/07/2025", "en", "US") == date(2025, 7, 13)
    assert found("06/07/25", "de") == date(2025, 7, 6)
    # Read the usual way it would not have come yet.
    assert found("12/03/2026", "en", "US") == date(2026, 3, 12)


def test_a_machine_readable_day_decides() -> None:
    """Of the two readings of 06/07, the one that also occurs elsewhere on the page counts."""
    machine_days = DateContext(TODAY, "en", "US", lambda: {date(2025, 7, 6)})
    assert find_day("06/07/2025", machine_days) == Day(0, 10, date(2025, 7, 6))


@given(st.text(alphabet="0123456789 .,/-mayjunevi²月日年", max_size=60))
def test_any_run_of_digits_and_months_is_survived(text: str) -> None:
    """What is found is within the text, in a plausible year."""
    day = find_day(text, DateContext(TODAY, None))
    assert day is None or (0 <= day.start < day.end and 1900 <= day.date.year < 2200)


@pytest.mark.parametrize("unit", ["may ", "may 99 ", "1 ", "harbour ", "1/", "2025-"])
def test_the_cost_of_a_long_text_is_linear(unit: str) -> None:
    """Eight times the text takes at most sixteen times as long; quadratic work takes 64 times."""

    def find(size: int) -> None:
        find_day(unit * (size // len(unit)) + "3", DateContext(TODAY, "en"))

    assert grows_at_most(16, lambda: find(8_000), lambda: find(64_000))


def test_implausible_years_are_ignored() -> None:
    """Years outside 1900 to 2199 are ignored, and 543 is subtracted from Thai ones."""
    assert make_date(1899, 1, 1) is None
    assert make_date(2200, 1, 1) is None
    assert make_date(2568, 6, 6) == date(2025, 6, 6)
    assert make_date(2025, 2, 29) is None


def test_a_month_is_that_of_the_pages_language_first() -> None:
    """A name of two months is read in the page's language; other languages count as well."""
    assert month_of("listopada", "hr") == 10
    assert month_of("listopada", "pl") == 11
    assert month_of("juin", "en") == 6
    assert month_of("harbour", "en") is None
