"""Article ids: short, stable from run to run, different for different articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newsdigest.hashing import blake2b
from newsdigest.model import Article
from newsdigest.valueclasses import replace

__all__ = ["assign_ids"]

# Eight bytes: among a million articles, two collide with a probability of one in 37 million.
_BYTES = 8


def assign_ids(articles: Sequence[Article]) -> list[Article]:
    """The articles of one document, each with its id: 16 hex digits.

    The canonical URL makes the id where it belongs to one article alone, so that a corrected text
    keeps it; articles that share a URL, or have none, are told apart by title and first text.
    """
    uses = Counter(article.url for article in articles)
    return [replace(each, id=_id(each, alone=uses[each.url] == 1)) for each in articles]


def _id(article: Article, *, alone: bool) -> str:
    if article.url and alone:
        return _digest(article.url)
    first = article.blocks[0].text if article.blocks else ""
    return _digest(article.url or "", article.title or "", first)


def _digest(*parts: str) -> str:
    content = "\x00".join(parts).encode("utf-8", "backslashreplace")
    return blake2b(content, digest_size=_BYTES).hexdigest()
