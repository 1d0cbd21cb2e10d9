"""Dates and ages in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsdigest.render.catalogue import catalogue
from newsdigest.render.dates import (
    age,
    date_and_time,
    day_and_clock,
    local,
    long_date,
    weekday_or_day,
)

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
EN = catalogue("en")


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-300), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(hours=24), "yesterday"),
        (timedelta(hours=31), "2 days ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=7), "15 November"),
        (timedelta(days=400), "18 October 2025"),
        (timedelta(hours=-5), "22 November 11:00"),
    ],
)
def test_ages_count_from_the_time_of_the_run(passed: timedelta, expected: str) -> None:
    """Ages are in hours within a day, then in calendar days, then dates, as is the future."""
    assert age(NOW - passed, NOW, EN) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW - timedelta(hours=2), "Sun 04:00"),
        (NOW - timedelta(days=6), "Mon 06:00"),
        (NOW - timedelta(days=7), "15 November"),
        (NOW - timedelta(days=400), "18 October 2025"),
        (NOW + timedelta(days=1), "23 November 06:00"),
        (datetime(2026, 11, 21, tzinfo=UTC), "Sat"),
    ],
)
def test_files_have_day_and_clock(moment: datetime, expected: str) -> None:
    """Day and clock within a week, then dates; a date without a time is the same in the west."""
    assert day_and_clock(moment, NOW, EN) == expected
    west = timezone(timedelta(hours=-5))
    if expected == "Sat":
        assert day_and_clock(local(moment, west), local(NOW, west), EN) == expected


def test_days_are_in_the_readers_time_zone() -> None:
    """One moment falls on different days in different zones."""
    moment = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    assert long_date(local(moment, UTC), EN) == "Saturday 21 November 2026"
    singapore = timezone(timedelta(hours=8), "SGT")
    assert date_and_time(local(moment, singapore), EN) == "Sunday 22 November 2026, 04:00 SGT"


def test_since_names_the_day_within_a_week() -> None:
    """Within a week "since" has a weekday, further back a date."""
    assert weekday_or_day(NOW - timedelta(days=2), NOW, EN) == "Friday 06:00"
    assert weekday_or_day(NOW - timedelta(days=7), NOW, EN) == "15 November 06:00"


def test_the_ends_of_the_calendar_do_not_overflow() -> None:
    """Dates in the years 1 and 9999 are shown in any zone."""
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        for hours in (-12, 14):
            shown = local(moment, timezone(timedelta(hours=hours)))
            assert age(shown, NOW, EN)
            assert long_date(shown, EN)


@pytest.mark.parametrize("hours", [-8, 0, 9])
def test_a_day_without_an_hour_is_shown_as_that_day_everywhere(hours: int) -> None:
    """A date without a time is shown without one, and is not the day before in the west."""
    moment = local(datetime(2026, 11, 20, tzinfo=UTC), timezone(timedelta(hours=hours)))
    assert date_and_time(moment, EN) == long_date(datetime(2026, 11, 20, tzinfo=UTC), EN)
