"""Of two dates that agree on the day, the more precise one."""

from __future__ import annotations

from datetime import datetime, time, timedelta

# A moment agrees with a day if it falls on it anywhere between UTC+14 and UTC-12.
_EARLIEST, _LATEST = timedelta(hours=-14), timedelta(hours=36)


def is_day(moment: datetime) -> bool:
    """Whether it has no time of day: midnight by its own clock."""
    return moment.time() == time()


def falls_on(moment: datetime, day: datetime) -> bool:
    """Whether the moment is within the day anywhere on earth."""
    return _EARLIEST <= moment - day < _LATEST


def more_exact(found: datetime | None, other: datetime | None) -> datetime | None:
    """`found`, or `other` if nothing was found or if it adds the time to the same day."""
    if found is None or other is None:
        return found or other
    return other if is_day(found) and not is_day(other) and falls_on(other, found) else found
