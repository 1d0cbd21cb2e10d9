"""The documents of archives in portions, so that an archive of any size takes the same memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Final

from newsdigest.model import Article, Document, Failure
from newsdigest.pipeline.entry_articles import with_own_id

# Records of archives in the first portion, so that the first articles come early, and in those
# after it, which grow to the second figure. With their lines, which are learnt, 2,048 articles took
# 280 MB; with 256, a run over 1 GB takes 270 MB with its children.
_FIRST: Final = 16
_MOST: Final = 256

Found = Document | Failure


def portions(found: Iterator[Found]) -> Iterator[Iterator[Found]]:
    """The documents in portions, each to be read to its end before the next is asked for.

    Documents that come from no archive do not count: without an archive there is one portion.
    """
    size = _FIRST
    for first in found:
        yield _until(chain([first], found), size)
        size = min(2 * size, _MOST)


def _until(found: Iterator[Found], size: int) -> Iterator[Found]:
    """The documents up to the one that makes so many of archives."""
    for each in found:
        yield each
        if isinstance(each, Document) and each.record is not None:
            size -= 1
            if not size:
                return


class EarlierArticles:
    """What earlier portions gave: an article is given again only if its text differs."""

    def __init__(self) -> None:
        self._given: dict[str, bytes] = {}

    def new(self, articles: Sequence[Article]) -> list[Article]:
        """The articles that were not given before; one whose id was gets an id of its own."""
        fresh: list[Article] = []
        for article in articles:
            content = _digest(article)
            if self._given.get(article.id, content) != content:
                article = with_own_id(article)
            elif article.id in self._given:
                continue
            if article.id not in self._given:
                self._given[article.id] = content
                fresh.append(article)
        return fresh


def _digest(article: Article) -> bytes:
    text = f"{article.title}\n{article.text}"
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).digest()
