"""Whether a rewritten sentence is one plain sentence in the language of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from newsdigest.analyse.rewriting.claims import ROOT_LETTERS, Claim, Fault, Refusal
from newsdigest.analyse.rewriting.lexicon import CAPITAL_NOUNS, Lexicon
from newsdigest.analyse.rewriting.numbers import numbers_in
from newsdigest.analyse.rewriting.sentence import Sentence, Token, places_of
from newsdigest.language import identify, stop_words, words

# Characters and words of the longest sentence that a digest shows of a rewriter.
_LONGEST = 500
_MOST_WORDS = 60
_FEWEST_WORDS = 3
# What no sentence of a report has: addresses, markup, signs of chat.
_FOREIGN = re.compile(
    r"https?:|www\.|\w@\w|[\[\]<>{}|\\`*_#~]|\w\.(?:com|org|net)\b", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?…][”“»\"’)]*$|[”“»\"]$")
# The part of its content words that must stand in its sources: no true sentence of the corpus is
# below .6 (tests/analyse/rewriting).
LEAST_SUPPORT = 0.6
# Letters that forms of a short word share: "zählt" and "Zählung".
_FEWEST_LETTERS = 4
# So many words in a row that no source has say something that no source says; two do if they are
# all that a part of a sentence has.
_ROW = 3


def form_faults(claim: Claim) -> Iterator[Refusal]:
    """What is no sentence of a report, or in another language."""
    text = claim.sentence.text
    if len(text) > _LONGEST or not _FEWEST_WORDS <= len(words(text)) <= _MOST_WORDS:
        yield Refusal(Fault.FORM, f"{len(words(text))} words")
    foreign = _FOREIGN.search(text)
    if foreign or not _ENDS.search(text) or not text.isprintable():
        yield Refusal(Fault.FORM, foreign[0] if foreign else text[-1:])
    yield from _other_language(claim)


def _other_language(claim: Claim) -> Iterator[Refusal]:
    """Another language, if both its words and its letters say so: sentences are short."""
    found = (identify(claim.sentence.text) or "").partition("-")[0]
    own = claim.lexicon.language
    if not found or found == own:
        return
    said = words(claim.sentence.text)
    if sum(word in stop_words(found) for word in said) > sum(
        word in claim.lexicon.stops for word in said
    ):
        yield Refusal(Fault.LANGUAGE, found)


def support_faults(claim: Claim) -> Iterator[Refusal]:
    """Too many words that no source has, in all or in a row."""
    own = claim.sentence.content - claim.lexicon.said.stems
    if not own:
        yield Refusal(Fault.SUPPORT, claim.sentence.text)
        return
    known = frozenset().union(*(each.stems for each in claim.evidence))
    numbers = _numbers_of(claim)
    missing = {stem for stem in own - numbers if not _is_known(stem, known, claim.lexicon)}
    if len(missing) > (1 - LEAST_SUPPORT) * len(own):
        yield Refusal(Fault.SUPPORT, ", ".join(sorted(missing)))
        return
    for part in _parts(claim.sentence, own):
        rows = [
            [*row] for is_missing, row in groupby(part, lambda t: t.stem in missing) if is_missing
        ]
        for row in rows:
            if len(row) >= _ROW or (len(row) == len(part) and len(row) > 1):
                yield Refusal(Fault.SUPPORT, " ".join(token.raw for token in row))


def _parts(sentence: Sentence, words: frozenset[str]) -> Iterator[list[Token]]:
    """The tokens of the words in each part of a sentence between its commas and conjunctions."""
    for _, part in groupby(sentence.tokens, lambda token: (token.clause, token.part)):
        yield [token for token in part if token.stem in words and not token.is_quoted]


def _numbers_of(claim: Claim) -> frozenset[str]:
    """The stems of numbers with what rounds them, which are checked as such."""
    tokens, lexicon = claim.sentence.tokens, claim.lexicon
    places = {
        place
        for number in numbers_in(claim.sentence, lexicon)
        for place in range(number.start, number.end)
    }
    for rounding in (lexicon.above, lexicon.below, lexicon.about):
        for start, length in places_of(rounding, tokens):
            places.update(range(start, start + length))
    return frozenset(tokens[place].stem for place in places)


def _is_known(stem: str, known: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a source has the word in another form, or in German as a part of another."""
    letters = min(ROOT_LETTERS, max(_FEWEST_LETTERS, len(stem) - 1))
    return any(
        each.startswith(stem[:letters])
        or (lexicon.language in CAPITAL_NOUNS and len(stem) > ROOT_LETTERS and stem in each)
        for each in known
    )
