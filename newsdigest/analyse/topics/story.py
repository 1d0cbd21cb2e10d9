"""The topics of a story, from those of the articles that tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsdigest.analyse.topics.classify import classify, likely
from newsdigest.analyse.topics.custom import CustomTopic, in_place
from newsdigest.analyse.topics.iptc import PLACES
from newsdigest.model import Article, Block, BlockKind, Topic

# The lead counts twice: it is the article that the digest shows.
_LEAD_VOTES = 2
# Of a report that is read together with others, its headline and the first blocks of its text.
_BLOCKS_READ = 2
# Reports that are read together; those that follow repeat them.
_REPORTS_READ = 8


def story_topics(articles: Sequence[Article], own: Sequence[CustomTopic] = ()) -> tuple[Topic, ...]:
    """The likely topics of a story, the lead article first, judged by what `classify` gave each.

    A topic's score is the mean over the articles; one that an article does not name counts as 0
    there, so that what a single report is about does not become the story's topic. Where that
    leaves none, the reports are read as one text, and then those without a topic do not count. The
    user's `own` topics stand before or after IPTC's, as with articles.
    """
    means = _means(articles)
    found = _found_in(means) or _of_undecided(articles)
    return in_place(found + likely([topic for topic in means if topic.id not in PLACES]), own)


def _found_in(means: Sequence[Topic]) -> tuple[Topic, ...]:
    return likely([topic for topic in means if topic.id in PLACES])


def _of_undecided(articles: Sequence[Article]) -> tuple[Topic, ...]:
    """The topics of short reports that agree only when they are read together."""
    if len(articles) < 2:
        return ()
    return classify(_as_one(articles)) or _found_in(
        _means([article for article in articles if article.topics])
    )


def _as_one(articles: Sequence[Article]) -> Article:
    """The lead with the headlines and the beginnings of the others of its language below it."""
    lead, *others = articles
    alike = [each for each in others if each.language == lead.language][: _REPORTS_READ - 1]
    blocks = list(lead.blocks[:_BLOCKS_READ])
    for article in alike:
        blocks += [Block(BlockKind.PARAGRAPH, article.title)] if article.title else []
        blocks += article.blocks[:_BLOCKS_READ]
    keywords = dict.fromkeys(word for article in (lead, *alike) for word in article.keywords)
    return replace(lead, blocks=tuple(blocks), keywords=tuple(keywords))


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
