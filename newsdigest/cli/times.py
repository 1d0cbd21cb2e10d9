"""Times as users type them: --as-of, --since and --until."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from newsdigest.errors import UsageError
from newsdigest.patterns import pattern

_SPAN = pattern(r"(\d{1,6})\s?(m|min|h|d|w)", re.ASCII)
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def parse_as_of(text: str | None, now: datetime) -> datetime:
    """The run's clock in UTC: `now`, or an ISO 8601 date or time; without an offset, local time."""
    if text is None:
        return now
    moment = _iso(text)
    if moment is None:
        raise UsageError(f"--as-of {text!r}: not a time such as 2026-11-22 or 2026-11-22T06:00")
    return moment


def parse_since(text: str | None, as_of: datetime, option: str = "--since") -> datetime | None:
    """The start of a window, in UTC: a span before `as_of`, a day's beginning, a date or a time."""
    if text is None:
        return None
    word = text.strip().lower()
    try:
        moment = _span_before(word, as_of) or _named_day(word, as_of) or _iso(text)
    except OverflowError:
        moment = None
    if moment is None:
        hint = "24h, 7d, yesterday, 2026-11-21 or 2026-11-21T06:00"
        raise UsageError(f"{option} {text!r}: not a time such as {hint}")
    return moment


def parse_window(
    since: str | None, until: str | None, as_of: datetime
) -> tuple[datetime | None, datetime | None]:
    """The start and the end of a window; UsageError if it has nothing within it."""
    start, end = parse_since(since, as_of), parse_since(until, as_of, "--until")
    if start and start > as_of:
        raise UsageError(f"--since {since!r} is in the future")
    if start and end and start >= end:
        raise UsageError(f"--since {since!r} is not before --until {until!r}")
    return start, end


def _span_before(word: str, as_of: datetime) -> datetime | None:
    match = _SPAN.fullmatch(word)
    return as_of - int(match[1]) * _UNITS[match[2]] if match else None


def _named_day(word: str, as_of: datetime) -> datetime | None:
    back = {"today": 0, "yesterday": 1}.get(word)
    if back is None:
        return None
    day = as_of.astimezone().date() - timedelta(days=back)
    return _iso(day.isoformat())


def _iso(text: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    """A time without an offset as local time; times skipped by the clocks move later."""
    found = moment.astimezone(UTC)
    skipped = moment.tzinfo is None and found.astimezone().replace(tzinfo=None) < moment
    return moment.replace(fold=1).astimezone(UTC) if skipped else found
