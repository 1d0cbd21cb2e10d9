"""The reading order of stories, and which of them a limit keeps.

The weight of a story is

    SOURCES · log2(1 + independent sources)
    + PROMINENCE · prominence
    + FRESHNESS · ½^(age / half-life)
    - the handicap of its lead's kind
    + what the user's interests add (newsdigest.analyse.interests)

- Independent sources are the agencies that its articles name, else their publications. Copies add
  none. Each doubling counts the same: from one source to three as much as from three to seven. A
  source counts as many times as the user weighs its feed, or the one that weighs most of several.
- Prominence is how high its articles stand in feeds and pages with several articles: 1 at the top,
  ½ at position HALF_PLACE. A document with one article has it at the top.
- Age is that of the newest report. A report without a date, or dated more than AHEAD in the future,
  counts as UNDATED old: a wrong date must not keep a story on top. The half-life is HALF_LIFE, or
  the period that the digest looks back on, if that is longer: a week's digest has the weight of the
  week, not of its last day.
- Reports and live pages come first: explainers, comments and galleries have a small HANDICAP, items
  that report no event (quizzes, offers, round-ups) a large one.

Of the first stories, the half that is heavier without interests stays among the first, as far as
HEAVY or more sources report it: interests bury no big news, and have the other half.

The weights are an editor's, not learnt: a second source is worth as much as being new instead of a
day and a half old, and the top of a feed breaks near ties.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from newsdigest.analyse.interests import Interests, bounded, reasons_for
from newsdigest.analyse.tastes import Tastes
from newsdigest.model import Article, ArticleKind, Story, Weight
from newsdigest.valueclasses import replace

SOURCES = 1.0
PROMINENCE = 0.4
FRESHNESS = 1.0
HALF_PLACE = 8
HALF_LIFE = timedelta(hours=24)
AHEAD = timedelta(hours=24)
UNDATED = timedelta(hours=24)
# The freshness that a report loses in one day, and in about two and a half days.
_COMMENTARY, _NO_NEWS = 0.5, 0.8
HANDICAP = {
    ArticleKind.EXPLAINER: _COMMENTARY,
    ArticleKind.OPINION: _COMMENTARY,
    ArticleKind.INTERVIEW: _COMMENTARY,
    ArticleKind.REVIEW: _COMMENTARY,
    ArticleKind.QUESTION: _COMMENTARY,
    ArticleKind.GALLERY: _COMMENTARY,
    ArticleKind.VIDEO: _COMMENTARY,
    ArticleKind.ROUNDUP: _NO_NEWS,
    ArticleKind.PODCAST: _NO_NEWS,
    ArticleKind.QUIZ: _NO_NEWS,
    ArticleKind.RECIPE: _NO_NEWS,
    ArticleKind.DEAL: _NO_NEWS,
    ArticleKind.PAGE: _NO_NEWS,
}
# The fewest sources of a story that interests never bury: so many had seven of the 264 stories of a
# day of 27 feeds.
HEAVY = 4
# The largest share of one topic among the stories that a limit keeps, while other topics are left.
TOPIC_SHARE = 0.4
_NONE: Mapping[str, float] = {}
_NO_INTERESTS = Interests()


def reading_order(
    stories: Sequence[Story],
    *,
    as_of: datetime,
    period: timedelta | None = None,
    feeds: Mapping[str, float] = _NONE,
    interests: Interests = _NO_INTERESTS,
    first: int = 5,
) -> list[Story]:
    """The stories with their weights: the heaviest first, then the newer, the more republished.

    Stories of one document must be given in document order. `period` is what the digest looks back
    on, `feeds` are weights of feeds other than 1, by the origin of their articles, `first` is the
    number of stories among which heavy ones stay, whatever the `interests`.
    """
    places = _places(stories)

    def key(weighed: tuple[Weight, Story]) -> tuple[float, timedelta, int, str]:
        weight, story = weighed
        return -round(weight.total, 9), _age(story, as_of), -len(story.copies), story.id

    half_life = max(HALF_LIFE, period or HALF_LIFE)
    weighed = [
        (story_weight(story, places, as_of=as_of, half_life=half_life, feeds=feeds), story)
        for story in stories
    ]
    weighed.sort(key=key)
    if not interests:
        return _weighed(weighed)
    heavy = {
        story.id
        for _, story in weighed[: (first + 1) // 2]
        if len(independent_sources(story)) >= HEAVY
    }
    tastes = Tastes(stories, interests.learnt)
    preferred = [_by_taste(*each, interests, tastes) for each in weighed]
    return _with_heavy(_weighed(sorted(preferred, key=key)), heavy, first)


def _weighed(weighed: Iterable[tuple[Weight, Story]]) -> list[Story]:
    return [replace(story, weight=weight) for weight, story in weighed]


def _by_taste(
    weight: Weight, story: Story, interests: Interests, tastes: Tastes
) -> tuple[Weight, Story]:
    reasons = reasons_for(story, interests, tastes)
    return replace(weight, interests=bounded(reasons), reasons=reasons), story


def _with_heavy(ordered: Sequence[Story], heavy: Collection[str], first: int) -> list[Story]:
    """The stories, the heavy ones among the first."""
    others = [story.id for story in ordered if story.id not in heavy]
    leading = {*heavy, *others[: max(0, first - len(heavy))]}
    return [
        *(story for story in ordered if story.id in leading),
        *(story for story in ordered if story.id not in leading),
    ]


def story_weight(
    story: Story,
    places: Mapping[str, int],
    *,
    as_of: datetime,
    half_life: timedelta = HALF_LIFE,
    feeds: Mapping[str, float] = _NONE,
) -> Weight:
    """By the formula above; `places` are positions in documents, from 0, by article id."""
    return Weight(
        sources=SOURCES * math.log2(1 + _number_of_sources(story, feeds)),
        prominence=PROMINENCE * _prominence(story, places),
        freshness=FRESHNESS * math.exp2(-(_age(story, as_of) / half_life)),
        kind=-HANDICAP.get(story.lead.kind, 0.0),
    )


def independent_sources(story: Story) -> frozenset[str]:
    """The agency of each article, else its publication, else its document."""
    return frozenset(map(independent_source, story.articles))


def independent_source(article: Article) -> str:
    """Its agency, else its publication, else its document."""
    return (article.agency or article.source or article.origin).casefold()


def _number_of_sources(story: Story, feeds: Mapping[str, float]) -> float:
    """The number of independent sources, each as often as its feed weighs."""
    weights: dict[str, float] = {}
    for article in story.articles:
        source = independent_source(article)
        weights[source] = max(weights.get(source, 0.0), feeds.get(article.origin, 1.0))
    return math.fsum(weights.values())


def diversify(stories: Sequence[Story], limit: int) -> list[Story]:
    """At most `limit` of the stories, given and returned in reading order.

    The best are kept, but one topic gets no more than TOPIC_SHARE of the places while stories of
    other topics are left. Stories without a topic are not restricted.
    """
    most = max(1, math.ceil(limit * TOPIC_SHARE))
    per_topic: Counter[str] = Counter()
    within: list[int] = []
    beyond: list[int] = []
    for index, story in enumerate(stories):
        if story.topic is None or per_topic[story.topic.id] < most:
            within.append(index)
            if story.topic:
                per_topic[story.topic.id] += 1
        else:
            beyond.append(index)
    kept = (within + beyond)[: max(0, limit)]
    return [stories[index] for index in sorted(kept)]


def _places(stories: Sequence[Story]) -> dict[str, int]:
    """The position of each article among those of its document, by id."""
    seen: Counter[str] = Counter()
    places = {}
    for story in stories:
        for article in story.articles:
            places[article.id] = seen[article.origin]
        seen.update({article.origin for article in story.articles})
    return places


def _prominence(story: Story, places: Mapping[str, int]) -> float:
    """The mean prominence of the articles."""
    return sum(_article_prominence(article, places) for article in story.articles) / len(
        story.articles
    )


def _article_prominence(article: Article, places: Mapping[str, int]) -> float:
    return 1 / (1 + places.get(article.id, 0) / HALF_PLACE)


def _age(story: Story, as_of: datetime) -> timedelta:
    dated = [
        article.published
        for article in story.articles
        if article.published and article.published <= as_of + AHEAD
    ]
    return max(timedelta(0), as_of - max(dated)) if dated else UNDATED
