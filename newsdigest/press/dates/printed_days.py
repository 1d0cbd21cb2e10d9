"""The day in a printed date: "6 juin 2025", "June 6", "06/06/2025", "2025年6月6日"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from datetime import date
from functools import cache

from newsdigest.language import month_numbers
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.dates.folding import strip_accents
from newsdigest.valueclasses import valueclass

_YEARS = range(1900, 2200)
# Thai calendars count from 543 BC.
_BUDDHIST_YEARS = range(2400, 2700)

_YEAR_FIRST = pattern(
    r"(?<!\d)(\d{4})[\s]?[-/.年년][\s]?(\d{1,2})[\s]?[-/.月월][\s]?(\d{1,2})(?!\d)"
)
_YEAR_LAST = pattern(r"(?<![\d.])(\d{1,2})([-/.])[\s]?(\d{1,2})\2[\s]?(\d{4}|\d{2})(?![\d])")
_MONTH_DAY = pattern(r"(?<!\d)(\d{1,2})[\s]?[月월][\s]?(\d{1,2})[\s]?[日號号일]")
_DIGIT = pattern(r"\d")
# The Japanese era that began in 2019.
_REIWA = pattern(r"令和[\s]?(\d{1,2}|元)[\s]?年")
_VIETNAMESE = pattern(r"(?<!\d)(\d{1,2})\s(?:tháng|thg)\s(\d{1,2})(?:,?\s(?:năm\s)?(\d{4}))?")
_TOKEN = pattern(r"\d+|[^\s\d,;:!?()\[\]|/<>\"'’‘“”«»·•–—-]+")

# Countries whose papers write the month before the day.
_MONTH_FIRST = frozenset(("US", "PH", "PR", "GU", "FM", "PW"))


@valueclass
class Day:
    """A day and its range in the text; `inferred` if the year is not printed."""

    start: int
    end: int
    date: date
    inferred: bool = False


@valueclass
class DateContext:
    """The context that resolves ambiguous days: the page's language and country, today's date."""

    today: date
    language: str | None = None
    country: str | None = None
    # Returns the days in machine-readable dates of the same page: they decide whether 06/07 is in
    # June.
    machine_days: Callable[[], Set[date]] = frozenset

    @property
    def month_first(self) -> bool:
        """Whether 06/07 is the 7th of June. English without a country is most often American."""
        if self.country:
            return self.country.upper() in _MONTH_FIRST
        return self.language in (None, "en")


def find_day(text: str, context: DateContext) -> Day | None:
    """The first day in `text`, in the least ambiguous form that occurs."""
    if not _DIGIT.search(text):
        return None
    if "令和" in text:
        text = _REIWA.sub(lambda era: f"{2018 + int(era[1].replace('元', '1'))}年", text)
    for find in (_year_first, _year_last, _named_month, _numbered_month):
        day = find(text, context)
        if day:
            return day
    return None


def _year_first(text: str, context: DateContext) -> Day | None:
    match = _YEAR_FIRST.search(text)
    return match and _day(match, match[1], match[2], match[3])


def _year_last(text: str, context: DateContext) -> Day | None:
    match = _YEAR_LAST.search(text)
    if not match:
        return None
    first, second, year = match[1], match[3], _full_year(match[4], context.today)
    month_first = _day(match, year, first, second)
    day_first = _day(match, year, second, first)
    # Countries that use dots write the day first.
    prefer, other = (
        (month_first, day_first)
        if context.month_first and match[2] != "."
        else (day_first, month_first)
    )
    if prefer and other and _is_surer(other.date, prefer.date, context):
        return other
    return prefer or other


def _is_surer(other: date, preferred: date, context: DateContext) -> bool:
    """Whether the less usual interpretation of a day is the right one."""
    machine_days = context.machine_days()
    if (other in machine_days) != (preferred in machine_days):
        return other in machine_days
    return preferred > context.today >= other


def _full_year(digits: str, today: date) -> str:
    if len(digits) == 4:
        return digits
    century = 2000 if int(digits) <= today.year % 100 + 1 else 1900
    return str(century + int(digits))


def _numbered_month(text: str, context: DateContext) -> Day | None:
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
    return _without_year(match.start(), match.end(), int(month), int(day), context)


def _day(match: re.Match[str], year: str, month: str, day: str) -> Day | None:
    found = make_date(int(year), int(month), int(day))
    return Day(match.start(), match.end(), found) if found else None


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if it does not exist or cannot occur in news."""
    if year in _BUDDHIST_YEARS:
        year -= 543
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_year(start: int, end: int, month: int, day: int, context: DateContext) -> Day | None:
    """The last such day that is not after tomorrow: clocks east of UTC run ahead."""
    for year in (context.today.year + 1, context.today.year, context.today.year - 1):
        found = make_date(year, month, day)
        if found and (found - context.today).days <= 1:
            return Day(start, end, found, inferred=True)
    return None


