"""Of two dates that agree on the day, the one that says more."""

from __future__ import annotations

from datetime import datetime, time, timedelta

# A day agrees with a moment that falls into it somewhere between UTC+14 and UTC-12.
_EARLIEST, _LATEST = timedelta(hours=-14), timedelta(hours=36)


def is_day(moment: datetime) -> bool:
    """Whether it has no time of day: midnight by its own clock."""
    return moment.time() == time()


def falls_on(moment: datetime, day: datetime) -> bool:
    """Whether the moment is within the day somewhere on earth."""
    return _EARLIEST <= moment - day < _LATEST


def more_exact(found: datetime | None, machine_days: datetime | None) -> datetime | None:
    """`found`, or `told` where nothing was found or where it gives the time of the same day."""
    if found is None or machine_days is None:
        return found or machine_days
    return (
        machine_days
        if is_day(found) and not is_day(machine_days) and falls_on(machine_days, found)
        else found
    )
