"""Times as a reader says them: dates, and ages counted from the time of the run.

In English whatever the locale of the process, which would change the bytes of a digest.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Clocks of publishers run a little ahead; past that a time in the future is shown as it is.
_CLOCK_SKEW = timedelta(minutes=10)
_DAYS_AS_AGE = 7


def local(moment: datetime, timezone: tzinfo) -> datetime:
    """The moment in the reader's zone; at the ends of the calendar, where that fails, as it is."""
    try:
        return moment.astimezone(timezone)
    except OverflowError:
        return moment


def long_date(moment: datetime) -> str:
    """`Saturday 7 June 2025`, in the moment's own zone."""
    return f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def date_and_time(moment: datetime) -> str:
    """`Saturday 7 June 2025, 10:00 UTC`."""
    return f"{long_date(moment)}, {moment:%H:%M} {moment.tzname() or ''}".rstrip()


def since(moment: datetime, now: datetime) -> str:
    """`Friday 06:00` within a week, else with the date. Both in the reader's zone."""
    clock = f"{moment:%H:%M}"
    if timedelta(0) <= now.date() - moment.date() < timedelta(days=_DAYS_AS_AGE):
        return f"{_DAYS[moment.weekday()]} {clock}"
    return f"{_day(moment, now)} {clock}"


def age(moment: datetime, now: datetime) -> str:
    """`5 min ago`, `2 h ago`, `yesterday`, `3 days ago`, then the date. Both in one zone."""
    passed = now - moment
    if passed < -_CLOCK_SKEW:
        return f"{_day(moment, now)} {moment:%H:%M}"
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} min ago"
    if passed < timedelta(days=1):
        return f"{passed // timedelta(hours=1)} h ago"
    days = (now.date() - moment.date()).days
    if days >= _DAYS_AS_AGE:
        return _day(moment, now)
    return "yesterday" if days == 1 else f"{days} days ago"


def _day(moment: datetime, now: datetime) -> str:
    year = f" {moment.year}" if moment.year != now.year else ""
    return f"{moment.day} {_MONTHS[moment.month - 1]}{year}"
