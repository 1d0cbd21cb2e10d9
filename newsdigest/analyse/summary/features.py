"""What makes a sentence likely to be one that an editor would take.

By weight: how much of what the text repeats is first told here, the spread of its words over the
text, how much of the headline it tells, its repeated pairs of words, its length, its place, what
it shares with the first three sentences, and digits, commas and quotes. Nothing depends on a
language but through function words. What differs much from text to text is given as a deviation
from the text's own mean, or as a rank in it.
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
# How many sentences the advantage of standing early takes to fade.
_FADING = 4.0
_ABSENT = -1.0


def features(passage: Passage) -> dict[str, list[float]]:
    """By name, the values of each feature, one for each sentence."""
    return _size(passage) | _recurrence(passage) | _surface(passage)


def _size(passage: Passage) -> dict[str, list[float]]:
    lengths = [float(len(row)) for row in passage.stems]
    mean = sum(lengths) / len(lengths) or 1.0
    return {
        "relative place": [place / len(lengths) for place in range(len(lengths))],
        "content words": [float(len(content)) for content in passage.contents],
        "length": lengths,
        "relative length": [length / mean for length in lengths],
        "length deviation": _deviations(lengths),
        "length rank": _ranks(lengths),
        "length by place": [length / (place + 1) for place, length in enumerate(lengths)],
        "early length": [n * math.exp(-place / _FADING) for place, n in enumerate(lengths)],
        "next length": [*lengths[1:], _ABSENT],
    }


def _recurrence(passage: Passage) -> dict[str, list[float]]:
    news = _news(passage)
    again = [own & passage.repeated for own in passage.pairs]
    pairs = [sum(map(passage.pair_spread.__getitem__, own)) - len(own) for own in again]
    spread = [sum(map(passage.spread.__getitem__, own)) - len(own) for own in passage.contents]
    headline = passage.subject
    shared = [len(content & headline) if headline else _ABSENT for content in passage.contents]
    return {
        "news deviation": _deviations(news),
        "news rank": _ranks(news),
        "spread deviation": _deviations(spread),
        "lead deviation": _deviations(_shared_with_lead(passage.contents)),
        "pair deviation": _deviations(pairs),
        "repeated pairs": [
            len(own) / (len(row) or 1) for own, row in zip(again, passage.stems, strict=True)
        ],
        "headline words": [float(count) for count in shared],
        "headline told": [count / (len(headline) or 1) for count in shared],
    }


def _news(passage: Passage) -> list[float]:
    """How often the words that a sentence is the first to have come again after it."""
    found: list[float] = []
    told: set[str] = set()
    for content in passage.contents:
        new = content - told
        found.append(float(sum(map(passage.counts.__getitem__, new)) - len(new)))
        told |= content
    return found


def _shared_with_lead(contents: Sequence[frozenset[str]]) -> list[float]:
    """How many words each sentence has in common with each other one of the first three."""
    shared = [float(sum([len(own & lead) for lead in contents[:_LEAD]])) for own in contents]
    for place, own in enumerate(contents[:_LEAD]):
        shared[place] -= len(own)
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
    """The place of each value when the largest comes first; the earlier of equals leads."""
    ranks = [0.0] * len(values)
    for rank, place in enumerate(sorted(range(len(values)), key=lambda at: -values[at])):
        ranks[place] = float(rank)
    return ranks
