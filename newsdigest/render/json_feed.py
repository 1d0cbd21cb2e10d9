"""The format jsonfeed: JSON FeedView 1.1, https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from newsdigest.render.feed_view import FeedEntryView, FeedView, articles_feed, digest_feed
from newsdigest.render.json_values import SCHEMA, Fields, encode
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.view import DigestView

_VERSION = "https://jsonfeed.org/version/1.1"
_INDENT = 2


def digest(view: DigestView, options: RenderOptions) -> str:
    """A feed with an item a story."""
    # An extension of ours, as the format provides for them: it marks a digest as one.
    return _write(digest_feed(view, options), {"_newsdigest": {"schema": SCHEMA}})


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A feed with an item an article."""
    return _write(articles_feed(reader, options))


def _write(feed: FeedView, extension: Fields | None = None) -> str:
    fields: Fields = {
        "version": _VERSION,
        "title": feed.title,
        "language": feed.language,
        **(extension or {}),
        "items": [_item(entry) for entry in feed.entries],
    }
    return encode(fields, indent=_INDENT) + "\n"


def _item(entry: FeedEntryView) -> Fields:
    """What is unknown is left out, as the format wants it."""
    fields: Fields = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": [topic.name for topic in entry.topics if topic.name],
        "language": entry.language,
    }
    return {key: value for key, value in fields.items() if value or key == "content_html"}
