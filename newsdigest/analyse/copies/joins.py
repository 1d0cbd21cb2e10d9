"""The steps of `find_copies` for piles that no process holds: what meets what by which key.

The keys are the digests of fingerprints, shingles, and pairs of texts. Which texts a step gets, and
in which order, does not matter as long as it gets all that have its key. The sets of copies are
those of `find_copies`; pairs within a set that it adds to find the originals of large sets are
not among these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter
from typing import NamedTuple

from newsdigest.analyse.copies.compared_text import ComparedText
from newsdigest.analyse.copies.decision import is_copy
from newsdigest.analyse.copies.fingerprints import WordHashes, fingerprint_of, shingles_of
from newsdigest.analyse.copies.near_duplicates import MAX_POSTINGS, meets, sample_of
from newsdigest.analyse.leads import originals_first
from newsdigest.analyse.publications import publication_keys
from newsdigest.model import Article

__all__ = [
    "ShinglePosting",
    "TextPair",
    "UniqueText",
    "WordHashes",
    "are_copies",
    "meets",
    "pairs_that_meet",
    "shingle_postings",
    "text_key",
    "unique_text",
]

# Of a text its number of words and its digest: short texts come before long ones.
Rank = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class UniqueText:
    """One text under one headline, and the articles that have both."""

    # The first by `originals_first`.
    original: Article
    publications: frozenset[str]
    ids: frozenset[str]


# A named tuple, since there are hundreds for each text, and dataclasses take longer to pickle.
class ShinglePosting(NamedTuple):
    """A shingle of a text."""

    rank: Rank
    # The number of shingles in the text's sample if this is one of them, else 0.
    sample_size: int


class TextPair(NamedTuple):
    """Two texts by their digests, and the sample size of the shorter one."""

    shorter: bytes
    longer: bytes
    sample_size: int


def text_key(article: Article, hashes: WordHashes) -> bytes | None:
    """The digest that equal texts share; None for an article without words."""
    fingerprint = fingerprint_of(article, hashes)
    return fingerprint.digest if fingerprint.word_count else None


def unique_text(articles: Sequence[Article]) -> UniqueText:
    """The text of articles with one digest."""
    first = originals_first(articles, range(len(articles)))[0]
    return UniqueText(
        articles[first],
        frozenset(name for each in articles for name in publication_keys(each)),
        frozenset(each.id for each in articles),
    )


def shingle_postings(text: UniqueText, hashes: WordHashes) -> Iterator[tuple[int, ShinglePosting]]:
    """The shingles of a text with their postings."""
    fingerprint = fingerprint_of(text.original, hashes)
    shingles = frozenset(shingles_of(fingerprint.numbers))
    sample = frozenset(sample_of(shingles))
    rank = (fingerprint.word_count, fingerprint.digest)
    for shingle in shingles:
        yield shingle, ShinglePosting(rank, len(sample) if shingle in sample else 0)


def pairs_that_meet(holding: Iterable[ShinglePosting]) -> Iterator[TextPair]:
    """The pairs of texts that meet at a shingle, from all of its postings.

    Only the first of many are met, as in the index of one process.
    """
    every = [(each.rank, each.sample_size) for each in holding]
    sampled = nsmallest(MAX_POSTINGS, (each for each in every if each[1]))
    for rank, _ in sorted(every, key=itemgetter(0)):
        for shorter, sample_size in sampled:
            if shorter >= rank:
                break
            yield TextPair(shorter[1], rank[1], sample_size)


def are_copies(shorter: UniqueText, longer: UniqueText, hashes: WordHashes) -> bool:
    """Whether two texts that meet are one report."""
    return is_copy(_compared(shorter, hashes), _compared(longer, hashes))


def _compared(text: UniqueText, hashes: WordHashes) -> ComparedText:
    fingerprint = fingerprint_of(text.original, hashes)
    return ComparedText(fingerprint, text.original, text.publications, hashes)
