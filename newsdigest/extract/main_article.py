"""Marks the article of a document that is its main one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from newsdigest.model import Article
from newsdigest.press.words import words_of
from newsdigest.valueclasses import replace


def mark_main(articles: Sequence[Article], *, url: str | None, title: str | None) -> list[Article]:
    """The articles, at most one of several marked as main: the one with this address or headline.

    A document with one article has no other. If several share the address or the headline, neither
    counts.
    """
    if len(articles) == 1:
        return [replace(articles[0], is_main=True)]
    wanted = words_of(title or "")
    by_address = _only(articles, lambda each: each.url is not None and each.url == url)
    by_title = _only(articles, lambda each: bool(wanted) and words_of(each.title or "") == wanted)
    main = by_address or by_title
    return [replace(each, is_main=each is main) for each in articles]


def _only(articles: Sequence[Article], holds: Callable[[Article], bool]) -> Article | None:
    """The only article for which `holds` is true; None for none and for several."""
    found = [each for each in articles if holds(each)]
    return found[0] if len(found) == 1 else None