@valueclass
class _Tokens:
    """The numbers and words of a text, without words that only join the parts of a date.

    They begin at index 1; "" before the first and after the last ensures that each has neighbours.
    """

    # In lower case.
    words: Sequence[str]
    matches: Sequence[re.Match[str]]

    # Not isdigit: it accepts superscripts, which int() rejects.
    def is_day(self, index: int) -> bool:
        return len(self.words[index]) <= 2 and self.words[index].isdecimal()

    def is_year(self, index: int) -> bool:
        return len(self.words[index]) == 4 and self.words[index].isdecimal()

    def start(self, index: int) -> int:
        return self.matches[index - 1].start()

    def end(self, index: int) -> int:
        return self.matches[index - 1].end()


def _tokens(text: str) -> _Tokens:
    words, matches, fill = [""], [], _fill()
    for match in _TOKEN.finditer(text.lower()):
        word = match[0].strip(".")
        if word and word not in fill:
            words.append(word)
            matches.append(match)
    return _Tokens((*words, "", "", ""), matches)


def _named_month(text: str, context: DateContext) -> Day | None:
    tokens = _tokens(text)
    numbers = [word.isdecimal() for word in tokens.words]
    for name in range(1, len(tokens.matches) + 1):
        # A name counts only next to a number; few words are, and looking up names takes long.
        if numbers[name] or not (numbers[name - 1] or numbers[name + 1] or numbers[name + 2]):
            continue
        month, behind = _month_at(tokens, name, context.language)
        day = month and _around(tokens, name, behind, month, context)
        if day:
            return day
    return None


def _month_at(tokens: _Tokens, name: int, language: str | None) -> tuple[int | None, int]:
    """The month whose name begins at `name`, and the index after it: some have two words."""
    word = tokens.words[name]
    month = month_of(word, language)
    if month is not None:
        return month, name + 1
    return month_of(f"{word} {tokens.words[name + 1]}", language), name + 2


def _around(
    tokens: _Tokens, name: int, behind: int, month: int, context: DateContext
) -> Day | None:
    """The day formed by a month's name and adjacent numbers, in the orders languages use."""
    last, next_, second = name - 1, behind, behind + 1
    if tokens.is_day(last) and tokens.is_year(next_):
        return _named(tokens, (last, next_), next_, month, last)
    if tokens.is_day(next_) and tokens.is_year(second):
        return _named(tokens, (name, second), second, month, next_)
    if tokens.is_year(last) and tokens.is_day(next_):
        return _named(tokens, (last, next_), last, month, next_)
    if tokens.is_day(last) and tokens.is_day(next_) and not tokens.words[second]:
        year = _full_year(tokens.words[next_], context.today)
        found = make_date(int(year), month, int(tokens.words[last]))
        return Day(tokens.start(last), tokens.end(next_), found) if found else None
    alone = last if tokens.is_day(last) else next_
    if not tokens.is_day(alone) or not _may_lack_year(tokens.words[name:behind], context.language):
        return None
    start, end = tokens.start(min(alone, name)), tokens.end(max(alone, name))
    return _without_year(start, end, month, int(tokens.words[alone]), context)


def _may_lack_year(name: Sequence[str], language: str | None) -> bool:
    """Whether a month's name belongs to the page's language, if that is known.

    Otherwise it may be a word: "2 hours ago | 5 min read" and "sold out 5 times" contain months of
    other languages.
    """
    own = _plain_months().get(language or "")
    return own is None or strip_accents(" ".join(name)).removeprefix("ב") in own


def _named(tokens: _Tokens, ends: tuple[int, int], year: int, month: int, day: int) -> Day | None:
    """The day formed by the tokens at `year` and `day` with a month, spanning all of them."""
    found = make_date(int(tokens.words[year]), month, int(tokens.words[day]))
    return Day(tokens.start(ends[0]), tokens.end(ends[1]), found) if found else None


def month_of(name: str, language: str | None) -> int | None:
    """The number of the month with that name, lower case, in `language` or else in any."""
    own = month_numbers().get(language or "", {})
    every = _months()
    for key in (name, name.removeprefix("ב")):
        month = own.get(key) or every.get(key)
        if month:
            return month
    return every.get(strip_accents(name)) if not name.isascii() else None


@cache
def _fill() -> frozenset[str]:
    return frozenset(read_toml("press/data/date_joints.toml")["fill"])


@cache
def _plain_months() -> dict[str, frozenset[str]]:
    """The names of each language's months without accents."""
    return {
        language: frozenset(map(strip_accents, names))
        for language, names in month_numbers().items()
    }


@cache
def _months() -> dict[str, int]:
    """All names in all languages; the first language wins if two share a name."""
    merged: dict[str, int] = {}
    for names in month_numbers().values():
        for name, number in names.items():
            merged.setdefault(name, number)
    for name, number in list(merged.items()):
        merged.setdefault(strip_accents(name), number)
    return merged
