"""One name for each publication of a digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from newsdigest.model import Article
from newsdigest.press import canonical_name, consistent_names, host_of
from newsdigest.valueclasses import replace


def under_one_name(
    articles: Sequence[Article],
    own: Mapping[str, str],
    counts: Mapping[tuple[str, str], int] | None = None,
) -> list[Article]:
    """The articles with one spelling for each publication.

    `own` holds the user's names for feeds, by the origin of their articles; they are not changed.
    Stored articles whose name is no publication's get the known name for their host. `counts` are
    the `name_counts` of a pile that the articles are a part of.
    """
    named = [with_own_name(each, own) for each in articles]
    places = [None if each.origin in own else _place(each) for each in named]
    spelt = consistent_names(_counted(places) if counts is None else counts)
    return [
        replace(each, source=spelt[place]) if place is not None else each
        for each, place in zip(named, places, strict=True)
    ]


def name_counts(articles: Iterable[Article]) -> Counter[tuple[str, str]]:
    """How many articles have each name of a publication and host."""
    return _counted(map(_place, articles))


def _counted(places: Iterable[tuple[str, str] | None]) -> Counter[tuple[str, str]]:
    return Counter(place for place in places if place is not None)


def with_own_name(article: Article, own: Mapping[str, str]) -> Article:
    """The article with the user's name for its feed, if there is one."""
    name = own.get(article.origin)
    return article if name is None else replace(article, source=name)


def _place(article: Article) -> tuple[str, str] | None:
    """The name of an article's publication and its host."""
    if article.source is None:
        return None
    host = host_of(article.url)
    return canonical_name(article.source, host), host
