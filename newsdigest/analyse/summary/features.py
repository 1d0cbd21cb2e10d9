"""What makes a sentence likely to be one that an editor would take.

Nothing here depends on a language but through stems and function words. The features that
differ much from text to text are given as deviations from the text's own mean.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from newsdigest.analyse.summary.passage import Passage

DIGIT = re.compile(r"\d")
QUOTE_MARK = re.compile('["“”«»„「」]')
COMMA = re.compile("[,、，،]")

_LEAD = 3
# How many sentences the advantage of standing early takes to fade.
_FADING = 4.0
_ABSENT = -1.0
# Features that are also compared with those of the text's other sentences.
_COMPARED = ("spread", "mass", "lead", "pair mass", "news mass", "length")
# How many of the text's commonest words a sentence has.
_TOP_WORDS = (5, 10, 20)


def features(passage: Passage) -> dict[str, list[float]]:
    """By name, the values of each feature, one for each sentence."""
    found = (
        _position(passage)
        | _recurrence(passage)
        | _repetition(passage)
        | _surface(passage)
        | _headline(passage)
    )
    for name in _COMPARED:
        found[f"{name} deviation"] = _deviations(found[name])
        found[f"{name} rank"] = _ranks(found[name])
    return found


def _position(passage: Passage) -> dict[str, list[float]]:
    lengths = [float(len(row)) for row in passage.stems]
    size, total = len(lengths), sum(lengths)
    mean = total / size or 1.0
    before, told = [], 0.0
    for length in lengths:
        before.append(told)
        told += length
    return {
        "place": [float(place) for place in range(size)],
        "relative place": [place / size for place in range(size)],
        "words before": before,
        "sentences": [float(size)] * size,
        "words": [total] * size,
        "mean length": [mean] * size,
        "length": lengths,
        "relative length": [length / mean for length in lengths],
        "length by place": [length / (place + 1) for place, length in enumerate(lengths)],
        "early length": [n * math.exp(-place / _FADING) for place, n in enumerate(lengths)],
        "previous length": [_ABSENT, *lengths[:-1]],
        "next length": [*lengths[1:], _ABSENT],
    }


def _recurrence(passage: Passage) -> dict[str, list[float]]:
    spread, counts = passage.spread, passage.counts
    size = len(passage.texts)
    total = sum(counts[word] for content in passage.contents for word in content) or 1
    rows: list[dict[str, float]] = []
    told: set[str] = set()
    for place, content in enumerate(passage.contents):
        k = len(content) or 1
        across = sum([spread[word] for word in content]) - len(content)
        mass = sum([counts[word] for word in content]) / total
        new = content - told
        recurring = sum([spread[word] > 1 for word in content])
        rows.append(
            {
                "spread": across / size,
                "mean spread": across / size / k,
                "mass": mass,
                "mean mass": mass / k,
                "news mass": sum([counts[word] - 1 for word in new]) / total,
                "recurring": recurring,
                "share recurring": recurring / k,
                "new": len(new),
                "share new": len(new) / k,
                "lead": _shared_with_lead(passage.contents, place),
            }
        )
        told |= content
    return {name: [row[name] for row in rows] for name in rows[0]}


def _repetition(passage: Passage) -> dict[str, list[float]]:
    spread, size = passage.pair_spread, len(passage.texts)
    again = [sum([spread[pair] - 1 for pair in pairs]) for pairs in passage.pairs]
    repeated = [sum([spread[pair] > 1 for pair in pairs]) for pairs in passage.pairs]
    found = {
        "pair mass": [value / size for value in again],
        "repeated pairs": [
            value / (len(row) or 1) for value, row in zip(repeated, passage.stems, strict=True)
        ],
    }
    contents: set[str] = set().union(*passage.contents)
    common = sorted(contents, key=lambda word: (-passage.counts[word], word))
    for size in _TOP_WORDS:
        top = frozenset(common[:size])
        found[f"top {size}"] = [float(len(content & top)) for content in passage.contents]
    return found


def _shared_with_lead(contents: Sequence[frozenset[str]], place: int) -> float:
    lead = [content for at, content in enumerate(contents[:_LEAD]) if at != place]
    return float(sum([len(contents[place] & content) for content in lead]))


def _surface(passage: Passage) -> dict[str, list[float]]:
    texts, stems, contents = passage.texts, passage.stems, passage.contents
    lengths = [len(row) or 1 for row in stems]
    return {
        "digits": [float(len(DIGIT.findall(text))) for text in texts],
        "quote marks": [float(len(QUOTE_MARK.findall(text))) for text in texts],
        "opens with quote": [float(text[:1] in '"“«„「') for text in texts],
        "commas": [float(len(COMMA.findall(text))) for text in texts],
        "word length": [len(text) / n for text, n in zip(texts, lengths, strict=True)],
        "content words": [float(len(content)) for content in contents],
        "content share": [len(own) / n for own, n in zip(contents, lengths, strict=True)],
    }


def _headline(passage: Passage) -> dict[str, list[float]]:
    headline = passage.subject
    if not headline:
        absent = [_ABSENT] * len(passage.texts)
        return dict.fromkeys(("headline words", "headline told", "share in headline"), absent)
    shared = [len(content & headline) for content in passage.contents]
    return {
        "headline words": [float(n) for n in shared],
        "headline told": [n / len(headline) for n in shared],
        "share in headline": [
            n / (len(content) or 1) for n, content in zip(shared, passage.contents, strict=True)
        ],
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
