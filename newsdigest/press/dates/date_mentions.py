"""The dates in a visible line, each with its label."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from newsdigest.language import count_words
from newsdigest.patterns import pattern
from newsdigest.press.dates.date_labels import Label, label_before, split_label
from newsdigest.press.dates.date_parsing import moment_on
from newsdigest.press.dates.folding import fold
from newsdigest.press.dates.printed_days import DateContext, Day, find_day
from newsdigest.press.dates.relative_times import parse_relative
from newsdigest.press.dates.running_text import is_in_prose, is_sentence
from newsdigest.valueclasses import valueclass

_MAX_LENGTH = 200
_MAX_DATES = 4
# Longer lines without a digit contain no dates: "a few minutes ago", "the day before yesterday".
_LONGEST_WORDS = 40
_DIGIT = pattern(r"\d")
# The longest common label: "last updated on".
_LABEL_WORDS = 3
_WORD = pattern(r"[^\W\d_]+")
# Separators between the parts of a line: "By Jane | 6 hours ago | 5 min read".
_PART = pattern(r"\s{1,5}[|·•–—/-]\s{1,5}|[|·•,;()\n]")


@valueclass
class Mention:
    """A date in a line of text."""

    moment: datetime
    # The label before it; None if there is none.
    label: Label | None
    # How many words of the line are outside its dates and their labels.
    other_words: int
    # Whether the year is not printed.
    inferred: bool = False
    # Whether it is in running text, and so the date of an event.
    in_prose: bool = False


def find_mentions(text: str, as_of: datetime, context: DateContext) -> list[Mention]:
    """The dates on a line in order, up to four, absolute ones before relative ones."""
    text = fold(text, _MAX_LENGTH)
    if len(text) > _LONGEST_WORDS and not _DIGIT.search(text):
        return []
    days = sorted(_days(text, context), key=lambda day: day.start)
    if days:
        return list(_absolute(text, days, context))
    return list(_relative(text, as_of, context.country))


def _days(text: str, context: DateContext) -> Iterator[Day]:
    """Each day in the text; every one is masked before the next is searched."""
    for _ in range(_MAX_DATES):
        day = find_day(text, context)
        if day is None:
            return
        yield day
        text = f"{text[: day.start]}{'|' * (day.end - day.start)}{text[day.end :]}"


def _absolute(text: str, days: list[Day], context: DateContext) -> Iterator[Mention]:
    words = _count_words(text, days)
    sentence = is_sentence(text)
    for number, day in enumerate(days):
        begin = days[number - 1].end if number else 0
        end = days[number + 1].start if number + 1 < len(days) else len(text)
        label = label_before(text[begin : day.start].lower())
        # What precedes a label belongs to another date.
        before = text[begin : day.start] if label is None else ""
        moment = moment_on(day.date, f"{before} \n {text[day.end : end]}", context)
        in_prose = is_in_prose(text, day, label, words, sentence=sentence)
        yield Mention(moment, label, words, day.inferred, in_prose)


def _count_words(text: str, days: list[Day]) -> int:
    """The words outside the dates; labels are not counted."""
    rest, place = [], 0
    for day in days:
        rest.append(text[place : day.start])
        place = day.end
    rest.append(text[place:])
    return sum(_unlabelled_words(part) for part in rest)


def _unlabelled_words(part: str) -> int:
    words = sum(map(count_words, _WORD.findall(part)))
    return max(0, words - _LABEL_WORDS) if label_before(part.lower()) else words


def _relative(text: str, as_of: datetime, country: str | None) -> Iterator[Mention]:
    """The parts of the line that are relative times: "Updated 2 hours ago"."""
    parts = _PART.split(text)
    for part in (text, *parts) if len(parts) > 1 else parts:
        moment = parse_relative(part, as_of=as_of, country=country)
        if moment:
            rest = text.replace(part, "")
            yield Mention(moment, _leading_label(part), len(_WORD.findall(rest)))
            return


def _leading_label(part: str) -> Label | None:
    return split_label(part.strip())[0]
