"""Parses one date in any form used by pages, feeds and people."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from newsdigest.patterns import pattern
from newsdigest.press.dates.clock_times import Clock, find_clock
from newsdigest.press.dates.folding import fold
from newsdigest.press.dates.printed_days import DateContext, find_day
from newsdigest.press.dates.relative_times import parse_relative
from newsdigest.press.dates.time_zones import country_offset, zone_offset

# The longest date line: a label, weekday, date, time and zone, twice.
_MAX_LENGTH = 200
_EPOCH = pattern(r"\d{10}(?:\d{3})?")
_YEARS = range(1900, 2200)


def parse_date(
    text: str, *, as_of: datetime, language: str | None = None, country: str | None = None
) -> datetime | None:
    """The first date in `text` in UTC, or None; without a time of day, it is midnight UTC.

    A time without a zone is one of `country` (ISO 3166), else UTC. `language` and `country` decide
    which of two numbers is the month. A date without a year is the last one before `as_of`.
    """
    moment = read_date(text, as_of, DateContext(as_of.date(), language, country))
    return moment.astimezone(UTC) if moment else None


def read_date(text: str, as_of: datetime, context: DateContext) -> datetime | None:
    """The result of `parse_date`, in the offset from UTC in which it is written.

    The day is that of its readers: 9 p.m. on 6 June in New York is the 7th in UTC.
    """
    text = fold(text, _MAX_LENGTH).strip()
    if not text:
        return None
    return (
        _machine(text, context.country)
        or _printed(text, context)
        or parse_relative(text, as_of=as_of, country=context.country)
    )


def _machine(text: str, country: str | None) -> datetime | None:
    """ISO 8601 and seconds or milliseconds since 1970."""
    if not text[0].isdecimal():
        return None
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year not in _YEARS:
        return None
    if moment.tzinfo is None:
        bare = moment.time() == time() and ":" not in text
        offset = 0 if bare else country_offset(country, moment.date())
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    return moment


def _printed(text: str, context: DateContext) -> datetime | None:
    """A printed date, with or without a time of day before or after it."""
    clock = find_clock(text)
    # The time is masked: its numbers are not days.
    masked = f"{text[: clock.start]} \n {text[clock.end :]}" if clock else text
    day = find_day(masked, context)
    if day is None and clock:
        clock, day = None, find_day(text, context)
    return _combine(day.date, clock, context) if day else None


def moment_on(day: date, text: str, context: DateContext) -> datetime:
    """The moment on a known day, at the time of day in `text` if it has one.

    `text` holds only the time: the day in it would be read as a time.
    """
    return _combine(day, find_clock(text), context)


def _combine(day: date, clock: Clock | None, context: DateContext) -> datetime:
    if clock is None:
        return datetime.combine(day, time(), UTC)
    offset = clock.offset
    if offset is None and clock.zone:
        offset = zone_offset(clock.zone, day, context.country)
    if offset is None:
        offset = country_offset(context.country, day)
    zone = timezone(timedelta(minutes=offset))
    return datetime.combine(day, time(clock.hour, clock.minute, clock.second, tzinfo=zone))
