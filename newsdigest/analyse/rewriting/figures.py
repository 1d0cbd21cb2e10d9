"""Whether the numbers and days of a sentence stand in its sources, for the same things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from newsdigest.analyse.rewriting.claims import Cited, Claim, Fault, Refusal, root, roots
from newsdigest.analyse.rewriting.lexicon import Lexicon
from newsdigest.analyse.rewriting.numbers import Number, numbers_in
from newsdigest.analyse.rewriting.sentence import Sentence
from newsdigest.language import date_names, month_numbers, weekday_numbers
from newsdigest.valueclasses import valueclass

# How far from a day, in words, stands what happens on it.
_DAY_CONTEXT = 6


def number_faults(claim: Claim) -> Iterator[Refusal]:
    """Numbers that are in no source, have another unit there or count something else."""
    known = [number for each in claim.sources for number in numbers_in(each, claim.lexicon)]
    for number in numbers_in(claim.sentence, claim.lexicon):
        if not _stands(number, known, claim.sources) or _counts_another(number, known):
            yield Refusal(Fault.NUMBER, number.text)
    own = {
        token.stem: token.raw
        for token in claim.sentence.tokens
        if not token.is_quoted and token.stem not in claim.lexicon.said.stems
    }
    said = roots(frozenset().union(*(each.stems for each in claim.sources)))
    for stem in sorted(own.keys() & claim.lexicon.amounts):
        if root(stem) not in said and not _is_given_in_digits(stem, claim):
            yield Refusal(Fault.NUMBER, own[stem])


def rate_faults(claim: Claim) -> Iterator[Refusal]:
    """Units of a rate that no source has: "twice a week" for "twice a day"."""
    lexicon = claim.lexicon
    known = {lexicon.units.get(token.text) for each in claim.sources for token in each.tokens}
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
    same = [each for each in known if _is_same(number, each)]
    others = [each for each in known if not _is_same(number, each) and not each.is_date]
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
    known = (number for each in claim.sources for number in numbers_in(each, claim.lexicon))
    return any(each.value == value for each in known)


@valueclass
class _Day:
    """A weekday or a month that a sentence names."""

    name: str
    text: str
    context: frozenset[str]


def day_faults(claim: Claim) -> Iterator[Refusal]:
    """Days and months that are in no source, or of something else there."""
    lexicon = claim.lexicon
    known = [day for each in claim.cited for day in _days_of_report(each, lexicon)]
    for day in _days(claim.sentence, lexicon, quoted=False):
        same = [each.context for each in known if each.name == day.name]
        others = [each.context for each in known if each.name != day.name]
        if not same or _fits_better(day.context, same, others):
            yield Refusal(Fault.DAY, day.text)


def _days_of_report(cited: Cited, lexicon: Lexicon) -> Iterator[_Day]:
    """The days that a source names, "yesterday" also by its weekday."""
    published = cited.report.published
    names = {number: name for name, number in weekday_numbers(lexicon.language).items()}
    for day in _days(cited.sentence, lexicon, quoted=True):
        yield day
        distance = lexicon.relative_days.get(day.name)
        if distance is not None and published is not None:
            weekday = (published + timedelta(days=distance)).weekday()
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
        if weekday is not None:
            found[at] = f"weekday {weekday}"
        elif token.text in months and (token.text in plain or _is_month(sentence, at)):
            found[at] = f"month {months[token.text]}"
        elif token.text in lexicon.relative_days:
            found[at] = token.text
    for at, name in found.items():
        others = [other for other in found if other != at]
        yield _Day(name, sentence.tokens[at].raw, sentence.nearest(at, others, _DAY_CONTEXT))


def _is_month(sentence: Sentence, at: int) -> bool:
    """Whether an everyday word or an abbreviation is a month: "3 Mar", "in May"."""
    beside = sentence.tokens[max(0, at - 2) : at] + sentence.tokens[at + 1 : at + 2]
    is_full_name = sentence.tokens[at].raw == "May" and at > 0
    return is_full_name or any(token.text[0].isdecimal() for token in beside)
