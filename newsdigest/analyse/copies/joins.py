"""The steps of `find_copies` for piles that no process holds: what meets what by which key.

The keys are the digests of fingerprints, shingles, and pairs of texts. Which texts a step gets, and
in which order, does not matter as long as it gets all that have its key. The sets of copies are
those of `find_copies`; pairs within a set that it adds to find the originals of large sets are
not among these.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    "copied",
    "meetings",
    "meets",
    "shingle_postings",
    "text_key",
    "unique_text",
]

# Texts kept with their shingles: they do not come in the order of their lengths here.
_CACHED_TEXTS = 512

# Of a text its number of words and its digest: short texts come before long ones.
Rank = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class UniqueText:
    """One text under one headline, and the articles that have both."""

    # The first by `originals_first`.
    original: Article
    publications: frozenset[str]
    ids: frozenset[str]


class ShinglePosting(NamedTuple):
    """A text that has a shingle."""

    rank: Rank
    # The number of shingles in the text's sample if this is one of them, else 0.
    sample_size: int


class TextPair(NamedTuple):
    """Two texts by their digests."""

    shorter: bytes
    longer: bytes


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
    # Two values for hundreds of shingles: pickle writes each once.
    sampled, other = ShinglePosting(rank, len(sample)), ShinglePosting(rank, 0)
    for shingle in shingles:
        yield shingle, sampled if shingle in sample else other


def meetings(holding: Iterable[ShinglePosting]) -> Iterator[tuple[ShinglePosting, list[bytes]]]:
    """The texts that meet longer ones at a shingle, with the digests of those, from all postings.

    Only the first of many are met, as in the index of one process.
    """
    every = sorted(holding)
    ranks = [each.rank for each in every]
    digests = [digest for _, digest in ranks]
    for shorter in [each for each in every if each.sample_size][:MAX_POSTINGS]:
        yield shorter, digests[bisect_right(ranks, shorter.rank) :]


def copied(
    texts: Mapping[bytes, UniqueText], pairs: Mapping[bytes, Iterable[bytes]]
) -> Iterator[TextPair]:
    """The copies among texts that meet; `pairs` are the shorter ones by the longer."""
    hashes = WordHashes()

    @lru_cache(maxsize=_CACHED_TEXTS)
    def compared(digest: bytes) -> ComparedText:
        return _compared(texts[digest], hashes)

    for longer, shorter_ones in pairs.items():
        text = _compared(texts[longer], hashes)
        for shorter in shorter_ones:
            if is_copy(compared(shorter), text):
                yield TextPair(shorter, longer)


def _compared(text: UniqueText, hashes: WordHashes) -> ComparedText:
    fingerprint = fingerprint_of(text.original, hashes)
    return ComparedText(fingerprint, text.original, text.publications, hashes)
