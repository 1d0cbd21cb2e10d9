"""The topics of a story, by the votes of its articles."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.analyse.topics.classifier import classify, likely_topics
from newsdigest.analyse.topics.custom import CustomTopic, in_display_order
from newsdigest.analyse.topics.iptc import TOPIC_INDEX
from newsdigest.model import Article, Block, BlockKind, Topic
from newsdigest.valueclasses import replace

# The lead counts twice: it is the article that the digest shows.
_LEAD_VOTES = 2
# Blocks read of each report when several are classified as one text.
_BLOCKS_READ = 2
# Reports classified as one text; further ones repeat them.
_REPORTS_READ = 8


def story_topics(articles: Sequence[Article], own: Sequence[CustomTopic] = ()) -> tuple[Topic, ...]:
    """The likely topics of a story, from the topics of its articles, the lead given first.

    A topic's score is the mean over the articles, 0 for those without it, so the topic of a single
    report does not become the story's. If none is left, the reports are classified as one text,
    then by the mean over the articles that have topics. Custom topics (`own`) come before or after
    IPTC's, as with articles.
    """
    means = _mean_scores(articles)
    found = _iptc_topics_of(means) or _topics_of_joined_reports(articles)
    return in_display_order(
        found + likely_topics([topic for topic in means if topic.id not in TOPIC_INDEX]), own
    )


def _iptc_topics_of(means: Sequence[Topic]) -> tuple[Topic, ...]:
    return likely_topics([topic for topic in means if topic.id in TOPIC_INDEX])


def _topics_of_joined_reports(articles: Sequence[Article]) -> tuple[Topic, ...]:
    """The topics of short reports that are clear only when read together."""
    if len(articles) < 2:
        return ()
    return classify(_joined_reports(articles)) or _iptc_topics_of(
        _mean_scores([article for article in articles if article.topics])
    )


def _joined_reports(articles: Sequence[Article]) -> Article:
    """The lead followed by headlines and first blocks of the other articles in its language."""
    lead, *others = articles
    alike = [each for each in others if each.language == lead.language][: _REPORTS_READ - 1]
    blocks = list(lead.blocks[:_BLOCKS_READ])
    for article in alike:
        blocks += [Block(BlockKind.PARAGRAPH, article.title)] if article.title else []
        blocks += article.blocks[:_BLOCKS_READ]
    keywords = dict.fromkeys(word for article in (lead, *alike) for word in article.keywords)
    return replace(lead, blocks=tuple(blocks), keywords=tuple(keywords))


def _mean_scores(articles: Sequence[Article]) -> list[Topic]:
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
