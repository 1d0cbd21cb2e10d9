"""JSON Feed 1.0 and 1.1 (jsonfeed.org); values of the wrong type count as missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from newsdigest.errors import SourceError
from newsdigest.press.bylines import MAX_AUTHORS
from newsdigest.sources.feeds.feed_limits import MAX_CATEGORIES, MAX_ITEMS
from newsdigest.sources.feeds.raw_feed import RawEntry, RawFeed, RawMedia, RawText
from newsdigest.sources.feeds.strict_xml import TOO_MANY

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1")

Json = dict[str, Any]


def read_json(text: str, url: str | None) -> RawFeed:
    """The feed; SourceError for other JSON, broken JSON and JSON that is nested too deeply."""
    try:
        value = json.loads(text, strict=False)  # line breaks within strings are common
    except ValueError as error:
        raise SourceError("not-a-feed", f"not a feed: broken JSON ({_where(error)})") from error
    except RecursionError as error:
        raise SourceError("too-complex", "not a feed: JSON nested too deeply") from error
    if not isinstance(value, dict) or not _VERSION.match(_string(value, "version") or ""):
        raise SourceError("not-a-feed", "this is JSON, but not a JSON Feed")
    return _to_feed(value, url)


def _where(error: ValueError) -> str:
    return f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "a number"


def _to_feed(value: Json, url: str | None) -> RawFeed:
    title = _string(value, "title")
    items = value.get("items")
    items = items if isinstance(items, list) else []
    feed = RawFeed(
        kind="json",
        title=RawText(title, is_html=False) if title else None,
        link=_string(value, "home_page_url"),
        base=url,
        about=[about] if (about := _string(value, "description")) else [],
        language=_string(value, "language"),
        authors=_authors(value),
    )
    read = items[:MAX_ITEMS]
    feed.entries = [_to_entry(item, url) for item in read if isinstance(item, dict)]
    if len(items) > MAX_ITEMS:
        feed.warnings.append(TOO_MANY)
    if len(feed.entries) < len(read):
        feed.warnings.append(f"{len(read) - len(feed.entries)} items are not objects")
    return feed


def _to_entry(item: Json, url: str | None) -> RawEntry:
    title = _string(item, "title")
    summary = _string(item, "summary")
    return RawEntry(
        id=_identifier(item.get("id")),
        link=_string(item, "url") or _string(item, "external_url"),
        base=url,
        title=RawText(title, is_html=False) if title else None,
        authors=_authors(item),
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        summary=RawText(summary, is_html=False) if summary else None,
        content=_content(item),
        categories=_strings(item.get("tags")),
        language=_string(item, "language"),
        media=[
            RawMedia("image", picture)
            for name in ("image", "banner_image")
            if (picture := _string(item, name))
        ],
    )


def _content(item: Json) -> RawText | None:
    html = _string(item, "content_html")
    if html:
        return RawText(html, is_html=True)
    text = _string(item, "content_text")
    return RawText(text, is_html=False) if text else None


def _string(value: Json, name: str) -> str | None:
    found = value.get(name)
    return found if isinstance(found, str) and found.strip() else None


def _identifier(value: object) -> str | None:
    """The id: a string by the standard, but numbers are common too."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _strings(value: object) -> list[str]:
    values = value[:MAX_CATEGORIES] if isinstance(value, list) else []
    return [each for each in values if isinstance(each, str)]


def _authors(value: Json) -> list[str]:
    return [name for author in _people(value) if (name := _string(author, "name"))]


def _people(value: Json) -> Iterator[Json]:
    """`authors` of version 1.1 and `author` of 1.0."""
    several = value.get("authors")
    for person in [*(several if isinstance(several, list) else [])][:MAX_AUTHORS]:
        if isinstance(person, dict):
            yield person
    one = value.get("author")
    if isinstance(one, dict) and not several:
        yield one
