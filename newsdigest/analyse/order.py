"""The order in which stories are read, and which of them are kept where not all can be.

A story weighs

    SOURCES · log2(1 + independent sources)
    + PROMINENCE · prominence
    + FRESHNESS · ½^(age / HALF_LIFE)
    - the handicap of its lead's kind

- Independent sources are the voices behind its articles: the agency where one is named, else the
  publication. Copies add none. Each doubling counts the same: from one source to three as much as
  from three to seven.
- Prominence is how high its articles stand in the feeds and pages that hold several: 1 at the
  top, ½ at place HALF_PLACE. A document of its own is at its top.
- Age is that of its newest report. A report without a date, or with one further ahead than
  AHEAD, is taken to be UNDATED old: a wrong date must not keep a story on top.
- Reports and live pages come first: what explains, comments or shows an event has a small HANDICAP,
  what reports none (quizzes, offers, round-ups) a large one.

The weights are an editor's, not learnt: a second source is worth as much as being new rather
than a day and a half old, and a place on top of a feed breaks near ties.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from newsdigest.model import Article, ArticleKind, Story

SOURCES = 1.0
PROMINENCE = 0.4
FRESHNESS = 1.0
HALF_PLACE = 8
HALF_LIFE = timedelta(hours=24)
AHEAD = timedelta(hours=24)
UNDATED = timedelta(hours=24)
# What a day makes of a report's freshness, and what two days and a half make of it.
_BESIDE_THE_NEWS, _NO_NEWS = 0.5, 0.8
HANDICAP = {
    ArticleKind.EXPLAINER: _BESIDE_THE_NEWS,
    ArticleKind.OPINION: _BESIDE_THE_NEWS,
    ArticleKind.INTERVIEW: _BESIDE_THE_NEWS,
    ArticleKind.REVIEW: _BESIDE_THE_NEWS,
    ArticleKind.QUESTION: _BESIDE_THE_NEWS,
    ArticleKind.GALLERY: _BESIDE_THE_NEWS,
    ArticleKind.VIDEO: _BESIDE_THE_NEWS,
    ArticleKind.ROUNDUP: _NO_NEWS,
    ArticleKind.PODCAST: _NO_NEWS,
    ArticleKind.QUIZ: _NO_NEWS,
    ArticleKind.RECIPE: _NO_NEWS,
    ArticleKind.DEAL: _NO_NEWS,
    ArticleKind.PAGE: _NO_NEWS,
}
# Of the stories that a limit keeps, the share that one topic may take while others have some.
TOPIC_SHARE = 0.4


def reading_order(stories: Sequence[Story], *, as_of: datetime) -> list[Story]:
    """The heaviest story first; of equal ones the newer, then the more republished, then by id.

    The stories of one document must come in the order in which they stand in it.
    """
    places = _places(stories)

    def key(story: Story) -> tuple[float, timedelta, int, str]:
        weighs = weight(story, places, as_of=as_of)
        return -round(weighs, 9), _age(story, as_of), -len(story.copies), story.id

    return sorted(stories, key=key)


def weight(story: Story, places: Mapping[str, int], *, as_of: datetime) -> float:
    """By the formula above; `places` are those of articles in their documents, by id, from 0."""
    freshness = math.exp2(-(_age(story, as_of) / HALF_LIFE))
    return (
        SOURCES * math.log2(1 + len(independent_sources(story)))
        + PROMINENCE * _prominence(story, places)
        + FRESHNESS * freshness
        - HANDICAP.get(story.lead.kind, 0.0)
    )


def independent_sources(story: Story) -> frozenset[str]:
    """The voices behind the story: agencies, publications, or documents where neither is known."""
    return frozenset(
        (article.agency or article.source or article.origin).casefold()
        for article in story.articles
    )


def spread(stories: Sequence[Story], limit: int) -> list[Story]:
    """At most `limit` of the stories, which come in reading order and stay in it.

    The best are kept, but one topic takes no more than TOPIC_SHARE of the places while stories of
    other topics are left. Stories without a topic are not held back.
    """
    most = max(1, math.ceil(limit * TOPIC_SHARE))
    taken: Counter[str] = Counter()
    within: list[int] = []
    beyond: list[int] = []
    for place, story in enumerate(stories):
        if story.topic is None or taken[story.topic.id] < most:
            within.append(place)
            if story.topic:
                taken[story.topic.id] += 1
        else:
            beyond.append(place)
    kept = (within + beyond)[: max(0, limit)]
    return [stories[place] for place in sorted(kept)]


def _places(stories: Sequence[Story]) -> dict[str, int]:
    """The place of each article among the stories' articles of its document."""
    seen: Counter[str] = Counter()
    places = {}
    for story in stories:
        for article in story.articles:
            places[article.id] = seen[article.origin]
        seen.update({article.origin for article in story.articles})
    return places


def _prominence(story: Story, places: Mapping[str, int]) -> float:
    """The mean over the articles."""
    return sum(_height(article, places) for article in story.articles) / len(story.articles)


def _height(article: Article, places: Mapping[str, int]) -> float:
    return 1 / (1 + places.get(article.id, 0) / HALF_PLACE)


def _age(story: Story, as_of: datetime) -> timedelta:
    dated = [
        article.published
        for article in story.articles
        if article.published and article.published <= as_of + AHEAD
    ]
    return max(timedelta(0), as_of - max(dated)) if dated else UNDATED
