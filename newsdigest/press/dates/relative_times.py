"""Relative times, counted back from the run's clock: "22 minutes ago", "昨天 08:05"."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache

from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.dates.clock_times import Clock, find_clock
from newsdigest.press.dates.date_labels import split_label
from newsdigest.press.dates.folding import fold
from newsdigest.press.dates.time_zones import country_offset, zone_offset
from newsdigest.valueclasses import valueclass

_MAX_LENGTH = 120
_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 30 * 86_400,
    "year": 365 * 86_400,
}
# Anything older is no news, and dates would run out of their range.
_MAX_SECONDS = 200 * _SECONDS["year"]
_TOKEN = pattern(r"\d{1,6}|[^\s\d,]+")
_BARE = pattern(r"(\d{1,2})\s?([a-z]{1,3})")


@valueclass
class _Language:
    """How one language counts back, prepared for look-up."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    numbers: dict[str, int]
    fill: frozenset[str]
    spans: dict[str, int]
    units: dict[str, int]


def parse_relative(text: str, *, as_of: datetime, country: str | None = None) -> datetime | None:
    """The moment, in UTC, if `text` is only a relative time, with or without a label before it.

    "Updated 2 hours ago" is parsed; "he left 2 hours ago" is not. Spans of months and years are
    approximate. A time of day without a zone ("yesterday, 8:05 AM") is in that of `country`, else
    in UTC.
    """
    words = _normalise(text)
    if not words:
        return None
    if words in _now():
        return as_of.astimezone(UTC)
    seconds = _bare(words)
    if seconds is None:
        seconds = _span(words)
    if seconds is not None:
        return (as_of - timedelta(seconds=seconds)).astimezone(UTC)
    return _day(fold(text, _MAX_LENGTH), words, as_of, country)


def _normalise(text: str) -> str:
    if len(text) > _MAX_LENGTH:
        return ""
    folded = " ".join(fold(text, _MAX_LENGTH).lower().replace("’", "'").split())
    return split_label(folded)[1].strip(" .:·•|-–—()[]")


def _bare(words: str) -> int | None:
    match = _BARE.fullmatch(words)
    if not match or match[2] not in read_toml("press/data/relative.toml")["bare"]:
        return None
    return int(match[1]) * _languages()[0].units[match[2]]


def _span(words: str) -> int | None:
    """How many seconds ago, if the text begins or ends with a language's marker of the past."""
    before, after = _markers()
    if not words.startswith(before) and not words.endswith(after):
        return None
    for language in _languages():
        for marker in language.before:
            if words.startswith(marker):
                seconds = _amount(words[len(marker) :].strip(), language)
                if seconds is not None:
                    return seconds
        for marker in language.after:
            if words.endswith(marker):
                seconds = _amount(words[: -len(marker)].strip(), language)
                if seconds is not None:
                    return seconds
    return None


def _amount(words: str, language: _Language) -> int | None:
    """The sum of "2 hours 5 minutes"; None if any word of it is unknown."""
    if words in language.spans:
        return language.spans[words]
    total, number, units = 0, None, 0
    for token in _TOKEN.findall(words):
        word = token.strip(".")
        if word.isdecimal():
            number = int(word)
        elif word in language.units and number is not None:
            total, number, units = total + number * language.units[word], None, units + 1
        elif word in language.numbers and number is None:
            number = language.numbers[word]
        elif word in language.spans and number is None:
            total, units = total + language.spans[word], units + 1
        elif word and word not in language.fill:
            return None
    return total if units and number is None and total <= _MAX_SECONDS else None


def _day(text: str, words: str, as_of: datetime, country: str | None) -> datetime | None:
    """Yesterday and similar days, with or without a time of day."""
    if not words.startswith(_day_names()):
        return None
    for name, days in _days():
        if not words.startswith(name):
            continue
        rest = words[len(name) :]
        if not rest:
            return (as_of - timedelta(days=days)).astimezone(UTC)
        clock = find_clock(text)
        if clock and _is_clock_alone(rest):
            return _at(as_of, days, clock, country)
    return None


# A connecting word or two, then the time with its zone.
_CLOCK_REST = pattern(
    r"[\s,|·]{0,3}(?:[^\W\d]{1,6}\.?\s)?\(?(?:上午|下午|晚上|早上|午前|午後|오전|오후)?\s?"
    r"\d{1,2}[^\d]{0,3}(?:\d{2}[^\d]{0,2}){0,2}[^\d]{0,16}(?:\d{1,2}:?(?:\d{2})?)?"
)


def _is_clock_alone(rest: str) -> bool:
    return _CLOCK_REST.fullmatch(rest) is not None


def _at(as_of: datetime, days: int, clock: Clock, country: str | None) -> datetime:
    today = as_of.astimezone(UTC).date()
    offset = clock.offset
    if offset is None and clock.zone:
        offset = zone_offset(clock.zone, today, country)
    if offset is None:
        offset = country_offset(country, today)
    local = as_of.astimezone(UTC) + timedelta(minutes=offset)
    moment = time(clock.hour, clock.minute, clock.second)
    day = datetime.combine(local.date() - timedelta(days=days), moment, UTC)
    return day - timedelta(minutes=offset)


@cache
def _languages() -> tuple[_Language, ...]:
    return tuple(
        _Language(
            before=tuple(rule.get("before", ())),
            after=tuple(rule.get("after", ())),
            numbers=rule.get("numbers", {}),
            fill=frozenset(rule.get("fill", ())),
            spans=rule.get("spans", {}),
            units={
                word: _SECONDS[unit]
                for unit, words in rule["units"].items()
                for word in words.split()
            },
        )
        for rule in read_toml("press/data/relative.toml")["language"]
    )


@cache
def _markers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The markers of all languages: for most lines the search ends here."""
    before = {marker for language in _languages() for marker in language.before}
    after = {marker for language in _languages() for marker in language.after}
    return tuple(sorted(before)), tuple(sorted(after))


@cache
def _day_names() -> tuple[str, ...]:
    return tuple(name for name, _ in _days())


@cache
def _now() -> frozenset[str]:
    rules = read_toml("press/data/relative.toml")["language"]
    return frozenset(phrase for rule in rules for phrase in rule.get("now", ()))


@cache
def _days() -> tuple[tuple[str, int], ...]:
    """Words for days, longest first: "vorgestern" before "vor"."""
    merged: dict[str, int] = {}
    for rule in read_toml("press/data/relative.toml")["language"]:
        for name, days in rule.get("days", {}).items():
            merged.setdefault(name, days)
    return tuple(sorted(merged.items(), key=lambda item: (-len(item[0]), item[0])))
