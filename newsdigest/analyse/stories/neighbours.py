"""Whom to compare an article with: those that share its heaviest words, at about its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from newsdigest.analyse.stories.spans import DAY, LONGEST_GAP, Span

# Whole numbers: their sums do not depend on the order of addition, as those of floats do.
Vector = Mapping[str, int]

# Near neighbours of an article are looked for among those with which it shares one of so many
# of its heaviest words ...
HEAVIEST = 20
# ... through lists of no more than so many articles a word, those in which it weighs most ...
POSTINGS = 32
# ... and so many with the largest sums of shared weight are compared in full.
NEIGHBOURS = 24
# The length of a vector.
UNIT = 1 << 15
# Articles whose heaviest words alone come to less of a cosine are not compared in full.
LEAST_MET = UNIT * UNIT // 200
# The same where articles have dates: a pair of one story of real feeds has always more.
LEAST_MET_DATED = UNIT * UNIT // 40
# Lists of articles hold those of so many hours: whoever is within the longest gap of a span, a
# day long at most, starts in the same stretch of time or in one beside it.
STRETCH = LONGEST_GAP + DAY

# The stretch of articles without a date.
UNDATED = None
# A word's holders, those in which it weighs most first: negative weight, number.
Holders = list[tuple[int, int]]


def candidates(vectors: Sequence[Vector], spans: Sequence[Span | None]) -> list[list[int]]:
    """For each article NEIGHBOURS others that share most of the weight of its heaviest words.

    Articles with dates that are more than LONGEST_GAP apart are no candidates. An article
    without a date is a candidate for all.
    """
    search = _Search(vectors, spans)
    return [search.best(one) for one in range(len(vectors))]


class _Search:
    def __init__(self, vectors: Sequence[Vector], spans: Sequence[Span | None]) -> None:
        self.vectors = vectors
        self.spans = spans
        dated = any(span is not None for span in spans)
        self.least_met = LEAST_MET_DATED if dated else LEAST_MET
        self.stretches = [_stretch(span) for span in spans]
        self.heaviest = [_heaviest(vector) for vector in vectors]
        self.postings = self._postings()

    def _postings(self) -> Mapping[int | None, Mapping[str, Holders]]:
        """By stretch of time and word, the articles that hold it among their heaviest."""
        found: dict[int | None, dict[str, Holders]] = defaultdict(lambda: defaultdict(list))
        for one, (words, stretch) in enumerate(zip(self.heaviest, self.stretches, strict=True)):
            vector, lists = self.vectors[one], found[stretch]
            for word in words:
                lists[word].append((-vector[word], one))
        for lists in found.values():
            for holders in lists.values():
                holders.sort()
                del holders[POSTINGS:]
        return found

    def best(self, one: int) -> list[int]:
        met = self._met(one)
        if not met:
            return []
        # Weights are negative.
        least = -self.least_met
        best = sorted((weight, other) for other, weight in met.items() if weight <= least)
        span = self.spans[one]
        chosen: list[int] = []
        for _, other in best:
            if _in_reach(span, self.spans[other]):
                chosen.append(other)
                if len(chosen) == NEIGHBOURS:
                    break
        return chosen

    def _met(self, one: int) -> Mapping[int, int]:
        """The shared weight, negative, with each other article that is met in a list."""
        vector = self.vectors[one]
        met: dict[int, int] = defaultdict(int)
        for lists in self._lists(self.stretches[one]):
            for word in self.heaviest[one]:
                if word in lists:
                    weight = vector[word]
                    for holding, other in lists[word]:
                        met[other] += weight * holding
        met.pop(one, None)
        return met

    def _lists(self, stretch: int | None) -> Iterator[Mapping[str, Holders]]:
        near = () if stretch is UNDATED else (stretch - 1, stretch, stretch + 1)
        return (self.postings[key] for key in (UNDATED, *near) if key in self.postings)


def _stretch(span: Span | None) -> int | None:
    return UNDATED if span is None else int(span.start // STRETCH)


def _in_reach(one: Span | None, other: Span | None) -> bool:
    return one is None or other is None or one.gap(other) <= LONGEST_GAP


def _heaviest(vector: Vector) -> list[str]:
    words = sorted((-weight, word) for word, weight in vector.items() if " " not in word)
    return [word for _, word in words[:HEAVIEST]]


def dot(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of length UNIT."""
    return sum([one[term] * other[term] for term in one.keys() & other.keys()]) / (UNIT * UNIT)
