"""Spans of time as users write them: 90m, 24h, 7d, 2w."""

from __future__ import annotations

import re
from datetime import timedelta

from newsdigest.patterns import pattern

_SPAN = pattern(r"(\d{1,6})\s?(s|m|min|h|d|w)", re.ASCII)
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
# Weeks are written as days, since "7d" is what people mostly type.
_WRITTEN = ("d", "h", "m", "s")


def parse_duration(text: str) -> timedelta | None:
    """The span, or None if the text is not one."""
    match = _SPAN.fullmatch(text.strip().lower())
    return int(match[1]) * _UNITS[match[2]] if match else None


def format_duration(span: timedelta) -> str:
    """The span in the largest unit that divides it.

    >>> format_duration(timedelta(hours=36))
    '36h'
    """
    unit = next((each for each in _WRITTEN if span % _UNITS[each] == timedelta(0)), "s")
    return f"{span // _UNITS[unit]}{unit}"
