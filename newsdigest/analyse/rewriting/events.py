"""Whether all that a rewritten sentence rests on is about one event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from newsdigest.analyse.counting import YEAR
from newsdigest.analyse.rewriting.claims import Cited, Claim, Fault, Refusal, root
from newsdigest.analyse.rewriting.lexicon import Lexicon
from newsdigest.analyse.rewriting.names import is_capitalised
from newsdigest.analyse.rewriting.sentence import Sentence, places_of

# What two reports must share to be about one event: words that are no measures or days, names
# counted twice.
_SHARED = 2
_NAME_COUNTS = 2


def event_faults(claim: Claim) -> Iterator[Refusal]:
    """Sources of two reports that share too little, or one with an aside that is not marked."""
    articles = list(dict.fromkeys(each.report.article for each in claim.cited))
    for one, other in combinations(articles, 2):
        if not _are_one_event(_of(claim.story, one), _of(claim.story, other), claim):
            yield Refusal(Fault.EVENTS, _of(claim.cited, other)[0].text)
            return
    yield from _unmarked_asides(claim)


def _of(cited: Sequence[Cited], article: str) -> list[Sentence]:
    return [each.sentence for each in cited if each.report.article == article]


def _are_one_event(one: Sequence[Sentence], other: Sequence[Sentence], claim: Claim) -> bool:
    lexicon = claim.lexicon
    shared = _subject(one, lexicon) & _subject(other, lexicon)
    names = _names(one, lexicon) & _names(other, lexicon)
    return len(shared) + (_NAME_COUNTS - 1) * len(shared & names) > _SHARED


def _subject(sentences: Sequence[Sentence], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        root(token.stem)
        for each in sentences
        for token in each.tokens
        if token.is_content
        and token.text not in lexicon.units
        and token.text not in lexicon.scales
        and lexicon.value_of(token.text) is None
        and token.stem not in lexicon.said.stems
        and not token.text[0].isdecimal()
    )


def _names(sentences: Sequence[Sentence], lexicon: Lexicon) -> frozenset[str]:
    """Words in capitals within sentences; those at their beginning may be anything."""
    return frozenset(
        root(token.stem)
        for each in sentences
        for token in each.tokens[1:]
        if is_capitalised(token, lexicon)
    )


def _unmarked_asides(claim: Claim) -> Iterator[Refusal]:
    """Sources about another time or place, beside others that are not, without saying so."""
    if len(claim.cited) == 1:
        return
    own_years = _years(claim.sentence)
    asides = [each for each in claim.sources if _is_aside(each, claim.lexicon)]
    if len(asides) == len(claim.sources):
        return
    is_marked = _is_aside(claim.sentence, claim.lexicon)
    for each in asides:
        years = _years(each) - frozenset().union(
            *(_years(other) for other in claim.sources if other not in asides)
        )
        if (years and not years & own_years) or not is_marked:
            yield Refusal(Fault.EVENTS, each.text)
            return


def _is_aside(sentence: Sentence, lexicon: Lexicon) -> bool:
    is_before = any(token.text in lexicon.before_that for token in sentence.tokens)
    is_earlier = is_before and bool(_years(sentence))
    return is_earlier or bool(places_of(lexicon.asides, sentence.tokens))


def _years(sentence: Sentence) -> frozenset[str]:
    return frozenset(token.text for token in sentence.tokens if YEAR.fullmatch(token.text))
