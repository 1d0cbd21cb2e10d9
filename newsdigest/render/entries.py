"""A digest or articles as the entries of a feed, for every format of feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from newsdigest.language import printable
from newsdigest.model import Article, Digest, Topic
from newsdigest.render import wording
from newsdigest.render.compose import compose
from newsdigest.render.fragments import article_body, story_body
from newsdigest.render.grouping import in_order
from newsdigest.render.links import web_link
from newsdigest.render.options import RenderOptions
from newsdigest.render.reading import reading
from newsdigest.render.scripts import language_tag


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; its texts are printable, its HTML is escaped and well-formed."""

    # A URN that is the same for the same story or article.
    id: str
    title: str
    url: str | None
    published: datetime | None
    updated: datetime | None
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
    updated: datetime
    entries: tuple[Entry, ...]


# The beginning of all time for a feed that has no date.
_NO_TIME = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def urn(*names: str) -> str:
    """`urn:uuid:…`, the same for the same names."""
    return uuid5(NAMESPACE_URL, "\n".join(("newsdigest", *map(printable, names)))).urn


def feed_of_digest(digest: Digest, options: RenderOptions) -> Feed:
    """An entry a story, in the order of the digest."""
    page = compose(digest, options)
    numbers: Counter[str] = Counter()
    entries = []
    for story, shown in zip(in_order(digest.stories, options.by), page.stories, strict=True):
        lead = story.lead
        numbers[story.id] += 1
        entry = Entry(
            id=urn("story", story.id, str(numbers[story.id])),
            title=shown.headline,
            url=shown.url,
            published=lead.published,
            updated=story.published,
            authors=tuple(filter(None, map(printable, story.sources))),
            topics=story.topics[:1],
            summary=" ".join(sentence.text for sentence in shown.summary),
            # A feed is read at another time than it was made, so without the age.
            html=story_body(shown, (*shown.circumstances, *filter(None, [shown.note])), options),
            language=shown.language,
        )
        entries.append(entry)
    return Feed(urn("digest"), page.title, page.language, digest.generated, tuple(entries))


def feed_of_articles(articles: Sequence[Article], options: RenderOptions) -> Feed:
    """An entry an article, with its whole text."""
    page = reading(articles, options)
    numbers: Counter[str] = Counter()
    entries = []
    for article, shown in zip(articles, page.articles, strict=True):
        numbers[article.id] += 1
        entry = Entry(
            id=urn("article", article.id, str(numbers[article.id])),
            title=wording.headline(article, options.words),
            url=web_link(article.url),
            published=article.published,
            updated=article.modified or article.published,
            authors=tuple(filter(None, map(printable, article.authors))),
            topics=article.topics,
            summary=shown.standfirst or "",
            html=article_body(shown, options),
            language=language_tag(article.language),
        )
        entries.append(entry)
    times = (entry.updated for entry in entries if entry.updated)
    updated = max(times, default=_NO_TIME)
    return Feed(urn("articles"), page.title, page.language, updated, tuple(entries))
