"""Well-formed RSS, RDF and Atom, read in one pass by expat."""

from __future__ import annotations

from urllib.parse import urljoin

from newsdigest.sources.feeds.feed_limits import MAX_ELEMENTS, MAX_ITEMS
from newsdigest.sources.feeds.raw_feed import RawFeed
from newsdigest.sources.feeds.rss_atom_elements import fill_head, to_entry
from newsdigest.sources.feeds.xml_events import (
    TOO_MANY_ELEMENTS,
    XML_BASE,
    XML_LANG,
    StopReading,
    read_xml,
)
from newsdigest.sources.feeds.xml_tree import Node

# CDF feeds, and RSS feeds that lack their outer element, begin with their channel.
_KINDS = {"rss": "rss", "rdf:rdf": "rdf", "feed": "atom", "channel": "rss"}
_ITEMS = frozenset(("item", "entry"))
_HEADS = frozenset(("channel", "feed"))
TOO_MANY = f"only the first {MAX_ITEMS:,} items were read"


def read_strict(text: str, url: str | None) -> tuple[RawFeed, str | None]:
    """The feed, and where and why its XML is broken, if it is; the feed then ends there.

    `kind` is None if the root element is not that of a feed.
    """
    target = _FeedTarget(url)
    broken = read_xml(text, target)
    target.close()
    if broken and broken.endswith(TOO_MANY):
        target.feed.warnings.append(TOO_MANY)
        broken = None
    return target.feed, broken


class _FeedTarget:
    """Builds the tree of one item at a time, and that of the head."""

    def __init__(self, url: str | None) -> None:
        self.feed = RawFeed()
        self._url = url
        self._stack: list[Node] = []
        self._head: Node | None = None
        self._item: Node | None = None
        self._elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        stack = self._stack
        if not stack:
            self.feed.kind = _KINDS.get(name)
            if self.feed.kind is None:
                raise StopReading(f"<{name}> is not a feed")
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise StopReading(TOO_MANY_ELEMENTS)
        node = self._opened(name, attributes, stack[-1] if stack else None)
        if name in _HEADS and self._head is None:
            self._head = node
        # An apparent item within an item is part of its text.
        if self._item is None and name in _ITEMS:
            self._item = node
        elif stack:
            stack[-1].add(node)
        stack.append(node)

    def _opened(self, name: str, attributes: dict[str, str], parent: Node | None) -> Node:
        base = parent.base if parent else self._url
        # An item does not inherit the feed's language, which is known anyway.
        language = parent.language if parent and name not in _ITEMS else None
        if XML_BASE in attributes:
            base = _joined(base, attributes[XML_BASE])
        return Node(name, attributes, base, attributes.get(XML_LANG, language))

    def data(self, text: str) -> None:
        if self._stack:
            self._stack[-1].parts.append(text)

    def end(self) -> None:
        node = self._stack.pop()
        if node is self._item:
            self.feed.entries.append(to_entry(node))
            self._item = None
            self._elements = 0
            if len(self.feed.entries) >= MAX_ITEMS:
                raise StopReading(TOO_MANY)

    def close(self) -> None:
        """Read the head, complete or not."""
        if self.feed.kind and self._head is not None:
            fill_head(self.feed, self._head)


def _joined(base: str | None, relative: str) -> str | None:
    try:
        return urljoin(base or "", relative.strip()) or None
    except ValueError:
        return base
