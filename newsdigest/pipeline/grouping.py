"""Articles → pairs of copies and groups by event: what a digest and a data set are grouped by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsdigest import analyse
from newsdigest.guard import Step, guarded
from newsdigest.model import Article
from newsdigest.pipeline.publication_naming import under_one_name
from newsdigest.pipeline.selection import is_news
from newsdigest.valueclasses import valueclass


@valueclass
class Grouping:
    """Articles by index: pairs of copies, the smaller first, and the articles of each story."""

    copies: list[tuple[int, int]]
    stories: list[list[int]]


def news_of_all(articles: Sequence[Article]) -> list[Article]:
    """The articles without pages of the sites themselves.

    If there are only such pages, somebody asked for one.
    """
    return [article for article in articles if is_news(article)] or list(articles)


def named(articles: list[Article], own: Mapping[str, str]) -> list[Article]:
    """The articles, with one name for each publication; `own` as in `under_one_name`."""
    pile = f"{len(articles)} articles"
    return guarded(Step.NAME, pile, lambda: under_one_name(articles, own), articles)


def grouping_of(articles: list[Article]) -> Grouping:
    """The copies and stories among named articles; if grouping fails, each stands alone."""
    alone = [[index] for index in range(len(articles))]
    if len(articles) < 2:
        return Grouping([], alone)
    pile = f"{len(articles)} articles"
    none: list[tuple[int, int]] = []
    compared = guarded(Step.COPIES, pile, lambda: analyse.without_boilerplate(articles), articles)
    copies = guarded(Step.COPIES, pile, lambda: analyse.find_copies(compared), none)
    groups = guarded(Step.STORIES, pile, lambda: analyse.group_stories(compared, copies), alone)
    return Grouping(copies, groups)
