"""Candidate neighbours: articles with heavy words in common, published at about the same time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from newsdigest.analyse.stories.publication_time import DAY, LONGEST_GAP, PublicationSpan

# What tells articles apart, and sorts them: their numbers.
Key = TypeVar("Key", bound=Any)
# Integers, whose sums do not depend on the order of addition as those of floats do.
Vector = Mapping[str, int]

# Candidates share at least one of so many of an article's heaviest words ...
HEAVIEST = 20
# ... found in posting lists of at most so many articles per word, those in which it weighs most ...
MAX_POSTINGS = 32
# ... and so many with the largest shared weight are compared in full.
NEIGHBOURS = 24
# The length of a vector.
UNIT = 1 << 15
# Pairs whose heaviest words alone give a smaller cosine are not compared in full.
MIN_SHARED_WEIGHT = UNIT * UNIT // 200
# The same for articles with dates: pairs of one story in real feeds always have more.
MIN_SHARED_WEIGHT_DATED = UNIT * UNIT // 40
# Hours per time bucket: articles within the longest gap of a span, a day long at most, start in the
# same bucket or in an adjacent one.
TIME_BUCKET = LONGEST_GAP + DAY

# The bucket of articles without a date.
NO_BUCKET = None
# The articles with a word, heaviest first: negative weight, index.
Postings = list[tuple[int, int]]


class _Integers(dict[int, int]):
    """Each integer as one object."""

    def __missing__(self, number: int) -> int:
        self[number] = number
        return number


# The integers of vectors: one object for each of their weights would take half their memory.
INTEGERS = _Integers()


def candidate_neighbours(
    vectors: Sequence[Vector], spans: Sequence[PublicationSpan | None]
) -> list[list[int]]:
    """For each article up to NEIGHBOURS others that share most weight of its heaviest words.

    Articles dated more than LONGEST_GAP apart are not candidates. An article without a date is a
    candidate for all.
    """
    search = _NeighbourSearch(vectors, spans)
    return [search.best(one) for one in range(len(vectors))]


class _NeighbourSearch:
    def __init__(self, vectors: Sequence[Vector], spans: Sequence[PublicationSpan | None]) -> None:
        self.vectors = vectors
        self.spans = spans
        self.min_shared_weight = min_shared_weight(is_dated=any(span is not None for span in spans))
        self.buckets = [time_bucket(span) for span in spans]
        self.heaviest = [heaviest_words(vector) for vector in vectors]
        self.postings = self._postings()

    def _postings(self) -> Mapping[int | None, Mapping[str, Postings]]:
        """By time bucket and word, the articles that have it among their heaviest words."""
        found: dict[int | None, dict[str, Postings]] = defaultdict(lambda: defaultdict(list))
        for one, (words, bucket) in enumerate(zip(self.heaviest, self.buckets, strict=True)):
            vector, lists = self.vectors[one], found[bucket]
            for word in words:
                lists[word].append((-vector[word], one))
        for lists in found.values():
            for holders in lists.values():
                holders.sort()
                del holders[MAX_POSTINGS:]
        return found

    def best(self, one: int) -> list[int]:
        shared = self._shared_weights(one)
        return nearest(shared, self.spans[one], self.spans.__getitem__, self.min_shared_weight)

    def _shared_weights(self, one: int) -> Mapping[int, int]:
        """The negative shared weight with each other article found in a posting list."""
        vector = self.vectors[one]
        shared: dict[int, int] = defaultdict(int)
        for lists in self._posting_lists(self.buckets[one]):
            for word in self.heaviest[one]:
                if word in lists:
                    weight = vector[word]
                    for holding, other in lists[word]:
                        shared[other] += weight * holding
        shared.pop(one, None)
        return shared

    def _posting_lists(self, bucket: int | None) -> Iterator[Mapping[str, Postings]]:
        return (self.postings[key] for key in buckets_near(bucket) if key in self.postings)


def nearest(
    shared: Mapping[Key, int],
    span: PublicationSpan | None,
    span_of: Callable[[Key], PublicationSpan | None],
    least: int,
) -> list[Key]:
    """Up to NEIGHBOURS articles, those with the largest shared weights first.

    `shared` are negative weights, `span` that of the article whose neighbours these are, and
    `least` the smallest weight.
    """
    best = sorted((weight, other) for other, weight in shared.items() if weight <= -least)
    chosen: list[Key] = []
    for _, other in best:
        if _in_reach(span, span_of(other)):
            chosen.append(other)
            if len(chosen) == NEIGHBOURS:
                break
    return chosen


def min_shared_weight(*, is_dated: bool) -> int:
    """The least shared weight of neighbours in a pile with dates, or without."""
    return MIN_SHARED_WEIGHT_DATED if is_dated else MIN_SHARED_WEIGHT


def time_bucket(span: PublicationSpan | None) -> int | None:
    return NO_BUCKET if span is None else int(span.start // TIME_BUCKET)


def buckets_near(bucket: int | None) -> list[int | None]:
    """The buckets with the candidates for an article of a bucket.

    Without a date they are those without a date: the others find it.
    """
    return [NO_BUCKET] if bucket is NO_BUCKET else [NO_BUCKET, bucket - 1, bucket, bucket + 1]


def _in_reach(one: PublicationSpan | None, other: PublicationSpan | None) -> bool:
    return one is None or other is None or one.gap(other) <= LONGEST_GAP


def heaviest_words(vector: Vector) -> list[str]:
    """The words of the largest weights, without phrases."""
    words = sorted((-weight, word) for word, weight in vector.items() if " " not in word)
    return [word for _, word in words[:HEAVIEST]]


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of length UNIT."""
    return sum([one[term] * other[term] for term in one.keys() & other.keys()]) / (UNIT * UNIT)
