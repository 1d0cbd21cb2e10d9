"""The day in a printed date: "6 juin 2025", "June 6", "06/06/2025", "2025年6月6日"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache

from newsdigest.extract.dates.rules import load, strip_accents

_YEARS = range(1900, 2200)
# Thai calendars count from 543 BC.
_BUDDHIST_YEARS = range(2400, 2700)

_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})[\s]?[-/.年년][\s]?(\d{1,2})[\s]?[-/.月월][\s]?(\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})([-/.])[\s]?(\d{1,2})\2[\s]?(\d{4}|\d{2})(?![\d])")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})[\s]?[月월][\s]?(\d{1,2})[\s]?[日號号일]")
_DIGIT = re.compile(r"\d")
# The Japanese era that began in 2019.
_REIWA = re.compile(r"令和[\s]?(\d{1,2}|元)[\s]?年")
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s(?:tháng|thg)\s(\d{1,2})(?:,?\s(?:năm\s)?(\d{4}))?")
_TOKEN = re.compile(r"\d+|[^\s\d,;:!?()\[\]|/<>\"'’‘“”«»·•–—-]+")

# Countries whose papers write the month before the day.
_MONTH_FIRST = frozenset(("US", "PH", "PR", "GU", "FM", "PW"))


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where in the text it is written; `inferred` if the year is not printed."""

    start: int
    end: int
    date: date
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """What helps to read an ambiguous day: the page's language and country and today's date."""

    today: date
    language: str | None = None
    country: str | None = None
    # Gives the days that a machine wrote on the same page: they decide whether 06/07 is in June.
    told: Callable[[], Set[date]] = frozenset

    @property
    def month_first(self) -> bool:
        """Whether 06/07 is the 7th of June. English without a country is most often American."""
        if self.country:
            return self.country.upper() in _MONTH_FIRST
        return self.language in (None, "en")


def find_day(text: str, reader: Reader) -> Day | None:
    """The first day in `text` by the surest way of writing it that occurs."""
    if not _DIGIT.search(text):
        return None
    if "令和" in text:
        text = _REIWA.sub(lambda era: f"{2018 + int(era[1].replace('元', '1'))}年", text)
    for find in (_year_first, _year_last, _named_month, _numbered_month):
        day = find(text, reader)
        if day:
            return day
    return None


def _year_first(text: str, reader: Reader) -> Day | None:
    match = _YEAR_FIRST.search(text)
    return match and _day(match, match[1], match[2], match[3])


def _year_last(text: str, reader: Reader) -> Day | None:
    match = _YEAR_LAST.search(text)
    if not match:
        return None
    first, second, year = match[1], match[3], _full_year(match[4], reader.today)
    month_first = _day(match, year, first, second)
    day_first = _day(match, year, second, first)
    # Dots are used by countries that write the day first.
    prefer, other = (
        (month_first, day_first)
        if reader.month_first and match[2] != "."
        else (day_first, month_first)
    )
    if prefer and other and _is_surer(other.date, prefer.date, reader):
        return other
    return prefer or other


def _is_surer(other: date, preferred: date, reader: Reader) -> bool:
    """Whether the less usual reading of a day is the right one."""
    told = reader.told()
    if (other in told) != (preferred in told):
        return other in told
    return preferred > reader.today >= other


def _full_year(digits: str, today: date) -> str:
    if len(digits) == 4:
        return digits
    century = 2000 if int(digits) <= today.year % 100 + 1 else 1900
    return str(century + int(digits))


def _numbered_month(text: str, reader: Reader) -> Day | None:
    match = _VIETNAMESE.search(text)
    if match:
        year, month, day = match[3], match[2], match[1]
    else:
        match = _MONTH_DAY.search(text)
        if not match:
            return None
        year, month, day = None, match[1], match[2]
    if year:
        return _day(match, year, month, day)
    return _without_year(match.start(), match.end(), int(month), int(day), reader)


