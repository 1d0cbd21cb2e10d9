"""Dates, and ages counted from the time of the run, in words.

The language is that of the catalogue, never the locale's: the same digest has the same bytes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import overload

from newsdigest.render.catalogue import Catalogue

# Publishers' clocks run a little ahead; beyond that, a future time is shown as it is.
_CLOCK_SKEW = timedelta(minutes=10)
_DAYS_AS_AGE = 7


def local(moment: datetime, timezone: tzinfo) -> datetime:
    """The moment in the reader's zone, or unchanged where that overflows the calendar."""
    try:
        return moment.astimezone(timezone)
    except OverflowError:
        return moment


@overload
def iso(moment: datetime) -> str: ...
@overload
def iso(moment: datetime | None) -> str | None: ...
def iso(moment: datetime | None) -> str | None:
    """`2025-06-07T10:00:00+00:00`."""
    return local(moment, UTC).isoformat(timespec="seconds") if moment else None


def is_day(moment: datetime) -> bool:
    """Whether only the day is known: such dates are midnight in UTC."""
    return local(moment, UTC).time() == time()


def long_date(moment: datetime, words: Catalogue) -> str:
    """`Saturday 7 June 2025`, in the moment's own zone."""
    return _filled("long_date", moment, words)


def date_and_time(moment: datetime, words: Catalogue) -> str:
    """`Saturday 7 June 2025, 10:00 UTC`; a date without a time is the same in every zone."""
    if is_day(moment):
        return long_date(local(moment, UTC), words)
    clock = f"{moment:%H:%M} {moment.tzname() or ''}".rstrip()
    return words.say("date_and_time", date=long_date(moment, words), time=clock)


def weekday_or_day(moment: datetime, now: datetime, words: Catalogue) -> str:
    """`Friday 06:00` within a week, later with the date. Both times are in the reader's zone."""
    if timedelta(0) <= now.date() - moment.date() < timedelta(days=_DAYS_AS_AGE):
        day = words.weekdays[moment.weekday()]
    else:
        day = _day(moment, now, words)
    return words.say("day_and_time", day=day, time=f"{moment:%H:%M}")


def day_and_clock(moment: datetime, now: datetime, words: Catalogue) -> str:
    """`Sun 06:40` within a week, later the date; a date without a time has none here either.

    Both times are in the reader's zone.
    """
    clock = "" if is_day(moment) else f" {moment:%H:%M}"
    moment = moment if clock else local(moment, UTC)
    days = (now.date() - moment.date()).days
    if 0 <= days < _DAYS_AS_AGE:
        return f"{words.short_weekdays[moment.weekday()]}{clock}"
    day = _day(moment, now, words)
    return words.say("day_and_time", day=day, time=clock.strip()) if days < 0 and clock else day


def day_name(moment: datetime, now: datetime, words: Catalogue) -> str:
    """`Friday` within a week, later the date. Both times are in the reader's zone."""
    if is_day(moment):
        moment = local(moment, UTC)
    if timedelta(0) <= now.date() - moment.date() < timedelta(days=_DAYS_AS_AGE):
        return words.weekdays[moment.weekday()]
    return _day(moment, now, words)


def age(moment: datetime, now: datetime, words: Catalogue) -> str:
    """`5 min ago`, `2 h ago`, `yesterday`, `3 days ago`, then the date. Both times in one zone."""
    passed = now - moment
    if passed < -_CLOCK_SKEW:
        return words.say("day_and_time", day=_day(moment, now, words), time=f"{moment:%H:%M}")
    if passed < timedelta(minutes=1):
        return words.say("just_now")
    if passed < timedelta(hours=1):
        return words.say("minutes_ago", number=passed // timedelta(minutes=1))
    if passed < timedelta(days=1):
        return words.say("hours_ago", number=passed // timedelta(hours=1))
    days = (now.date() - moment.date()).days
    if days >= _DAYS_AS_AGE:
        return _day(moment, now, words)
    return words.say("yesterday") if days == 1 else words.count("days_ago", days)


def month(day: date, words: Catalogue) -> str:
    """`June 2025`."""
    return words.say("month", month=words.months[day.month - 1], year=day.year)


def _day(moment: datetime, now: datetime, words: Catalogue) -> str:
    return _filled("day" if moment.year == now.year else "day_of_year", moment, words)


def _filled(key: str, moment: datetime, words: Catalogue) -> str:
    return words.say(
        key,
        weekday=words.weekdays[moment.weekday()],
        day=words.first_day if moment.day == 1 else moment.day,
        month=words.months[moment.month - 1],
        year=moment.year,
    )
