"""Stories over the days: an article keeps the story that it was given on its own day.

A cluster of a window joins the story that most of its earlier articles have, of several the one
whose first article is the earliest. Without earlier articles it is a new story, whose id follows
from the ids of its articles. Sets of copies go on alike; a new one is called after its first
article. So the stories of a day follow from its window and from the stories of the two days before,
whatever the order in which the windows were grouped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter

from newsdigest.analyse import story_id_of
from newsdigest.corpus.windows import GroupedArticle
from newsdigest.valueclasses import valueclass

_LATEST = datetime.max.replace(tzinfo=UTC)


@valueclass
class ArticleStory:
    """The story of an article, and the set of copies that it belongs to."""

    id: str
    story: str
    # The id of the first article with its text: its own if there is no earlier one.
    copy: str
    language: str | None


def stories_of_day(
    day: str, window: Iterable[GroupedArticle], earlier: Mapping[str, ArticleStory]
) -> list[ArticleStory]:
    """The articles of a day with their stories, by id.

    `window` is the grouped window of the day; `earlier` has the stories of articles of the other
    days of the window, by their ids.
    """
    rows = sorted(window, key=_age)
    own = [row for row in rows if row.day == day]
    stories = _continued(rows, own, attrgetter("cluster"), _stories(earlier), story_id_of)
    copies = _continued(rows, own, attrgetter("copies"), _copies(earlier), _first)
    made = (ArticleStory(row.id, stories[row.id], copies[row.id], row.language) for row in own)
    return sorted(made, key=attrgetter("id"))


def _stories(earlier: Mapping[str, ArticleStory]) -> dict[str, str]:
    return {id: each.story for id, each in earlier.items()}


def _copies(earlier: Mapping[str, ArticleStory]) -> dict[str, str]:
    return {id: each.copy for id, each in earlier.items()}


def _first(ids: Sequence[str]) -> str:
    return ids[0]


def _continued(
    rows: Sequence[GroupedArticle],
    own: Sequence[GroupedArticle],
    group_of: Callable[[GroupedArticle], str],
    earlier: Mapping[str, str],
    new_name: Callable[[Sequence[str]], str],
) -> dict[str, str]:
    """For each article of the day the name of its group: an earlier one, or a new one.

    `rows` and `own` are sorted by age; `new_name` makes a name of the ids of a new group.
    """
    # Of each group the earlier names, the one of its first article first.
    known: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.id in earlier:
            known[group_of(row)][earlier[row.id]].add(row.id)
    new: dict[str, list[str]] = defaultdict(list)
    for row in own:
        new[group_of(row)].append(row.id)
    names = {
        group: max(held, key=lambda name: len(held[name]))
        if (held := known.get(group))
        else new_name(ids)
        for group, ids in new.items()
    }
    return {row.id: earlier.get(row.id) or names[group_of(row)] for row in own}


def _age(row: GroupedArticle) -> tuple[str, datetime, str]:
    """A sort key, the earliest first; within a day articles without a date come last."""
    return row.day, row.dated or _LATEST, row.id
