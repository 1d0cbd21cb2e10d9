"""The view of a digest or of articles as a feed, for Atom and JSON Feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_URL, uuid5

from newsdigest.model import Topic
from newsdigest.render.html_fragments import article_body, story_body
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.view import DigestView
from newsdigest.valueclasses import valueclass


@valueclass
class FeedEntryView:
    """One entry; its texts are printable, its HTML is well-formed XML."""

    # A URN, the same for the same story or article.
    id: str
    title: str
    url: str | None
    # In ISO 8601 and UTC.
    published: str | None
    updated: str | None
    # The publication of a story's lead, or the authors of an article.
    authors: tuple[str, ...]
    # The other publications of the story.
    contributors: tuple[str, ...]
    topics: tuple[Topic, ...]
    summary: str
    html: str
    # The ids of the entries of earlier feeds that it continues.
    earlier: tuple[str, ...]
    language: str | None


@valueclass
class FeedView:
    """A feed of entries."""

    id: str
    title: str
    language: str
    updated: str
    entries: tuple[FeedEntryView, ...]


# The date of a feed of undated articles.
_NO_TIME = "1970-01-01T00:00:00+00:00"


def urn(*names: str) -> str:
    """`urn:uuid:…`, the same for the same names."""
    return uuid5(NAMESPACE_URL, "\n".join(("newsdigest", *names))).urn


def digest_feed(view: DigestView, options: RenderOptions) -> FeedView:
    """A feed with one entry per story, in the order of the digest."""
    ids = _urns("story", [story.id for story in view.stories])
    entries = [
        FeedEntryView(
            id=id,
            title=story.headline,
            url=story.url,
            published=story.published,
            updated=story.updated,
            authors=story.publications[:1],
            contributors=story.publications[1:],
            topics=story.topics[:1],
            summary=story.summary_text,
            # Without the age: a feed is not read at the time it was made.
            html=story_body(story, (*story.circumstances, *filter(None, [story.note])), options),
            earlier=tuple(
                dict.fromkeys(
                    urn("story", each.story, "1") for each in story.course if each.story != story.id
                )
            ),
            language=story.language,
        )
        for id, story in zip(ids, view.stories, strict=True)
    ]
    return FeedView(urn("digest"), view.title, view.language, view.generated, tuple(entries))


def articles_feed(reader: ReaderView, options: RenderOptions) -> FeedView:
    """A feed with one entry per article, with its whole text."""
    ids = _urns("article", [article.id for article in reader.articles])
    entries = [
        FeedEntryView(
            id=id,
            title=article.headline,
            url=article.url,
            published=article.published,
            updated=article.updated,
            authors=article.authors,
            contributors=(),
            topics=article.topics,
            summary=article.standfirst or "",
            html=article_body(article, options),
            earlier=(),
            language=article.language,
        )
        for id, article in zip(ids, reader.articles, strict=True)
    ]
    updated = reader.updated or _NO_TIME
    return FeedView(urn("articles"), reader.title, reader.language, updated, tuple(entries))


def _urns(kind: str, ids: Sequence[str]) -> Iterator[str]:
    """A URN for each id; equal ids get different ones."""
    seen: Counter[str] = Counter()
    for id in ids:
        seen[id] += 1
        yield urn(kind, id, str(seen[id]))
