"""The format jsonfeed: JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from typing import Final, cast

from newsdigest.contract import values
from newsdigest.render.feed_view import FeedEntryView, FeedView, articles_feed, digest_feed
from newsdigest.render.json_values import encode
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.view import DigestView

_VERSION: Final = "https://jsonfeed.org/version/1.1"
_INDENT = 2


def digest(view: DigestView, options: RenderOptions) -> str:
    """A feed with one item per story."""
    # An extension in the form that the format provides: it marks the feed as a digest.
    return _write(digest_feed(view, options), {"_newsdigest": {"schema": values.SCHEMA}})


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A feed with one item per article."""
    return _write(articles_feed(reader, options), {})


def _write(feed: FeedView, mark: values.JsonFeedMark) -> str:
    fields: values.JsonFeed = {
        "version": _VERSION,
        "title": feed.title,
        "language": feed.language,
        **mark,
        "items": [_item(entry) for entry in feed.entries],
    }
    return encode(fields, indent=_INDENT) + "\n"


def _contributors(entry: FeedEntryView) -> values.JsonFeedContributors | None:
    """The other publications of a story, for which the format has no key."""
    names = [values.JsonFeedAuthor(name=name) for name in entry.contributors]
    return {"contributors": names} if names else None


def _item(entry: FeedEntryView) -> values.JsonFeedItem:
    """The item without unknown values: the format has no null."""
    fields = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "_newsdigest": _contributors(entry),
        "tags": [topic.name for topic in entry.topics if topic.name],
        "language": entry.language,
    }
    known = {key: value for key, value in fields.items() if value or key == "content_html"}
    return cast(values.JsonFeedItem, known)