def _day(match: re.Match[str], year: str, month: str, day: str) -> Day | None:
    found = make_date(int(year), int(month), int(day))
    return Day(match.start(), match.end(), found) if found else None


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None for one that does not exist or that no news can have."""
    if year in _BUDDHIST_YEARS:
        year -= 543
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_year(start: int, end: int, month: int, day: int, reader: Reader) -> Day | None:
    """The last such day that is not after tomorrow: clocks east of UTC run ahead."""
    for year in (reader.today.year + 1, reader.today.year, reader.today.year - 1):
        found = make_date(year, month, day)
        if found and (found - reader.today).days <= 1:
            return Day(start, end, found, inferred=True)
    return None


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def is_day(self) -> bool:
        return self.text.isdigit() and len(self.text) <= 2

    @property
    def is_year(self) -> bool:
        return self.text.isdigit() and len(self.text) == 4


def _named_month(text: str, reader: Reader) -> Day | None:
    tokens = _tokens(text)
    for i, token in enumerate(tokens):
        if token.text.isdigit():
            continue
        month = month_of(token.text, reader.language)
        width = 1
        if month is None and i + 1 < len(tokens):
            month, width = month_of(f"{token.text} {tokens[i + 1].text}", reader.language), 2
        day = month and _around(tokens[:i], token, tokens[i + width :], month, reader)
        if day:
            return day
    return None


def _tokens(text: str) -> list[_Token]:
    """Numbers and words, without the words that only join the parts of a date."""
    found, fill = [], _fill()
    for match in _TOKEN.finditer(text.lower()):
        word = match[0].strip(".")
        if word and word not in fill:
            found.append(_Token(word, match.start(), match.end()))
    return found


def _around(
    before: Sequence[_Token], name: _Token, after: Sequence[_Token], month: int, reader: Reader
) -> Day | None:
    """The day that the numbers beside a month's name make with it, in the orders languages use."""
    last = before[-1] if before else None
    next_ = after[0] if after else None
    if last and last.is_day and next_ and next_.is_year:
        return _named(last, next_, next_, month, last)
    if next_ and next_.is_day and len(after) > 1 and after[1].is_year:
        return _named(name, after[1], after[1], month, next_)
    if last and last.is_year and next_ and next_.is_day:
        return _named(last, next_, last, month, next_)
    if last and last.is_day and next_ and next_.is_day and len(after) == 1:
        year = make_date(int(_full_year(next_.text, reader.today)), month, int(last.text))
        return Day(last.start, next_.end, year) if year else None
    alone = last if last and last.is_day else next_ if next_ and next_.is_day else None
    if alone is None:
        return None
    start, end = min(alone.start, name.start), max(alone.end, name.end)
    return _without_year(start, end, month, int(alone.text), reader)


def _named(first: _Token, last: _Token, year: _Token, month: int, day: _Token) -> Day | None:
    found = make_date(int(year.text), month, int(day.text))
    return Day(first.start, last.end, found) if found else None


def month_of(name: str, language: str | None) -> int | None:
    """The number of the month with that name, lower case, as `language` means it, else any."""
    own = _months_by_language().get(language or "", {})
    every = _months()
    for key in (name, name.removeprefix("ב")):
        month = own.get(key) or every.get(key)
        if month:
            return month
    return every.get(strip_accents(name)) if not name.isascii() else None


@cache
def _fill() -> frozenset[str]:
    return frozenset(load("months.toml")["fill"])


@cache
def _months_by_language() -> dict[str, dict[str, int]]:
    return {
        language: {
            name: number
            for number, names in enumerate(months, start=1)
            for name in names.split("/")
            if name
        }
        for language, months in load("months.toml")["months"].items()
    }


@cache
def _months() -> dict[str, int]:
    """All names of all languages; the first language has a name that two claim."""
    merged: dict[str, int] = {}
    for names in _months_by_language().values():
        for name, number in names.items():
            merged.setdefault(name, number)
    for name, number in list(merged.items()):
        merged.setdefault(strip_accents(name), number)
    return merged
