"""The elements of a page that may hold metadata, collected in one pass over its tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.metadata.json_ld import LinkedData, read_json_ld
from newsdigest.valueclasses import cachingclass, recordclass, valueclass

# Costs of the queries, in parses: .05 for the head, .13 for the body, .12 for microdata, .37 for
# classes. So the last two run only on pages that need them, those for classes only in the part of
# the page around the headline. `:is()` and the flag i would add half; in the head they cost
# nothing.
_LINKED_DATA = 'script[type^="application/ld+json"]'
_LINKS = 'link[rel="canonical" i],link[rel="next"],link[rel="prev"]'
_HEAD = f"meta,title,{_LINKS},{_LINKED_DATA}"
_BODY = f"meta,h1,time,{_LINKED_DATA}"
_MICRODATA = '[itemprop],[rel~="author"]'
# "author" and "Author", "byline" and "byLine" alike.
_AUTHOR_CLASSES = '[class*="uthor"],[class*="yline"],[class*="yLine"]'
_DATE_CLASSES = ':is([class*="date" i],[class*="publish" i])'
# Real pages have up to 150 meta elements and a few hundred marked ones.
_MAX_METAS = 1_000
_MAX_ELEMENTS = 600
_MAX_HEADINGS = 20
_MAX_LEVELS = 400
_MAIN = ("main", "article")
_MAX_VALUE = 20_000
_KEYS = frozenset(("property", "name", "itemprop", "http-equiv"))

Attributes = Mapping[str, str | None]


@valueclass
class Element:
    """An element that by tag, microdata, rel or class may name the author or a date."""

    node: LexborNode
    tag: str
    attributes: Attributes

    @property
    def itemprop(self) -> str:
        return (self.attributes.get("itemprop") or "").lower()

    @property
    def classes(self) -> str:
        return (self.attributes.get("class") or "").lower()


@recordclass
class _Collected:
    metas: dict[str, list[str]] = field(default_factory=dict)
    canonical: list[str] = field(default_factory=list)
    # By rel, "next" or "prev".
    parts: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    headings: list[LexborNode] = field(default_factory=list)
    times: list[Element] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    seen: int = 0


@cachingclass
class PageFields:
    """The parts of a page that may describe its article, as found, without any decision."""

    # Contents by lower-case property, name, itemprop or http-equiv.
    metas: Mapping[str, Sequence[str]]
    # Addresses of links with rel=canonical.
    canonical: Sequence[str]
    # The addresses of the next and the previous part, by rel: "next" and "prev".
    parts: Mapping[str, str]
    # The text of the title element.
    title: str | None
    # The lang attribute of the html element.
    lang: str | None
    headings: Sequence[LexborNode]
    # The time elements.
    times: Sequence[Element]
    data: LinkedData
    tree: LexborHTMLParser

    @cached_property
    def microdata(self) -> Sequence[Element]:
        """The elements with an itemprop, and links to the author."""
        return _elements(self.tree.css(_MICRODATA))

    @cached_property
    def by_itemprop(self) -> Mapping[str, Sequence[Element]]:
        """The elements with microdata, by lower-case property."""
        found: dict[str, list[Element]] = {}
        for element in self.microdata:
            if element.itemprop:
                found.setdefault(element.itemprop, []).append(element)
        return found

    def author_classes(self, around: LexborNode | None) -> list[Element]:
        """The elements whose class mentions an author, in the part that holds `around`."""
        return _elements(self._part(around).css(_AUTHOR_CLASSES))

    def date_classes(self, around: LexborNode | None) -> list[Element]:
        """The elements whose class mentions a date, in the part that holds `around`."""
        return _elements(self._part(around).css(_DATE_CLASSES))

    def _part(self, node: LexborNode | None) -> LexborNode | LexborHTMLParser:
        """The outermost main or article element around `node`, else the whole page."""
        found = None
        for _ in range(_MAX_LEVELS):
            if node is None:
                break
            if node.tag in _MAIN:
                found = node
            node = node.parent
        return self.tree if found is None else found

    def meta(self, *keys: str) -> str | None:
        """The first content that is not blank, of the first key that has one."""
        for key in keys:
            for value in self.metas.get(key, ()):
                if value.strip():
                    return value.strip()
        return None


def collect(tree: LexborHTMLParser) -> PageFields:
    """Collects everything on the page that may be metadata."""
    found = _Collected()
    if tree.head is not None:
        _read_head(tree.head, found)
    if tree.body is not None:
        _read_body(tree.body, found)
    root = tree.root
    return PageFields(
        metas=found.metas,
        canonical=found.canonical,
        parts=found.parts,
        title=found.title,
        lang=root.attributes.get("lang") if root is not None else None,
        headings=found.headings,
        times=found.times,
        data=read_json_ld(found.scripts),
        tree=tree,
    )


def _elements(nodes: Sequence[LexborNode]) -> list[Element]:
    """The elements in order; one that matches two selectors comes twice in a row."""
    unique = {node.mem_id: node for node in nodes[:_MAX_ELEMENTS]}
    return [Element(node, node.tag or "", node.attributes) for node in unique.values()]


def _read_head(head: LexborNode, found: _Collected) -> None:
    for node in head.css(_HEAD):
        tag = node.tag
        if tag == "meta":
            _add_meta(node.attributes, found)
        elif tag == "link":
            _add_link(node.attributes, found)
        elif tag == "script":
            found.scripts.append(node.text())
        elif found.title is None:
            found.title = node.text().strip() or None


def _read_body(body: LexborNode, found: _Collected) -> None:
    """The elements in the body, including those of a head that was closed early."""
    for node in body.css(_BODY):
        tag = node.tag
        if tag == "meta":
            _add_meta(node.attributes, found)
        elif tag == "script":
            found.scripts.append(node.text())
        elif tag == "time":
            if len(found.times) < _MAX_ELEMENTS:
                found.times.append(Element(node, tag, node.attributes))
        elif len(found.headings) < _MAX_HEADINGS:
            found.headings.append(node)
    if not found.canonical:
        for node in body.css(_LINKS):
            _add_link(node.attributes, found)
    if found.title is None:
        # An svg has a title too, which is used only if the page has no other.
        titles = (node.text().strip() for node in body.css("title")[:_MAX_HEADINGS])
        found.title = next(filter(None, titles), None)


def _add_link(attributes: Attributes, found: _Collected) -> None:
    href, rel = attributes.get("href"), (attributes.get("rel") or "").lower()
    if href and rel == "canonical":
        found.canonical.append(href)
    elif href:
        found.parts.setdefault(rel, href)


def _add_meta(attributes: Attributes, found: _Collected) -> None:
    content = attributes.get("content")
    if not content or found.seen >= _MAX_METAS:
        return
    found.seen += 1
    for key, name in attributes.items():
        if name and key in _KEYS:
            values = found.metas.setdefault(name.strip().lower(), [])
            values.append(content[:_MAX_VALUE])
