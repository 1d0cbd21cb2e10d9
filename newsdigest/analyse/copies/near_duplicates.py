"""All pairs of near-duplicates, found by an index of shingles instead of comparing every pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from newsdigest.analyse.connected import connected_components
from newsdigest.analyse.copies.compared_text import ComparedText
from newsdigest.analyse.copies.decision import is_copy
from newsdigest.analyse.copies.fingerprints import Fingerprint, WordHashes, fingerprint_of
from newsdigest.analyse.leads import originals_first
from newsdigest.analyse.publications import publication_keys
from newsdigest.model import Article
from newsdigest.valueclasses import valueclass

# Shingles indexed per text, roughly; longer texts are sampled.
INDEXED_SHINGLES = 64
# Texts listed per shingle. Each of many copies still meets this many, which joins them all.
MAX_POSTINGS = 16
# Share of a text's indexed shingles that another must hit before the two are compared in full: half
# the containment of a copy.
MIN_SHARE_MET = 0.17
# Texts kept with their shingles; others are rebuilt when they are hit, one for every six texts of
# real feeds. 512 would take 80 MB more, and no less time.
_CACHED_TEXTS = 64
# Up to this many equal texts every pair is reported; beyond that each text is paired with the first
# only: 5,000 equal texts have 12 million pairs.
MAX_ALL_PAIRS = 32
# In clusters of more than MAX_POSTINGS copies, so many of the likeliest originals are compared with
# all others.
HUBS = 8

# Indices of texts or of articles, the smaller first.
IndexPair = tuple[int, int]


@valueclass
class _UniqueText:
    """One text under one headline, and the articles that have both."""

    fingerprint: Fingerprint
    # The first by `originals_first`.
    original: Article
    publications: frozenset[str]


def find_copies(articles: Sequence[Article]) -> list[tuple[int, int]]:
    """Sorted index pairs (i < j) of articles that publish the same text.

    Pairs, not groups: two texts that a third republishes are not copies of each other. Of more than
    32 articles with one text and headline, or 16 near-duplicates, only the pairs with the likely
    originals (`originals_first`) are reported. The order of the articles does not matter.
    """
    hashes = WordHashes()
    equal: dict[bytes, list[int]] = defaultdict(list)
    fingerprints: dict[bytes, Fingerprint] = {}
    for index, article in enumerate(articles):
        fingerprint = fingerprint_of(article, hashes)
        if fingerprint.word_count:
            equal[fingerprint.digest].append(index)
            fingerprints.setdefault(fingerprint.digest, fingerprint)
    for digest, indices in equal.items():
        equal[digest] = originals_first(articles, indices)
    found = sorted(
        fingerprints.values(), key=lambda fingerprint: (fingerprint.word_count, fingerprint.digest)
    )
    unique_texts = [
        _unique_text(fingerprint, [articles[i] for i in equal[fingerprint.digest]])
        for fingerprint in found
    ]
    pairs = {pair for indices in equal.values() for pair in _equal_pairs(indices)}
    for one, other in _near_duplicates(unique_texts, hashes):
        pairs.update(_cross_pairs(equal[found[one].digest], equal[found[other].digest]))
    return sorted(pairs)


def _unique_text(fingerprint: Fingerprint, articles: Sequence[Article]) -> _UniqueText:
    publications = frozenset(name for each in articles for name in publication_keys(each))
    return _UniqueText(fingerprint, articles[0], publications)


def _equal_pairs(indices: list[int]) -> Iterator[IndexPair]:
    if len(indices) <= MAX_ALL_PAIRS:
        return combinations(sorted(indices), 2)
    return _cross_pairs(indices[:1], indices[1:])


def _cross_pairs(some: list[int], others: list[int]) -> Iterator[IndexPair]:
    if min(len(some), len(others)) > 1 and len(some) * len(others) > MAX_ALL_PAIRS**2:
        some, others = some[:1], others[:1]
    return ((min(i, j), max(i, j)) for i in some for j in others)


def _near_duplicates(unique_texts: Sequence[_UniqueText], hashes: WordHashes) -> set[IndexPair]:
    """Index pairs of the copies among these texts, which are sorted from short to long."""

    @lru_cache(maxsize=_CACHED_TEXTS)
    def text_at(index: int) -> ComparedText:
        unique = unique_texts[index]
        return ComparedText(unique.fingerprint, unique.original, unique.publications, hashes)

    pairs: set[IndexPair] = set()
    postings = _Postings()
    sample_sizes: list[int] = []
    for index in range(len(unique_texts)):
        text = text_at(index)
        # All shingles of the longer text are looked up in the samples of the shorter ones: a copy
        # is found however small a part of the longer text it is.
        hits = Counter(postings.holders(text.shingle_set))
        for other, times in sorted(hits.items()):
            if meets(times, sample_sizes[other]) and is_copy(text_at(other), text):
                pairs.add((other, index))
        sample = sample_of(text.shingle_set)
        sample_sizes.append(len(sample))
        postings.add(sample, index)
    for cluster in connected_components(len(unique_texts), pairs):
        if len(cluster) > MAX_POSTINGS:
            rest = originals_first([unique.original for unique in unique_texts], cluster)
            pairs.update(_hub_pairs(rest, text_at))
    return pairs


def meets(times: int, sample_size: int) -> bool:
    """Whether a text that has so many of a sample is compared in full."""
    return times >= MIN_SHARE_MET * sample_size


class _Postings:
    """The texts in whose samples a shingle is, up to MAX_POSTINGS."""

    def __init__(self) -> None:
        # Most shingles are of one text only: a list for each would take as much memory again.
        self._first: dict[int, int] = {}
        self._others: dict[int, list[int]] = {}

    def holders(self, shingles: frozenset[int]) -> Iterator[int]:
        """The texts that have one of the shingles, as often as they do."""
        for shingle in shingles & self._first.keys():
            yield self._first[shingle]
            yield from self._others.get(shingle, ())

    def add(self, sample: Iterable[int], index: int) -> None:
        for shingle in sample:
            if self._first.setdefault(shingle, index) != index:
                others = self._others.setdefault(shingle, [])
                if len(others) < MAX_POSTINGS - 1:
                    others.append(index)


def sample_of(shingles: frozenset[int]) -> list[int]:
    """About INDEXED_SHINGLES of the shingles of a text.

    The sample is taken by value, so equal shingles are sampled alike in every text.
    """
    mask = 0
    while len(shingles) > (mask + 1) * INDEXED_SHINGLES:
        mask = mask << 1 | 1
    return [shingle for shingle in shingles if not shingle & mask]


def _hub_pairs(rest: list[int], text_at: Callable[[int], ComparedText]) -> Iterator[IndexPair]:
    """The pairs of a large cluster with its likeliest originals, which come first in `rest`."""
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
