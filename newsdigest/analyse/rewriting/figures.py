"""Whether the numbers and days of a sentence stand in its sources, for the same things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from newsdigest.analyse.counting import YEAR
from newsdigest.analyse.rewriting.claims import Cited, Claim, Fault, Refusal, root, roots
from newsdigest.analyse.rewriting.lexicon import CAPITAL_NOUNS, Lexicon
from newsdigest.analyse.rewriting.numbers import YEARS, Number, numbers_in
from newsdigest.analyse.rewriting.sentence import Sentence, places_of
from newsdigest.language import date_names, month_numbers, weekday_numbers
from newsdigest.valueclasses import replace, valueclass

# How far from a day, in words, stands what happens on it.
_DAY_CONTEXT = 6
_DAYS_OF_WEEK = 7
# Letters of an abbreviated weekday.
_LONGEST_ABBREVIATION = 3


def number_faults(claim: Claim) -> Iterator[Refusal]:
    """Numbers that are in no source, have another unit there or count something else."""
    known = _numbers(claim)
    known += [number for each in claim.cited for number in _years_ago(each, claim.lexicon)]
    for number in numbers_in(claim.sentence, claim.lexicon):
        if not _stands(number, known, claim.evidence) or _counts_another(number, known):
            yield Refusal(Fault.NUMBER, number.text)
    said = roots(frozenset().union(*(each.stems for each in claim.evidence)))
    for amount in claim.lexicon.amounts:
        for token in claim.sentence.tokens:
            if token.stem not in amount.stems or token.is_quoted:
                continue
            is_said = root(token.stem) in said or any(
                places_of(amount, each.tokens) for each in claim.evidence
            )
            is_verb = token.stem in claim.lexicon.said.stems
            if not is_said and not is_verb and not _is_given_in_digits(token.stem, claim):
                yield Refusal(Fault.NUMBER, token.raw)


def _numbers(claim: Claim) -> list[Number]:
    """The numbers of the sources and their headlines."""
    return [number for each in claim.evidence for number in numbers_in(each, claim.lexicon)]


def _years_ago(cited: Cited, lexicon: Lexicon) -> Iterator[Number]:
    """How long before the report the years are that it names: 2014 is "twelve years ago"."""
    if cited.report.published is None:
        return
    for number in numbers_in(cited.sentence, lexicon):
        if YEAR.fullmatch(number.text):
            yield replace(number, value=cited.report.published.year - number.value, unit=YEARS)


def rate_faults(claim: Claim) -> Iterator[Refusal]:
    """Units of a rate that no source has: "twice a week" for "twice a day"."""
    lexicon = claim.lexicon
    known = {
        table.get(token.text)
        for each in claim.evidence
        for token in each.tokens
        for table in (lexicon.units, lexicon.periods)
    }
    for before, token in pairwise(claim.sentence.tokens):
        unit = lexicon.units.get(token.text)
        if before.text in lexicon.rates and unit and unit not in known and not token.is_quoted:
            yield Refusal(Fault.NUMBER, f"{before.raw} {token.raw}")


def _stands(number: Number, known: Sequence[Number], sources: Sequence[Sentence]) -> bool:
    return any(
        (_is_same(number, each) or number.may_round(each)) and _is_same_unit(number, each, known)
        for each in known
    )


def _is_same(one: Number, other: Number) -> bool:
    return one.value == other.value and one.other == other.other


def _is_same_unit(number: Number, source: Number, known: Sequence[Number]) -> bool:
    """Whether the units agree; a source may leave one out that it has just named."""
    if number.unit is None or number.unit == source.unit:
        return True
    return source.unit is None and any(each.unit == number.unit for each in known)


def _counts_another(number: Number, known: Sequence[Number]) -> bool:
    """Whether what it counts is what another number counts, and not what this one does."""
    if YEAR.fullmatch(number.text):
        return False
    same = [each for each in known if _is_same(number, each)]
    others = [
        each
        for each in known
        if not _is_same(number, each) and not each.is_date and each.unit == number.unit
    ]
    return _fits_better(number.context, [s.context for s in same], [o.context for o in others])


def _fits_better(
    own: frozenset[str], same: Sequence[frozenset[str]], others: Sequence[frozenset[str]]
) -> bool:
    """Whether a context has words of other mentions, and none of the same one."""
    mine = roots(own)
    if not same or any(mine & roots(each) for each in same):
        return False
    return any(mine & roots(each) for each in others)


def _is_given_in_digits(stem: str, claim: Claim) -> bool:
    """Whether an ordinal or a fraction also is the number of a source: "second half"."""
    value = claim.lexicon.value_of(stem)
    if value is None:
        return False
    return any(each.value == value for each in _numbers(claim))


@valueclass
class _Day:
    """A weekday or a month that a sentence names."""

    name: str
    text: str
    context: frozenset[str]

    @property
    def weekday(self) -> int | None:
        """From 0 for Monday; None for a month or a relative day."""
        kind, _, number = self.name.partition(" ")
        return int(number) if kind == "weekday" else None


def day_faults(claim: Claim) -> Iterator[Refusal]:
    """Days and months that are in no source, or of something else there."""
    lexicon = claim.lexicon
    known = [day for each in claim.cited for day in _days_of_report(each, lexicon)]
    dates = {
        number.unit
        for number in numbers_in(claim.sentence, lexicon)
        if number.is_date
        and any(_is_same(number, each) and each.unit == number.unit for each in _numbers(claim))
    }
    for day in _days(claim.sentence, lexicon, quoted=False):
        if day.name in dates:
            continue
        same = [each.context for each in known if each.name == day.name]
        others = [each.context for each in known if each.name != day.name]
        is_other = not same or _fits_better(day.context, same, others)
        if is_other and not _is_now(day, claim):
            yield Refusal(Fault.DAY, day.text)


def _is_now(day: _Day, claim: Claim) -> bool:
    """Whether "today" is said for the "now" of a source, and nothing is compared with it."""
    lexicon = claim.lexicon
    is_compared = any((token.text,) in lexicon.than for token in claim.sentence.tokens)
    return (
        lexicon.relative_days.get(day.name) == 0
        and not is_compared
        and any(places_of(lexicon.now, each.tokens) for each in claim.sources)
    )


def _days_of_report(cited: Cited, lexicon: Lexicon) -> Iterator[_Day]:
    """The days that a source names, "yesterday" and "the day before" also by their weekdays."""
    published = cited.report.published
    names = {number: name for name, number in weekday_numbers(lexicon.language).items()}
    beside = [
        distance
        for distance, words in ((-1, lexicon.day_before), (1, lexicon.day_after))
        if places_of(words, cited.sentence.tokens)
    ]
    for day in _days(cited.sentence, lexicon, quoted=True):
        yield day
        if day.weekday is not None:
            for distance in beside:
                weekday = (day.weekday + distance) % _DAYS_OF_WEEK
                yield _Day(f"weekday {weekday}", names.get(weekday, ""), day.context)
        ahead = lexicon.relative_days.get(day.name)
        if ahead is not None and published is not None:
            weekday = (published + timedelta(days=ahead)).weekday()
            yield _Day(f"weekday {weekday}", names.get(weekday, ""), day.context)


def _days(sentence: Sentence, lexicon: Lexicon, *, quoted: bool) -> Iterator[_Day]:
    weekdays = weekday_numbers(lexicon.language)
    months = month_numbers().get(lexicon.language, {})
    plain = date_names(lexicon.language)
    found: dict[int, str] = {}
    for at, token in enumerate(sentence.tokens):
        if token.is_quoted and not quoted:
            continue
        weekday = weekdays.get(token.text, weekdays.get(token.text.removesuffix("s")))
        if weekday is None and lexicon.language in CAPITAL_NOUNS:
            weekday = _weekday_in(token.text, weekdays)
        if weekday is not None:
            found[at] = f"weekday {weekday}"
        elif token.text in months and (token.text in plain or _is_month(sentence, at)):
            found[at] = f"month {months[token.text]}"
        elif token.text in lexicon.relative_days:
            found[at] = token.text
    for at, name in found.items():
        others = [other for other in found if other != at]
        yield _Day(name, sentence.tokens[at].raw, sentence.nearest(at, others, _DAY_CONTEXT))


def _weekday_in(word: str, weekdays: Mapping[str, int]) -> int | None:
    """The weekday at the beginning of a word: "Sonntagnachmittag"."""
    names = (name for name in weekdays if len(name) > _LONGEST_ABBREVIATION)
    return next((weekdays[name] for name in names if word.startswith(name)), None)


def _is_month(sentence: Sentence, at: int) -> bool:
    """Whether an everyday word or an abbreviation is a month: "3 Mar", "in May"."""
    beside = sentence.tokens[max(0, at - 2) : at] + sentence.tokens[at + 1 : at + 2]
    is_full_name = sentence.tokens[at].raw == "May" and at > 0
    return is_full_name or any(token.text[0].isdecimal() for token in beside)
