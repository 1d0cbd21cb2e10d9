"""The further pages of an article, fetched as the rule for its site says."""

from __future__ import annotations

from collections.abc import Callable

from newsdigest.model import Article, Document, Partial
from newsdigest.valueclasses import replace, valueclass

# The most pages of one article: a calendar's "next" never ends.
MAX_PAGES = 20


@valueclass
class UnfinishedArticle:
    """The first page of an article, and the address of the next one."""

    article: Article
    next_url: str
    origin: str


Open = Callable[[Document], "Article | UnfinishedArticle | None"]
Fetch = Callable[[str, str], Document | None]


def complete(begun: UnfinishedArticle, fetch: Fetch, open_page: Open) -> Article:
    """The article with the text of its further pages; marked as truncated if one is missing.

    `fetch` takes a URL and the origin of the page that links to it. No page is read twice.
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
    """The article with the new blocks of another page."""
    known = set(article.blocks)
    fresh = tuple(block for block in more.blocks if block not in known)
    return replace(article, blocks=article.blocks + fresh, removed=article.removed + more.removed)
