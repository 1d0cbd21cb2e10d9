"""Features of a sentence that make an editor likely to select it.

By weight: how much of what the text repeats first appears here, the spread of its words over the
text, how much of the headline it covers, its repeated bigrams, its length, its position, the
overlap with the first three sentences, and digits, commas and quotes. Only function words depend on
the language. Features that vary much between texts are deviations from the text's mean or ranks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from newsdigest.analyse.summary.passage import Passage

DIGIT = re.compile(r"\d")
COMMA = re.compile("[,、，،]")

_OPENING_QUOTES = frozenset('"“«„「')
_LEAD = 3
# The decay of the advantage of early sentences, in sentences.
_FADING = 4.0
_ABSENT = -1.0


def sentence_features(passage: Passage) -> dict[str, list[float]]:
    """The values of each feature by name, one per sentence."""
    return _size(passage) | _recurrence(passage) | _surface(passage)


def _size(passage: Passage) -> dict[str, list[float]]:
    lengths = [float(len(row)) for row in passage.stems]
    mean = sum(lengths) / len(lengths) or 1.0
    return {
        "relative place": [index / len(lengths) for index in range(len(lengths))],
        "content words": [float(len(content)) for content in passage.contents],
        "length": lengths,
        "relative length": [length / mean for length in lengths],
        "length deviation": _deviations(lengths),
        "length rank": _ranks(lengths),
        "length by place": [length / (index + 1) for index, length in enumerate(lengths)],
        "early length": [n * math.exp(-index / _FADING) for index, n in enumerate(lengths)],
        "next length": [*lengths[1:], _ABSENT],
    }


def _recurrence(passage: Passage) -> dict[str, list[float]]:
    new_words = _new_repeated_words(passage)
    repeated = [own & passage.repeated for own in passage.bigrams]
    bigrams = [sum(map(passage.bigram_spread.__getitem__, own)) - len(own) for own in repeated]
    spread = [sum(map(passage.spread.__getitem__, own)) - len(own) for own in passage.contents]
    headline = passage.subject
    shared = [len(content & headline) if headline else _ABSENT for content in passage.contents]
    return {
        "news deviation": _deviations(new_words),
        "news rank": _ranks(new_words),
        "spread deviation": _deviations(spread),
        "lead deviation": _deviations(_shared_with_lead(passage.contents)),
        "pair deviation": _deviations(bigrams),
        "repeated pairs": [
            len(own) / (len(row) or 1) for own, row in zip(repeated, passage.stems, strict=True)
        ],
        "headline words": [float(count) for count in shared],
        "headline told": [count / (len(headline) or 1) for count in shared],
    }


def _new_repeated_words(passage: Passage) -> list[float]:
    """For each sentence, how often the words it introduces are repeated later."""
    found: list[float] = []
    seen: set[str] = set()
    for content in passage.contents:
        new = content - seen
        found.append(float(sum(map(passage.counts.__getitem__, new)) - len(new)))
        seen |= content
    return found


def _shared_with_lead(contents: Sequence[frozenset[str]]) -> list[float]:
    """How many words each sentence shares with the others of the first three, in total."""
    shared = [float(sum([len(own & lead) for lead in contents[:_LEAD]])) for own in contents]
    for index, own in enumerate(contents[:_LEAD]):
        shared[index] -= len(own)
    return shared


def _surface(passage: Passage) -> dict[str, list[float]]:
    return {
        "digits": [float(len(DIGIT.findall(text))) for text in passage.texts],
        "commas": [float(len(COMMA.findall(text))) for text in passage.texts],
        "opens with quote": [float(text[:1] in _OPENING_QUOTES) for text in passage.texts],
    }


def _deviations(values: Sequence[float]) -> list[float]:
    """How many standard deviations each value is from their mean."""
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum([(value - mean) ** 2 for value in values]) / len(values)) or 1.0
    return [(value - mean) / deviation for value in values]


def _ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, largest first; ties go to the earlier."""
    ranks = [0.0] * len(values)
    for rank, index in enumerate(sorted(range(len(values)), key=lambda at: -values[at])):
        ranks[index] = float(rank)
    return ranks
