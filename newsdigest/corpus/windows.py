"""Windows of three days: their articles, and how these are grouped.

The window of a day is the day and the two before it. Its articles are grouped as a digest of these
three days groups them: the same copies, the same stories. Of articles with one id one is grouped
for all of them; which one does not depend on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from newsdigest.analyse import connected_components
from newsdigest.model import Article
from newsdigest.pipeline import grouping_of, named, news_of_all
from newsdigest.valueclasses import valueclass

# Days of a window: 72 hours, as long as an event is news.
WINDOW = 3


@valueclass
class FiledArticle:
    """An article, and the day that the data set has it under."""

    day: str
    article: Article


@valueclass
class ChosenArticle:
    """An article that is grouped for all with its id, and the days that these are filed under."""

    article: Article
    days: frozenset[str]


@valueclass
class GroupedArticle:
    """An article in a window: the story and the set of copies that it belongs to there."""

    id: str
    day: str
    # When it was published or else changed, if that is known.
    dated: datetime | None
    language: str | None
    # The smallest ids of the articles about its event, and of those with its text.
    cluster: str
    copies: str


def days_before(day: str) -> list[str]:
    """The other days of the window of a day, the earliest first; none for an unknown day.

    >>> days_before("2026-03-01")
    ['2026-02-27', '2026-02-28']
    """
    try:
        last = date.fromisoformat(day).toordinal()
    except ValueError:
        return []
    first = max(last - WINDOW + 1, date.min.toordinal())
    return [date.fromordinal(each).isoformat() for each in range(first, last)]


def grouped_window(filed: Iterable[FiledArticle]) -> list[GroupedArticle]:
    """The articles of a window with their groups, by day and id, each once a day."""
    chosen = chosen_articles(filed)
    copies, clusters = _groups([each.article for each in chosen])
    return sorted(
        (row for each in chosen for row in grouped_rows(each, copies, clusters)), key=row_order
    )


def chosen_articles(filed: Iterable[FiledArticle]) -> list[ChosenArticle]:
    """The articles to group by their ids, one for each."""
    days: dict[str, set[str]] = {}
    chosen: dict[str, Article] = {}
    for each in filed:
        id = each.article.id
        days.setdefault(id, set()).add(each.day)
        if id not in chosen or _preference(each.article) < _preference(chosen[id]):
            chosen[id] = each.article
    return [ChosenArticle(chosen[id], frozenset(days[id])) for id in sorted(chosen)]


def grouped_rows(
    chosen: ChosenArticle, copies: Mapping[str, str], clusters: Mapping[str, str]
) -> Iterator[GroupedArticle]:
    """An article with its groups, once for each of its days.

    `copies` has the smallest ids of sets of copies by the ids of their articles, and `clusters`
    those of stories by the former; what is not in them stands alone.
    """
    article = chosen.article
    copy = copies.get(article.id, article.id)
    for day in chosen.days:
        yield GroupedArticle(
            id=article.id,
            day=day,
            dated=article.published or article.modified,
            language=article.language,
            cluster=clusters.get(copy, copy),
            copies=copy,
        )


def row_order(row: GroupedArticle) -> tuple[str, str]:
    """The order of the rows of a window."""
    return row.day, row.id


def _preference(article: Article) -> tuple[Any, ...]:
    """A sort key: full texts first, then long ones; the rest makes the choice definite."""
    return article.partial is not None, -len(article.text), repr(article)


def _groups(articles: list[Article]) -> tuple[dict[str, str], dict[str, str]]:
    """The copies and the clusters among articles, as `grouped_rows` takes them.

    Pages of the sites themselves have none, unless there is nothing else.
    """
    news = named(news_of_all(articles), {})
    grouping = grouping_of(news)
    ids = [article.id for article in news]
    sets = connected_components(len(news), grouping.copies)
    return dict(_smallest(ids, sets)), dict(_smallest(ids, grouping.stories))


def _smallest(ids: list[str], groups: Iterable[list[int]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        members = [ids[index] for index in group]
        smallest = min(members)
        for each in members:
            yield each, smallest
