"""All pairs of copies in a pile, without comparing each text with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from newsdigest.analyse.components import components
from newsdigest.analyse.copies.judgement import is_copy
from newsdigest.analyse.copies.prints import Print, Vocabulary, take_print
from newsdigest.analyse.copies.text import Text
from newsdigest.analyse.leads import originals_first
from newsdigest.analyse.publications import publications_of
from newsdigest.model import Article

# Runs of a text that stand in the index, roughly: longer texts are sampled.
INDEXED = 64
# Texts a run leads to at most. Of many copies each still meets this many, and so all are joined.
POSTINGS = 16
# Share of a text's indexed runs that must be met before the texts are compared in full: half of
# the containment that a copy needs.
MET = 0.17
# Texts whose runs are kept at hand; the others are made again when they are met.
TEXTS_KEPT = 512
# Equal texts up to this many are told pair by pair; of more, each with the first alone, since
# 5,000 equal texts are 12 million pairs.
ALL_PAIRS = 32
# Of more than POSTINGS copies, so many of the likeliest originals are compared with all others.
HUBS = 8

# Places of prints or of articles, the smaller first.
PlacePair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Printing:
    """A text under a headline, and the articles that hold both."""

    taken: Print
    # The one that `originals_first` would take for the original.
    head: Article
    publications: frozenset[str]


def find_copies(articles: Sequence[Article]) -> list[tuple[int, int]]:
    """Pairs of places (i < j) of articles that tell the same text, sorted.

    Pairs, not groups: a text that republishes two others makes them no copies of each other.
    Of more than 32 articles of one text and headline, or 16 nearly equal ones, not each pair is
    told, but those with the articles that `originals_first` would take for the originals are. The
    order of the articles makes no difference.
    """
    vocabulary = Vocabulary()
    equal: dict[bytes, list[int]] = defaultdict(list)
    prints: dict[bytes, Print] = {}
    for place, article in enumerate(articles):
        taken = take_print(article, vocabulary)
        if taken.size:
            equal[taken.digest].append(place)
            prints.setdefault(taken.digest, taken)
    for digest, places in equal.items():
        equal[digest] = _lead_order(articles, places)
    found = sorted(prints.values(), key=lambda taken: (taken.size, taken.digest))
    printings = [_printing(taken, [articles[i] for i in equal[taken.digest]]) for taken in found]
    pairs = {pair for places in equal.values() for pair in _equal_pairs(places)}
    for one, other in _alike(printings, vocabulary):
        pairs.update(_cross_pairs(equal[found[one].digest], equal[found[other].digest]))
    return sorted(pairs)


def _printing(taken: Print, articles: Sequence[Article]) -> _Printing:
    publications = frozenset(name for each in articles for name in publications_of(each))
    return _Printing(taken, articles[0], publications)


def _lead_order(articles: Sequence[Article], places: list[int]) -> list[int]:
    if len(places) == 1:
        return places
    order = {id(article): rank for rank, article in enumerate(_leads(articles, places))}
    return sorted(places, key=lambda place: order[id(articles[place])])


def _leads(articles: Sequence[Article], places: Iterable[int]) -> list[Article]:
    return originals_first([articles[place] for place in places])


def _equal_pairs(places: list[int]) -> Iterator[PlacePair]:
    if len(places) <= ALL_PAIRS:
        return combinations(sorted(places), 2)
    return _cross_pairs(places[:1], places[1:])


def _cross_pairs(some: list[int], others: list[int]) -> Iterator[PlacePair]:
    if min(len(some), len(others)) > 1 and len(some) * len(others) > ALL_PAIRS**2:
        some, others = some[:1], others[:1]
    return ((min(i, j), max(i, j)) for i in some for j in others)


def _alike(printings: Sequence[_Printing], vocabulary: Vocabulary) -> set[PlacePair]:
    """Pairs of places of printings that are copies, which come from the shortest to the longest."""

    @lru_cache(maxsize=TEXTS_KEPT)
    def text_at(place: int) -> Text:
        printing = printings[place]
        return Text(printing.taken, printing.head, printing.publications, vocabulary)

    pairs: set[PlacePair] = set()
    index: dict[int, list[int]] = {}
    indexed: list[int] = []
    for place in range(len(printings)):
        text = text_at(place)
        # All runs are looked up among the samples of the shorter texts, so a copy is found from
        # however small a part of the longer text it is.
        met = Counter(other for run in text.all & index.keys() for other in index[run])
        for other, times in sorted(met.items()):
            if times >= MET * indexed[other] and is_copy(text_at(other), text):
                pairs.add((other, place))
        indexed.append(_add_sample(text.all, place, index))
    for crowd in components(len(printings), pairs):
        if len(crowd) > POSTINGS:
            rest = _lead_order([printing.head for printing in printings], crowd)
            pairs.update(_hub_pairs(rest, text_at))
    return pairs


def _add_sample(runs: frozenset[int], place: int, index: dict[int, list[int]]) -> int:
    """Index about INDEXED of the runs; answers how many.

    They are chosen by their own value, so that equal runs are chosen alike.
    """
    mask = 0
    while len(runs) > (mask + 1) * INDEXED:
        mask = mask << 1 | 1
    sample = [run for run in runs if not run & mask]
    for run in sample:
        postings = index.get(run)
        if postings is None:
            index[run] = [place]
        elif len(postings) < POSTINGS:
            postings.append(place)
    return len(sample)


def _hub_pairs(rest: list[int], text_at: Callable[[int], Text]) -> Iterator[PlacePair]:
    """Pairs of many copies with those of them that would be taken for originals, the first ones."""
    for _ in range(HUBS):
        if len(rest) < 2:
            return
        hub, *others = rest
        rest = []
        for other in others:
            shorter, longer = min(hub, other), max(hub, other)
            if is_copy(text_at(shorter), text_at(longer)):
                yield shorter, longer
            else:
                rest.append(other)
