"""Feeds that are not well-formed, read by feedparser.

Its input is bounded and freed of what would take it minutes: a long author field costs six seconds
per 32 KB (feedparser issue 562). It parses bytes in memory and is never given an address.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from newsdigest.sources.feeds.feed_limits import MAX_ITEMS, MAX_NAME, MAX_TOLERANT
from newsdigest.sources.feeds.feed_truncation import find_ending
from newsdigest.sources.feeds.raw_feed import RawEntry, RawFeed, RawMedia, RawText
from newsdigest.sources.feeds.strict_xml import TOO_MANY

_ROOT = re.compile(r"<(?:[\w.-]{1,30}:)?(?:rss|rdf|feed)(?=[\s>])", re.IGNORECASE)
_PEOPLE = re.compile(
    r"(<(?:[\w.-]{1,30}:)?(?:author|creator|contributor|email|managingeditor|name|publisher"
    rf"|webmaster)(?:\s[^<>]{{0,500}})?>(?:\s{{0,20}}<!\[CDATA\[)?[^<]{{{MAX_NAME}}})[^<]{{1,10000000}}",
    re.IGNORECASE,
)
# feedparser mistakes the owner of a podcast for an author.
_OWNER = re.compile(r"(</?itunes:)author(?=[\s>])", re.IGNORECASE)
# feedparser closes void elements, and HTML reads </br> as another line break.
_CLOSED = re.compile(r"</(?:area|br|col|hr|img|input|source|track|wbr)>")
# References to invalid code points, on which feedparser fails.
_TOO_HIGH = re.compile(
    r"&#(?:x0{0,9}(?:1[1-9a-f]|[2-9a-f]\w)\w{4}|x\w{7}|\d{7})\w{0,99};?", re.IGNORECASE
)
_HOUR = re.compile(r"<hour>\s{0,20}(\d{1,2})\s{0,20}</hour>", re.IGNORECASE)
_DAY = re.compile(r"<day>\s{0,20}([A-Za-z]{6,9})\s{0,20}</day>", re.IGNORECASE)
_HEAD = 100_000
# feedparser's names for the descriptive elements of a feed.
_ABOUT = ("publisher", "rights", "subtitle")

Parsed = dict[str, Any]


def find_root(text: str) -> re.Match[str] | None:
    """The start tag of a feed in a text that may have noise before it."""
    return _ROOT.search(text, 0, _HEAD)


def read_tolerant(text: str) -> RawFeed:
    """The feed as feedparser reads it; `kind` is None if the text is not a feed."""
    root = find_root(text)
    if root is None:
        return RawFeed()
    body = text[root.start() : root.start() + MAX_TOLERANT]
    is_long = len(text) - root.start() > MAX_TOLERANT
    if is_long:
        body = body[: find_ending(body).whole]
    parsed = _parsed(_OWNER.sub(r"\1owner", _PEOPLE.sub(r"\1", _TOO_HIGH.sub("\ufffd", body))))
    if not parsed:
        return RawFeed()
    feed = _to_feed(parsed, _kind(root[0]), body)
    if is_long:
        feed.warnings.append(f"cut after {MAX_TOLERANT // 1_000_000} million characters")
    return feed


def _parsed(text: str) -> Parsed:
    """The result of feedparser, without a base address, against which it would resolve ids."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, of dates without a zone and old names of fields
        try:
            parsed: Parsed = feedparser.parse(
                stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError):
            return {}  # its loose parser is that of Python 2, and fails in as many ways
    return parsed


def _kind(root: str) -> str:
    name = root.rpartition(":")[2].lstrip("<").lower()
    return {"rdf": "rdf", "feed": "atom"}.get(name, "rss")


