"""Which of the articles of a document is its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from newsdigest.model import Article
from newsdigest.press.words import words_of


def mark_main(articles: Sequence[Article], *, url: str | None, title: str | None) -> list[Article]:
    """The articles, of several at most one as the main one: that of this address or headline.

    A document of one article is that article's. Where several share the address or the headline,
    neither says anything.
    """
    if len(articles) == 1:
        return [replace(articles[0], is_main=True)]
    wanted = words_of(title or "")
    by_address = _only(articles, lambda each: each.url is not None and each.url == url)
    by_title = _only(articles, lambda each: bool(wanted) and words_of(each.title or "") == wanted)
    main = by_address or by_title
    return [replace(each, is_main=each is main) for each in articles]


def _only(articles: Sequence[Article], holds: Callable[[Article], bool]) -> Article | None:
    """The one article of which something holds; None for none and for several."""
    found = [each for each in articles if holds(each)]
    return found[0] if len(found) == 1 else None
