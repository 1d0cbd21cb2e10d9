"""Answers of the Google Reader API, as FreshRSS, Miniflux and others give them.

There is no standard; these are the common parts of FreshRSS's `p/api/greader.php` and Miniflux's
`internal/googlereader`. Values of the wrong type count as missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from newsdigest.errors import SourceError
from newsdigest.feedmodel import AccountFeed, Feed
from newsdigest.groups import group_of
from newsdigest.language import printable
from newsdigest.sources.feeds.absolute_urls import web_url
from newsdigest.sources.feeds.feed_limits import MAX_CATEGORIES, MAX_NAME
from newsdigest.sources.feeds.html_fields import plain
from newsdigest.sources.feeds.normalisation import to_feed
from newsdigest.sources.feeds.raw_feed import RawEntry, RawFeed, RawMedia, RawText
from newsdigest.valueclasses import valueclass

Json = dict[str, Any]

_MOST_FEEDS = 5_000
_LONGEST_ID = 200
_LONG_ID = "tag:google.com,2005:reader/item/"
_DECIMAL = re.compile(r"-?\d{1,20}")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{1,16}")
# "user/-/label/Tech", "user/1005/label/Tech".
_LABEL = re.compile(r"user/[^/]{1,100}/label/(.{1,300})", re.DOTALL)
_LAST_SECOND = 32_503_680_000  # the year 3000


@valueclass
class ItemPage:
    """The ids of a part of a list of items."""

    # As `item_id` writes them.
    ids: tuple[str, ...]
    # What asks for the next part; None at the end.
    continuation: str | None


@valueclass
class ReaderFeed:
    """Items of one feed of an account; their ids are as `item_id` writes them."""

    # "feed/42".
    stream: str
    feed: Feed
    # Of all items, also of those that have neither title nor link nor text.
    ids: tuple[str, ...]


def parse_account_feeds(content: bytes) -> list[AccountFeed]:
    """The feeds of an account, with their labels as groups. SourceError for other answers."""
    value = _object(content)
    found = (_account_feed(each) for each in _objects(value.get("subscriptions"))[:_MOST_FEEDS])
    return [each for each in found if each is not None]


def parse_item_ids(content: bytes) -> ItemPage:
    """The ids of items. SourceError for other answers."""
    value = _object(content)
    if not isinstance(value.get("itemRefs", []), list):
        raise SourceError("reader-api", "the server's list of items is not a list")
    ids = [item_id(str(each.get("id") or "")) for each in _objects(value.get("itemRefs"))]
    continuation = value.get("continuation")
    has_more = isinstance(continuation, (str, int)) and str(continuation).strip() not in ("", "0")
    more = str(continuation).strip()[:_LONGEST_ID] if has_more else None
    return ItemPage(tuple(dict.fromkeys(filter(None, ids))), more)


def parse_items(content: bytes, as_of: datetime) -> list[ReaderFeed]:
    """Items by the feeds that they are of, in their order. SourceError for other answers."""
    by_stream: dict[str, list[Json]] = {}
    for item in _objects(_object(content).get("items")):
        origin = item.get("origin")
        stream = _string(origin, "streamId") if isinstance(origin, dict) else None
        by_stream.setdefault((stream or "feed/")[:_LONGEST_ID], []).append(item)
    return [
        ReaderFeed(stream, _feed(items, as_of), tuple(map(_id, items)))
        for stream, items in by_stream.items()
    ]


def item_id(text: str) -> str:
    """An id in one form: servers write the same number in decimal, with a sign, or in hexadecimal.

    >>> item_id("-1"), item_id("tag:google.com,2005:reader/item/00000000000000ff"), item_id("255")
    ('ffffffffffffffff', '00000000000000ff', '00000000000000ff')
    >>> item_id("52541a1aa6d5b0f1c3000012")
    '52541a1aa6d5b0f1c3000012'
    """
    bare = text.strip().removeprefix(_LONG_ID)
    if bare == text.strip() and _DECIMAL.fullmatch(bare):
        return f"{int(bare) % 2**64:016x}"
    if _HEXADECIMAL.fullmatch(bare):
        return bare.lower().rjust(16, "0")
    return printable(bare)[:_LONGEST_ID]


def long_item_id(id: str) -> str:
    """The form of an id of `item_id` that all servers accept."""
    return f"{_LONG_ID}{id}"


def _object(content: bytes) -> Json:
    try:
        value = json.loads(content, strict=False)
    except (ValueError, RecursionError) as error:
        raise SourceError("reader-api", "the server's answer is not JSON") from error
    if not isinstance(value, dict):
        raise SourceError("reader-api", "the server does not know what was asked for")
    return value


def _account_feed(value: Json) -> AccountFeed | None:
    stream = _string(value, "id")
    if stream is None or not stream.startswith("feed/"):
        return None
    labels = (_label(each) for each in _objects(value.get("categories"))[:MAX_CATEGORIES])
    return AccountFeed(
        printable(stream[:_LONGEST_ID]),
        _line(_string(value, "title")),
        tuple(dict.fromkeys(group_of([label]) for label in labels if label)),
    )


def _label(value: Json) -> str | None:
    named = _LABEL.fullmatch(_string(value, "id") or "")
    return _line(_string(value, "label") or (named[1] if named else None))


def _line(text: str | None) -> str | None:
    return plain(text[:MAX_NAME], html=None) or None if text else None


def _feed(items: list[Json], as_of: datetime) -> Feed:
    origin = items[0].get("origin")
    origin = origin if isinstance(origin, dict) else {}
    title = _string(origin, "title")
    raw = RawFeed(
        kind="json",
        title=RawText(title) if title else None,
        link=_string(origin, "htmlUrl"),
        entries=[_entry(item) for item in items],
    )
    return to_feed(raw, url=None, as_of=as_of)


def _entry(item: Json) -> RawEntry:
    title = _string(item, "title")
    link = _href(item, "canonical") or _href(item, "alternate")
    content = _text(item, "content") or _text(item, "summary")
    author = _string(item, "author")
    return RawEntry(
        id=_id(item),
        link=link,
        base=web_url(link, None),
        title=RawText(title) if title else None,
        authors=[author] if author else [],
        published=_moment(item.get("published")),
        updated=_moment(item.get("updated")),
        content=RawText(content, is_html=True) if content else None,
        categories=_categories(item.get("categories")),
        media=[
            RawMedia("enclosure", url, _string(each, "type") or "")
            for each in _objects(item.get("enclosure"))
            if (url := _string(each, "href"))
        ],
    )


def _id(item: Json) -> str:
    return item_id(_string(item, "id") or "")


def _categories(value: object) -> list[str]:
    """The categories of the feed itself, not the user's labels and states."""
    found = value if isinstance(value, list) else []
    return [each for each in found if isinstance(each, str) and not each.startswith("user/")]


def _text(item: Json, name: str) -> str | None:
    value = item.get(name)
    return _string(value, "content") if isinstance(value, dict) else None


def _href(item: Json, name: str) -> str | None:
    hrefs: Iterator[str | None] = (_string(each, "href") for each in _objects(item.get(name)))
    return next(filter(None, hrefs), None)


def _moment(value: object) -> str | None:
    """Seconds since 1970 as a date of feeds."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    if not 0 < value < _LAST_SECOND:
        return None
    return datetime.fromtimestamp(value, UTC).isoformat()


def _objects(value: object) -> list[Json]:
    found: Iterable[object] = value if isinstance(value, list) else ()
    return [each for each in found if isinstance(each, dict)]


def _string(value: Json, name: str) -> str | None:
    found = value.get(name)
    return found if isinstance(found, str) and found.strip() else None