def _to_feed(parsed: Parsed, kind: str, text: str) -> RawFeed:
    head = parsed["feed"]
    entries = parsed["entries"]
    feed = RawFeed(
        kind=kind,
        title=_text(head.get("title_detail"), kind),
        link=_own(head, "link"),
        about=[*filter(None, (_own(head, name) for name in _ABOUT))],
        language=_own(head, "language"),
        authors=_people(head) if kind == "atom" else [],
        ttl=_own(head, "ttl"),
        period=_own(head, "sy_updateperiod"),
        frequency=_own(head, "sy_updatefrequency"),
        # feedparser keeps only the last hour and the last day.
        skip_hours=_HOUR.findall(text[:_HEAD]),
        skip_days=_DAY.findall(text[:_HEAD]),
        entries=[_to_entry(entry, kind) for entry in entries[:MAX_ITEMS]],
    )
    if len(entries) > MAX_ITEMS:
        feed.warnings.append(TOO_MANY)
    return feed


def _to_entry(entry: Parsed, kind: str) -> RawEntry:
    content = next((_text(part, kind) for part in entry.get("content", []) if part), None)
    source = dict.get(entry, "source") or {}
    return RawEntry(
        id=_own(entry, "id"),
        link=_own(entry, "feedburner_origlink") or _link(entry),
        base=_base(entry),
        title=_text(entry.get("title_detail"), kind),
        authors=_people(entry),
        published=_own(entry, "published") or _own(entry, "created"),
        updated=_own(entry, "updated"),
        summary=_text(entry.get("summary_detail"), kind),
        content=content,
        categories=[_term(tag) for tag in dict.get(entry, "tags") or []],
        language=_own(entry, "language") or _text_language(entry),
        source=source.get("title") if isinstance(source, dict) else None,
        media=[*_media(entry)],
    )


def _media(entry: Parsed) -> Iterator[RawMedia]:
    """The files that the item names; feedparser lists those of groups with the others."""
    image = dict.get(entry, "image") or {}
    for role, address, files in (
        ("content", "url", dict.get(entry, "media_content")),
        ("thumbnail", "url", dict.get(entry, "media_thumbnail")),
        ("enclosure", "href", _enclosures(entry)),
        ("image", "href", [image]),
    ):
        for file in files or []:
            given = {name: value for name, value in file.items() if isinstance(value, str)}
            yield RawMedia(
                role, given.get(address, ""), given.get("type", ""), given.get("medium", ""),
                given.get("width", ""),
            )  # fmt: skip


def _enclosures(entry: Parsed) -> list[Parsed]:
    links = dict.get(entry, "links") or []
    return [link for link in links if link.get("rel") == "enclosure"]


def _own(values: Parsed, name: str) -> str | None:
    """A value under its own name only: feedparser substitutes other fields for missing ones."""
    value = dict.get(values, name)
    return value if isinstance(value, str) and value.strip() else None


def _text(detail: Parsed | None, kind: str) -> RawText | None:
    if not detail or not isinstance(detail.get("value"), str) or not detail["value"]:
        return None
    if kind != "atom":
        return RawText(detail["value"])
    is_plain = detail.get("type") == "text/plain"
    return RawText(_CLOSED.sub("", detail["value"]), is_html=None if is_plain else True)


def _base(entry: Parsed) -> str | None:
    """The xml:base; feedparser resolves links against it, but not addresses of pictures."""
    base = _own(entry.get("title_detail") or {}, "base") or ""
    return base if base.startswith("http") else None


def _text_language(entry: Parsed) -> str | None:
    detail = entry.get("title_detail") or {}
    return _own(detail, "language")


def _link(entry: Parsed) -> str | None:
    """The link; feedparser substitutes the id for a missing one."""
    link = _own(entry, "link")
    return link if link != _own(entry, "id") or (link or "").startswith("http") else None


def _people(values: Parsed) -> list[str]:
    people = dict.get(values, "authors") or []
    if len(people) == 1 and "href" not in people[0] and _own(values, "author"):
        # As written: feedparser's split into name and address fails for newer top-level domains.
        return [values["author"]]
    return [person.get("name") or "" for person in people if isinstance(person, dict)]


def _term(tag: Parsed) -> str:
    return tag.get("label") or tag.get("term") or ""
