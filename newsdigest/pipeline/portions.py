"""What is in archives and tables in portions, so that those of any size take the same memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from newsdigest.hashing import blake2b
from newsdigest.model import Article, Document
from newsdigest.pipeline.entry_articles import with_own_id
from newsdigest.pipeline.parted_sources import Opened, TableArticles

# Records of archives and rows of tables in the first portion, so that the first articles come
# early, and in those after it, which grow to the second figure. With their lines, which are learnt,
# 2,048 articles took 280 MB; with 256, a run over 1 GB takes 270 MB with its children.
_FIRST: Final = 16
_MOST: Final = 256


def portions(found: Iterator[Opened]) -> Iterator[Iterator[Opened]]:
    """The documents in portions, each to be read to its end before the next is asked for.

    Documents that come from no archive do not count: without archives and tables there is one.
    """
    size = _FIRST
    for first in found:
        yield _until(chain([first], found), size)
        size = min(2 * size, _MOST)


def _until(found: Iterator[Opened], size: int) -> Iterator[Opened]:
    """The documents and tables up to the one that makes so many."""
    for each in found:
        yield each
        size -= _number(each)
        if size <= 0:
            return


def _number(opened: Opened) -> int:
    if isinstance(opened, TableArticles):
        return len(opened.articles)
    return int(isinstance(opened, Document) and opened.record is not None)


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
