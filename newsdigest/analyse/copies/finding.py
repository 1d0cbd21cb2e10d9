"""All pairs of copies in a pile, without comparing each text with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from newsdigest.analyse.copies.judgement import is_copy
from newsdigest.analyse.copies.prints import BITS, Print, Runs, Vocabulary, take_print
from newsdigest.model import Article

# Runs of a text that stand in the index, roughly: longer texts are sampled.
INDEXED = 64
# Texts a run leads to at most. Of many copies each still meets this many, and so all are joined.
POSTINGS = 16
# Share of a text's indexed runs that must be met before the texts are compared in full: half of
# the containment that a copy needs.
MET = 0.17
# Texts whose runs are kept at hand; the others are made again when they are met.
RUNS_KEPT = 256
# Equal texts up to this many are told pair by pair; of more, each with the first alone, since
# 5,000 equal texts are 12 million pairs.
ALL_PAIRS = 32


def find_copies(articles: Sequence[Article]) -> list[tuple[int, int]]:
    """Pairs of places (i < j) of articles that tell the same text, sorted.

    Pairs, not groups: a text that republishes two others makes them no copies of each other.
    Of more than 32 equal texts, or 16 nearly equal ones, not each pair is told, but enough of
    them to join them all. Which texts are joined does not depend on the order of the articles.
    """
    vocabulary = Vocabulary()
    equal: dict[bytes, list[int]] = defaultdict(list)
    prints: dict[bytes, Print] = {}
    for place, article in enumerate(articles):
        taken = take_print(article, vocabulary)
        if taken.size:
            equal[taken.digest].append(place)
            prints.setdefault(taken.digest, taken)
    pairs = [pair for places in equal.values() for pair in _equal_pairs(places)]
    for shorter, longer in _alike(list(prints.values())):
        pairs += _cross_pairs(equal[shorter.digest], equal[longer.digest])
    return sorted(pairs)


def _equal_pairs(places: list[int]) -> Iterator[tuple[int, int]]:
    if len(places) <= ALL_PAIRS:
        return combinations(places, 2)
    return ((places[0], place) for place in places[1:])


def _cross_pairs(some: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
    if len(some) * len(others) > ALL_PAIRS**2:
        some, others = some[:1], others[:1]
    return ((min(i, j), max(i, j)) for i in some for j in others)


def _alike(prints: list[Print]) -> Iterator[tuple[Print, Print]]:
    """Pairs of prints that are copies, the shorter first.

    Texts are taken from the shortest to the longest. Each looks up all its runs among the samples
    of the shorter ones, so a copy is found from however small a part of the longer text it is.
    """
    prints.sort(key=lambda taken: (taken.size, taken.digest))
    runs_at = lru_cache(maxsize=RUNS_KEPT)(lambda place: Runs(prints[place]))
    index: dict[int, list[int]] = {}
    indexed: list[int] = []
    for place, taken in enumerate(prints):
        runs = runs_at(place)
        met = Counter(other for run in runs.all & index.keys() for other in index[run])
        for other, times in sorted(met.items()):
            if times >= MET * indexed[other] and is_copy(runs_at(other), runs):
                yield prints[other], taken
        indexed.append(_add_sample(runs.all, place, index))


def _add_sample(runs: frozenset[int], place: int, index: dict[int, list[int]]) -> int:
    """Index about INDEXED of the runs; answers how many.

    They are chosen by their own value, so that equal runs are chosen alike.
    """
    mask = 0
    while len(runs) > (mask + 1) * INDEXED:
        mask = mask << 1 | 1
    sample = [run for run in runs if not run >> BITS & mask]
    for run in sample:
        postings = index.get(run)
        if postings is None:
            index[run] = [place]
        elif len(postings) < POSTINGS:
            postings.append(place)
    return len(sample)
