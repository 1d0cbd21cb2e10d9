"""The topics of a story, from those of the articles that tell it."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.analyse.topics.classify import likely
from newsdigest.analyse.topics.custom import CustomTopic, in_place
from newsdigest.analyse.topics.iptc import PLACES
from newsdigest.model import Article, Topic

# The lead counts twice: it is the article that the digest shows.
_LEAD_VOTES = 2


def story_topics(articles: Sequence[Article], own: Sequence[CustomTopic] = ()) -> tuple[Topic, ...]:
    """The likely topics of a story, the lead article first, judged by what `classify` gave each.

    A topic's score is the mean over the articles; one that an article does not name counts as 0
    there, so that what a single report is about does not become the story's topic. The user's
    `own` topics stand before or after IPTC's, as with articles.
    """
    means = _means(articles)
    found = likely([topic for topic in means if topic.id in PLACES]) + likely(
        [topic for topic in means if topic.id not in PLACES]
    )
    return in_place(found, own)


def _means(articles: Sequence[Article]) -> list[Topic]:
    names: dict[str, str] = {}
    votes: dict[str, float] = {}
    total = 0
    for article in articles:
        weight = 1 if total else _LEAD_VOTES
        total += weight
        for topic in article.topics:
            names[topic.id] = topic.name
            votes[topic.id] = votes.get(topic.id, 0.0) + weight * topic.score
    return [Topic(id_, name, round(votes[id_] / total, 3)) for id_, name in names.items()]
