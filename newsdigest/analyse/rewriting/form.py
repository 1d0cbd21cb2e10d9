"""Whether a rewritten sentence is one plain sentence in the language of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsdigest.analyse.rewriting.claims import Claim, Fault, Refusal, roots
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
    """Too many words that no source has."""
    own = roots(claim.sentence.content)
    if not own:
        yield Refusal(Fault.SUPPORT, claim.sentence.text)
        return
    known = roots(frozenset().union(*(each.stems for each in claim.sources)))
    missing = own - known
    if len(missing) > (1 - LEAST_SUPPORT) * len(own):
        yield Refusal(Fault.SUPPORT, ", ".join(sorted(missing)))
