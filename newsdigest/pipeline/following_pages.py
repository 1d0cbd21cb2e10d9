"""Articles that go on over several pages, as the rule for their site says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from newsdigest.model import Article, Document, Partial

# Pages of one article that are read; a calendar's "next" leads on for ever.
MAX_PAGES = 20


@dataclass(frozen=True, slots=True)
class UnfinishedArticle:
    """The first page of an article, and where the next one is."""

    article: Article
    next_url: str
    origin: str


Open = Callable[[Document], "Article | UnfinishedArticle | None"]
Fetch = Callable[[str, str], Document | None]


def complete(begun: UnfinishedArticle, fetch: Fetch, open_page: Open) -> Article:
    """The article with the text of its further pages; marked as cut off where one is missing.

    `fetch` takes a URL and the origin that it was found under. No page is read twice.
    """
    article, url = begun.article, begun.next_url
    seen = {article.url}
    for _ in range(MAX_PAGES - 1):
        seen.add(url)
        page = fetch(url, begun.origin)
        more = open_page(page) if page is not None else None
        if more is None:
            return replace(article, partial=Partial.TRUNCATED)
        if isinstance(more, Article):
            return _joined(article, more)
        article, url = _joined(article, more.article), more.next_url
        if url in seen:
            return article
    return replace(article, partial=Partial.TRUNCATED)


def _joined(article: Article, more: Article) -> Article:
    """The article with the blocks of another page that it does not have yet."""
    known = set(article.blocks)
    fresh = tuple(block for block in more.blocks if block not in known)
    return replace(article, blocks=article.blocks + fresh, removed=article.removed + more.removed)
