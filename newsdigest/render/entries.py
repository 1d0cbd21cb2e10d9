"""A digest or articles as the entries of a feed, for every format of feeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from newsdigest.model import Topic
from newsdigest.render.fragments import article_body, story_body
from newsdigest.render.options import RenderOptions
from newsdigest.render.reading import ReadingView
from newsdigest.render.view import DigestView


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; its texts are printable, its HTML is escaped and well-formed."""

    # A URN that is the same for the same story or article.
    id: str
    title: str
    url: str | None
    # In ISO 8601 and UTC.
    published: str | None
    updated: str | None
    # Publications, or authors of an article.
    authors: tuple[str, ...]
    topics: tuple[Topic, ...]
    summary: str
    html: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of entries."""

    id: str
    title: str
    language: str
    updated: str
    entries: tuple[Entry, ...]


# The beginning of all time for a feed that has no date.
_NO_TIME = "1970-01-01T00:00:00+00:00"


def urn(*names: str) -> str:
    """`urn:uuid:…`, the same for the same names."""
    return uuid5(NAMESPACE_URL, "\n".join(("newsdigest", *names))).urn


def feed_of_digest(view: DigestView, options: RenderOptions) -> Feed:
    """An entry a story, in the order of the digest."""
    numbers: Counter[str] = Counter()
    entries = []
    for story in view.stories:
        numbers[story.id] += 1
        entry = Entry(
            id=urn("story", story.id, str(numbers[story.id])),
            title=story.headline,
            url=story.url,
            published=story.published,
            updated=story.updated,
            authors=story.publications,
            topics=story.topics[:1],
            summary=" ".join(sentence.text for sentence in story.summary),
            # A feed is read at another time than it was made, so without the age.
            html=story_body(story, (*story.circumstances, *filter(None, [story.note])), options),
            language=story.language,
        )
        entries.append(entry)
    return Feed(urn("digest"), view.title, view.language, view.generated, tuple(entries))


def feed_of_articles(reading: ReadingView, options: RenderOptions) -> Feed:
    """An entry an article, with its whole text."""
    numbers: Counter[str] = Counter()
    entries = []
    for article in reading.articles:
        numbers[article.id] += 1
        entry = Entry(
            id=urn("article", article.id, str(numbers[article.id])),
            title=article.headline,
            url=article.url,
            published=article.published,
            updated=article.updated,
            authors=article.authors,
            topics=article.topics,
            summary=article.standfirst or "",
            html=article_body(article, options),
            language=article.language,
        )
        entries.append(entry)
    updated = reading.updated or _NO_TIME
    return Feed(urn("articles"), reading.title, reading.language, updated, tuple(entries))
