"""The time of day in a printed date, with its zone if one is named."""

from __future__ import annotations

import re

from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# Dots separate hours from minutes only if the text marks a time: "6.30" may be a price.
_PATTERNS = (
    pattern(
        r"(?<![\d:+.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
        r"[\s\u202f]?(?P<half>[apAP])\.?[\s]?[mM](?:\b|\.)"
    ),
    pattern(
        r"(?<![\d:+.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?[\s]"
        r"(?P<half>pagi|petang|malam|sore|siang|tengah\s?hari|tengahari|صباح|مساء)"
    ),
    pattern(
        r"(?P<half>上午|下午|晚上|凌晨|早上|中午|午前|午後|오전|오후)[\s]?(?P<hour>\d{1,2})[\s]?"
        r"[:時时點点시][\s]?(?:(?P<minute>\d{1,2})(?::(?P<second>\d{2}))?[\s]?[分분]?)?"
    ),
    pattern(
        r"(?<![\d:+.])(?P<hour>\d{1,2})[\s]?[:時时點点시][\s]?(?P<minute>\d{2})(?!\d)"
        r"(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?[분分]?"
    ),
    pattern(r"(?<![\d:+.])(?P<hour>\d{1,2})[\s]?[hH](?:[\s]?(?P<minute>\d{2}))?(?![a-zA-Z\d])"),
    pattern(
        r"(?<![\d:+.])(?P<hour>\d{1,2})(?:[.](?P<minute>\d{2}))?[\s]"
        r"(?:Uhr|uhr|uur|(?=(?:WIB|WITA|[A-Z]{1,3}T)\b))"
    ),
    pattern(
        r"(?:kl\.?|pukul|jam|um|om|alle|ore|klo|à|at|@)[\s](?P<hour>\d{1,2})[.](?P<minute>\d{2})(?!\d)"
    ),
)
_AFTERNOON = frozenset(("p", "下午", "晚上", "午後", "오후", "petang", "malam", "sore", "مساء"))
_MIDDAY = frozenset(("中午", "siang", "tengah hari", "tengahhari", "tengahari"))
_ZONE = pattern(
    r"[\s,]{0,2}\(?(?:(?P<name>[A-Z]{1,5})(?![a-zA-Z]))?[\s]?"
    r"(?:(?P<sign>[+\u2212-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?![\d:]))?"
)


@valueclass
class Clock:
    """A time of day and its zone; `start` and `end` are its range in the text."""

    start: int
    end: int
    hour: int
    minute: int
    second: int = 0
    zone: str | None = None
    # Minutes east of UTC, if given as a number.
    offset: int | None = None


def find_clock(text: str) -> Clock | None:
    """The first time of day in `text`, in the least ambiguous form that occurs."""
    for each in _PATTERNS:
        match = each.search(text)
        clock = match and _clock(text, match)
        if clock:
            return clock
    return None


def _clock(text: str, match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    hour = _hour(int(groups["hour"]), groups.get("half"))
    minute, second = int(groups["minute"] or 0), int(groups.get("second") or 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    end = match.end()
    zone = _ZONE.match(text, end)
    name, offset = (zone["name"], _offset(zone)) if zone else (None, None)
    stop = zone.end() if zone and (name or offset is not None) else end
    return Clock(match.start(), stop, hour, minute, min(second, 59), name, offset)


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24; 12 p.m. is noon and 12 a.m. midnight."""
    if half is None or not 1 <= hour <= 12:
        return hour
    if half in _MIDDAY:
        return hour if hour >= 10 else hour + 12
    return hour % 12 + (12 if half.lower() in _AFTERNOON else 0)


def _offset(zone: re.Match[str]) -> int | None:
    if not zone["sign"]:
        return None
    # A bare "-2" is a dash before a number; "+0530" and "UTC-2" are offsets.
    if zone["minutes"] is None and zone["name"] not in ("UTC", "GMT"):
        return None
    minutes = int(zone["hours"]) * 60 + int(zone["minutes"] or 0)
    if minutes > 15 * 60:
        return None
    return minutes if zone["sign"] == "+" else -minutes
