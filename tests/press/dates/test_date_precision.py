"""Which of two dates is more precise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from newsdigest.press.dates.date_precision import falls_on, is_day, more_exact

DAY = datetime(2026, 2, 17, tzinfo=UTC)
MOMENTS = st.integers(0, 28 * 24 * 4).map(lambda n: DAY + timedelta(minutes=15 * n))


def test_a_day_is_midnight_by_its_own_clock() -> None:
    """Midnight in a newsroom's zone is no time of day, although it has one in UTC."""
    assert is_day(DAY)
    assert is_day(datetime(2026, 2, 17, tzinfo=timezone(timedelta(hours=-5))))
    assert not is_day(DAY.replace(minute=1))


def test_the_time_of_the_same_day_wins() -> None:
    """Whichever of the two has it."""
    minute = DAY.replace(hour=18, minute=57)
    assert more_exact(DAY, minute) == minute
    assert more_exact(minute, DAY) == minute


def test_the_day_is_that_of_any_clock_on_earth() -> None:
    """The 17th begins at UTC+14 on the 16th, and ends at UTC-12 on the 18th."""
    first, last = DAY - timedelta(hours=14), DAY + timedelta(hours=36)
    assert more_exact(DAY, first + timedelta(minutes=1)) == first + timedelta(minutes=1)
    assert more_exact(DAY, last - timedelta(minutes=1)) == last - timedelta(minutes=1)
    assert more_exact(DAY, first - timedelta(minutes=1)) == DAY
    assert more_exact(DAY, last + timedelta(minutes=1)) == DAY


@given(MOMENTS | st.none(), MOMENTS | st.none())
def test_the_result_is_one_of_the_two(
    found: datetime | None, machine_days: datetime | None
) -> None:
    """A date is lost only if there is none, and no other day is introduced."""
    chosen = more_exact(found, machine_days)
    assert chosen in (found, machine_days)
    assert (chosen is None) == (found is None and machine_days is None)
    if found is not None and chosen != found:
        assert chosen is not None
        assert is_day(found)
        assert falls_on(chosen, found)
