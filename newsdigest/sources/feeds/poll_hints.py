"""When and how often a feed asks to be polled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from newsdigest.sources.feeds.raw_feed import RawFeed

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_LONGEST = timedelta(days=365)
_DAYS = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))


def time_to_live(feed: RawFeed) -> timedelta | None:
    """The polling interval that the feed asks for: the longer of `ttl` and the update period."""
    given = [time for time in (_ttl(feed.ttl), _update_period(feed)) if time]
    return max(given, default=None)


def _ttl(text: str | None) -> timedelta | None:
    minutes = _number(text)
    return min(timedelta(minutes=minutes), _LONGEST) if minutes else None


def _update_period(feed: RawFeed) -> timedelta | None:
    if feed.period is None and feed.frequency is None:
        return None
    # Daily is the specification's default; an unknown word is ignored.
    period = _PERIODS.get((feed.period or "daily").strip().lower())
    return period / max(1, _number(feed.frequency) or 1) if period else None


def _number(text: str | None) -> int | None:
    """A natural number below a million."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def skipped_hours(texts: Iterable[str]) -> frozenset[int]:
    """Hours from 0 to 23 (RSS 0.91 counts to 24); skipping all 24 is ignored as a mistake."""
    hours = {number % 24 for text in texts if (number := _number(text)) is not None and number < 25}
    return frozenset(hours) if len(hours) < 24 else frozenset()


def skipped_days(texts: Iterable[str]) -> frozenset[str]:
    """English names of days; skipping all seven is ignored as a mistake."""
    days = _DAYS & {text.strip().capitalize() for text in texts}
    return days if len(days) < 7 else frozenset()
