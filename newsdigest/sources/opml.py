"""Lists of feeds (OPML 1.0 and 2.0), in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from newsdigest.errors import SourceError
from newsdigest.extract import Kind, decode, kind_of
from newsdigest.sources.feeds import Stop, plain, read_xml, web_url

# The longest lists that people export hold a few thousand feeds.
MAX_FEEDS = 10_000
# Lists nest folders two deep; more levels are read, but do not all become categories.
_MAX_FOLDERS = 5
_DEPTH = 20_000
_TOO_MANY = "more feeds than are read"
# The commonest fault of lists that programs write: addresses with parameters, as they are.
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """One feed of a list."""

    url: str
    title: str | None = None
    # The page the feed belongs to.
    site: str | None = None
    # The names of the folders above it, outermost first, and of its own categories.
    categories: tuple[str, ...] = ()


def parse_opml(content: bytes, *, charset: str | None = None) -> list[ListedFeed]:
    """The feeds of a list, each address once, in the order of the list; at most `MAX_FEEDS`.

    A broken list is read up to the break. What a list includes from elsewhere is not followed.
    Raises SourceError: "not-opml" for anything else, "unsafe-xml" where entities are declared.
    """
    if kind_of(content, None) is not Kind.OPML:
        raise SourceError("not-opml", "not a list of feeds (OPML)")
    text = decode(content, charset=charset)
    target = _Outlines()
    broken = read_xml(text, target, depth=_DEPTH)
    if broken and not broken.endswith(_TOO_MANY):
        target = _Outlines()
        broken = read_xml(_BARE_AMPERSAND.sub("&amp;", text), target, depth=_DEPTH)
    if broken and not target.feeds:
        raise SourceError("not-opml", f"a list of feeds that cannot be read: {broken}")
    return list(target.feeds.values())


class _Outlines:
    """Gathers the feeds, and keeps the names of the folders that are open."""

    def __init__(self) -> None:
        self.feeds: dict[str, ListedFeed] = {}
        self._open: list[str | None] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "outline":
            self._open.append(None)
            return
        told = {key.lower(): value for key, value in attributes.items()}
        title = _name(told.get("title")) or _name(told.get("text"))
        url = web_url(told.get("xmlurl"), None)
        self._open.append(title if url is None and "xmlurl" not in told else None)
        if url is None or url in self.feeds:
            return
        site = web_url(told.get("htmlurl"), None)
        folders = [name for name in self._open[: _MAX_FOLDERS + 2] if name]
        categories = dict.fromkeys([*folders, *_own_categories(told.get("category", ""))])
        self.feeds[url] = ListedFeed(url, title, site, tuple(categories))
        if len(self.feeds) >= MAX_FEEDS:
            raise Stop(_TOO_MANY)

    def end(self) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        """Text between outlines says nothing."""


def _name(text: str | None) -> str | None:
    return plain(text[:_MAX_NAME], html=None) or None if text else None


def _own_categories(text: str) -> Iterator[str]:
    """Names of categories: Ports and Sea for "/News/Ports,Sea"."""
    for category in text[: 5 * _MAX_NAME].split(","):
        name = _name(category.strip().rpartition("/")[2])
        if name:
            yield name


def format_opml(feeds: Iterable[ListedFeed], *, title: str = "newsdigest") -> str:
    """The list as OPML 2.0; feeds stand in a folder each for their first category."""
    folders: dict[str, list[ListedFeed]] = {}
    for feed in feeds:
        folders.setdefault(feed.categories[0] if feed.categories else "", []).append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_escaped(title)}</title></head>",
        "  <body>",
        *(_outline(feed, "    ") for feed in folders.pop("", [])),
    ]
    for folder, listed in folders.items():
        name = quoteattr(folder)
        lines.append(f"    <outline text={name} title={name}>")
        lines += [_outline(feed, "      ") for feed in listed]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(feed: ListedFeed, indent: str) -> str:
    name = quoteattr(plain(feed.title or feed.url, html=False))
    pairs = [("text", name), ("title", name), ("xmlUrl", quoteattr(feed.url))]
    if feed.site:
        pairs.append(("htmlUrl", quoteattr(feed.site)))
    if feed.categories[1:]:
        pairs.append(("category", quoteattr(",".join(_flat(c) for c in feed.categories[1:]))))
    return f'{indent}<outline type="rss" {" ".join(f"{key}={value}" for key, value in pairs)}/>'


def _flat(category: str) -> str:
    """A category's name without the characters that divide categories."""
    return category.replace(",", " ").replace("/", " ")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
