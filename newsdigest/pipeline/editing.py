"""Articles → stories → digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsdigest import analyse
from newsdigest.model import Article, Copy, Counts, Digest, Story
from newsdigest.pipeline.naming import under_one_name
from newsdigest.pipeline.reading import Reading
from newsdigest.pipeline.run import Run


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """What is told of what was read."""

    since: datetime | None = None
    sentences: int = 2
    words: int | None = None
    limit: int | None = None
    # The user's own. Articles come with theirs; these say which of them come first in a story.
    topics: tuple[analyse.CustomTopic, ...] = ()
    # What the user calls feeds, by the origin of their articles.
    names: Mapping[str, str] = field(default_factory=dict)


def make_digest(reading: Reading, options: DigestOptions, run: Run) -> Digest:
    """The stories of what was read, in reading order."""
    recent = [article for article in reading.articles if _is_in_window(article, options.since)]
    articles = under_one_name(recent, options.names)
    run.count_removals(articles)
    with run.stage("group"):
        copies = analyse.find_copies(articles)
        groups = analyse.group_stories(articles, copies)
        stories = [
            _story(articles, group, copies, options.topics, as_of=run.as_of) for group in groups
        ]
    with run.stage("order"):
        stories = analyse.reading_order(stories, as_of=run.as_of)
        if options.limit is not None:
            stories = analyse.spread(stories, options.limit)
    with run.stage("summarise"):
        stories = [_edited(story, options) for story in stories]
    return Digest(
        generated=run.as_of,
        since=options.since,
        until=run.as_of,
        stories=tuple(stories),
        failures=reading.failures,
        counts=Counts(
            sources=reading.sources,
            documents=reading.documents,
            articles=len(articles),
            stories=len(stories),
            failures=len(reading.failures),
        ),
    )


def _is_in_window(article: Article, since: datetime | None) -> bool:
    """An article that bears no date is told rather than lost."""
    dated = article.published or article.modified
    return since is None or dated is None or dated >= since


def _story(
    articles: list[Article],
    group: list[int],
    copies: list[tuple[int, int]],
    topics: Sequence[analyse.CustomTopic],
    *,
    as_of: datetime,
) -> Story:
    """The story of the articles at the indices of `group`, the lead first."""
    originals = analyse.originals(articles, group, copies)
    independent = [articles[i] for i in group if i not in originals]
    reports = analyse.lead_first(independent, as_of=as_of)
    return Story(
        id=analyse.story_id([articles[i] for i in group]),
        articles=tuple(reports),
        copies=tuple(Copy(articles[i], of=articles[of].id) for i, of in sorted(originals.items())),
        topics=analyse.story_topics(reports, topics),
    )


def _edited(story: Story, options: DigestOptions) -> Story:
    return replace(
        story,
        summary=analyse.summarise_story(
            story.articles, sentences=options.sentences, words=options.words
        ),
        contradictions=analyse.find_contradictions(story.articles),
    )
