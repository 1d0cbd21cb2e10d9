"""One name for each publication of a digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsdigest.model import Article
from newsdigest.press import canonical_name, consistent_names, host_of


def under_one_name(articles: Sequence[Article], own: Mapping[str, str]) -> list[Article]:
    """The articles with their publications spelt alike, so that each counts and stands once.

    `own` are the names that the user gave to feeds, by the origin of their articles: they stand.
    What was kept under a name that is no publication's gets the known one of its host.
    """
    named = [with_own_name(each, own) for each in articles]
    places = [None if each.origin in own else _place(each) for each in named]
    spelt = consistent_names([place for place in places if place is not None])
    return [
        replace(each, source=spelt[place]) if place is not None else each
        for each, place in zip(named, places, strict=True)
    ]


def with_own_name(article: Article, own: Mapping[str, str]) -> Article:
    """The article under the user's name for its feed, where there is one."""
    name = own.get(article.origin)
    return article if name is None else replace(article, source=name)


def _place(article: Article) -> tuple[str, str] | None:
    """The name of an article's publication and the host where it is found."""
    if article.source is None:
        return None
    host = host_of(article.url)
    return canonical_name(article.source, host), host
