"""OPML 1.0 and 2.0 as programs write it → the feeds, their groups, and the unreadable parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from newsdigest.errors import SourceError
from newsdigest.extract.decoding import decode
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.groups import group_of
from newsdigest.language import printable
from newsdigest.masking import masked_address, masked_name
from newsdigest.sources.feeds import plain, web_url
from newsdigest.sources.opml.listed import FeedList, ListedFeed
from newsdigest.sources.opml.outlines import End, Outline, Stray, read_outlines
from newsdigest.sources.urls import subscription_url

# The longest exported lists hold a few thousand feeds.
MAX_FEEDS = 10_000
# Problems that are reported one by one.
MAX_PROBLEMS = 20
# Lists nest folders two deep; deeper ones are read, but count as the folder at this depth.
_MAX_FOLDERS = 20
_MAX_NAME = 200
# The limit for a line of the configuration.
_MAX_GROUP = 500
_MAX_CATEGORIES = 50
# Recognises a list whose beginning is too unusual for `kind_of`.
_LOOKS_LIKE_ONE = re.compile(rb"<(?:[\w.-]{1,30}:)?opml[\s>]", re.IGNORECASE)
_HEAD = 4096
_END = re.compile(r"</(?:[\w.-]{1,50}:)?opml\s{0,9}>", re.IGNORECASE)
# Keys that programs use for the address; the standard's comes first.
_ADDRESS_KEYS = ("xmlurl", "url", "feedurl", "xml_url")
# Types of outlines that, by the standard, only point elsewhere.
_POINTERS = frozenset({"include", "link"})
_FEED_TYPES = frozenset({"rss", "atom", "rss1", "rss2", "feed"})


def parse_opml(content: bytes, *, charset: str | None = None) -> FeedList:
    """The feeds of a list, each address once, in the order of the list; at most `MAX_FEEDS`.

    A feed in several folders is in several groups. Unreadable parts are reported, and included
    lists are not followed.
    Raises SourceError: "not-opml" for anything else, "unsafe-xml" if entities are declared.
    """
    kind = document_kind(content, None)
    is_odd = kind in (
        DocumentKind.TEXT,
        DocumentKind.XML,
        DocumentKind.HTML,
    ) and _LOOKS_LIKE_ONE.search(content[:_HEAD])
    if kind is not DocumentKind.OPML and not is_odd:
        raise SourceError("not-opml", "not a list of feeds (OPML)")
    text = decode(content, charset=charset)
    tags = list(read_outlines(text))
    if not tags and not _END.search(text):
        raise SourceError("not-opml", "a list of feeds truncated before the first feed")
    reader = _OpmlReader()
    reader.read(_balanced(tags))
    if not _END.search(text):
        reader.problem("the list is truncated")
    return reader.result()


def _balanced(tags: list[Outline | End | Stray]) -> Iterator[Outline | End | Stray]:
    """The tags, each start tag with its end tag.

    If end tags are missing, a feed that is not closed at once has lost the slash of its tag.
    """
    ends = sum(isinstance(each, End) for each in tags)
    starts = [each for each in tags if isinstance(each, Outline)]
    lacks_ends = sum(not each.is_closed for each in starts) > ends
    for tag, following in zip_longest(tags, tags[1:]):
        yield tag
        if not isinstance(tag, Outline):
            continue
        attributes = tag.attributes
        is_feed = any(map(attributes.get, _ADDRESS_KEYS)) or _type(attributes) in _FEED_TYPES
        is_lost = (is_feed or not attributes) and not isinstance(following, End)
        if tag.is_closed or (lacks_ends and is_lost):
            yield End()


class _OpmlReader:
    """Collects the feeds, and tracks the open folders."""

    def __init__(self) -> None:
        self._feeds: dict[str, ListedFeed] = {}
        self._problems: list[str] = []
        self._more_problems = 0
        # None for an outline that is not a folder.
        self._open: list[str | None] = []

    def read(self, tags: Iterator[Outline | End | Stray]) -> None:
        lost_starts = 0
        for tag in tags:
            if isinstance(tag, Stray):
                self.problem(f"line {tag.line}: an address in a broken outline is left out")
            elif isinstance(tag, End):
                lost_starts += not self._open
                del self._open[-1:]
            elif len(self._feeds) >= MAX_FEEDS:
                self.problem(f"more than {MAX_FEEDS:,} feeds: the rest is left out")
                return
            else:
                self._start(tag)
        if lost_starts:
            self.problem(f"folders that cannot be read: {lost_starts}; their feeds are in no group")

    def result(self) -> FeedList:
        more = [f"{self._more_problems} more of this kind"] if self._more_problems else []
        return FeedList(tuple(self._feeds.values()), (*self._problems, *more))

    def problem(self, text: str) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(text)
        else:
            self._more_problems += 1

    def _start(self, outline: Outline) -> None:
        attributes = outline.attributes
        title = _name(attributes.get("title")) or _name(attributes.get("text"))
        address = _address(attributes)
        self._open.append(title if address is None else None)
        url = subscription_url(address) if address else None
        if outline.is_cut:
            self._misses(outline, title, "the list is truncated within it")
        elif url:
            self._add(url, title, attributes)
        elif address is not None:
            reason = f"{_shown(address)} is not a web address" if address.strip() else ""
            self._misses(outline, title, reason or "it has no address")
        elif _includes(attributes):
            self._misses(outline, title, "it points to another list, which is not followed")
        elif _type(attributes) in _FEED_TYPES and outline.is_closed:
            self._misses(outline, title, "it has no address")

    def _misses(self, outline: Outline, title: str | None, reason: str) -> None:
        name = f'"{title}"' if title else "an outline"
        self.problem(f"line {outline.line}: {name} is left out: {reason}")

    def _add(self, url: str, title: str | None, attributes: Mapping[str, str]) -> None:
        known = self._feeds.get(url) or ListedFeed(
            url, title, web_url(attributes.get("htmlurl"), None)
        )
        groups = (*known.groups, *self._folders(), *_own_groups(attributes.get("category", "")))
        title = known.title or title
        self._feeds[url] = ListedFeed(url, title, known.site, tuple(dict.fromkeys(groups)))

    def _folders(self) -> Iterator[str]:
        """The group of the open folders, if there are any."""
        folders = [name for name in self._open[: _MAX_FOLDERS + 1] if name]
        if folders:
            yield _group(folders)


def _address(attributes: Mapping[str, str]) -> str | None:
    """The feed address in an outline; None if it has none."""
    if "xmlurl" not in attributes and _type(attributes) in _POINTERS:
        return None
    return next((attributes[key] for key in _ADDRESS_KEYS if key in attributes), None)


def _includes(attributes: Mapping[str, str]) -> bool:
    url = attributes.get("url", "").lower()
    return _type(attributes) == "include" or (_type(attributes) == "link" and url.endswith(".opml"))


def _type(attributes: Mapping[str, str]) -> str:
    return attributes.get("type", "").strip().lower()


def _name(text: str | None) -> str | None:
    return masked_name(plain(text[:_MAX_NAME], html=None)) or None if text else None


def _shown(address: str) -> str:
    return printable(masked_address(address.strip()))[:100]


def _own_groups(text: str) -> Iterator[str]:
    """The groups in an outline's category: News/Ports and Sea for "/News/Ports,Sea"."""
    for category in text[: _MAX_CATEGORIES * _MAX_NAME].split(",")[:_MAX_CATEGORIES]:
        names = [name for part in category.split("/") if (name := _name(part.strip()))]
        if names:
            yield _group(names)


def _group(names: list[str]) -> str:
    """The group of these folders, without the innermost ones if it would be too long."""
    group = group_of(names)
    return group if len(group) <= _MAX_GROUP else _group(names[:-1])
