"""RSS, RDF and Atom elements to RawFeed and RawEntry."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from newsdigest.sources.feeds.raw_feed import RawEntry, RawFeed, RawMedia, RawText
from newsdigest.sources.feeds.xml_events import SEPARATOR, XML_BASE
from newsdigest.sources.feeds.xml_tree import Node, inner_html

_HTML_TYPES = frozenset(("html", "text/html"))
_XHTML_TYPES = frozenset(("xhtml", "application/xhtml+xml"))
# The type of base64 text in Atom 1.0; content of other non-text types is never text.
_BYTES = "application/octet-stream"
_PAGE_TYPES = _HTML_TYPES | _XHTML_TYPES | {""}
# Elements of RSS and its modules that name files.
_FILES = frozenset(("media:content", "media:group", "media:thumbnail", "enclosure", "itunes:image"))
# Descriptive elements that may name the feed's publication.
_ABOUT = ("dc:publisher", "copyright", "rights", "dc:rights", "description", "subtitle", "tagline")
_RDF_ABOUT = f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{SEPARATOR}about"


def to_entry(item: Node) -> RawEntry:
    """The values of an `item` or `entry` element."""
    link = _link(item)
    guid = item.first_text("guid", "id") or item.attributes.get(_RDF_ABOUT)
    return RawEntry(
        id=guid,
        link=link or _permalink(item),
        base=item.base,
        title=_text(item, "title", "dc:title", "media:title"),
        authors=_authors(item, "author", "dc:creator", "itunes:author"),
        published=item.first_text("pubdate", "published", "issued", "dcterms:issued", "created"),
        updated=item.first_text("updated", "modified", "dc:date", "dcterms:modified"),
        summary=_text(
            item, "description", "summary", "abstract", "dc:description", "media:description"
        )
        or _grouped(item)
        or _text(item, "itunes:summary", "itunes:subtitle"),
        content=_text(item, "content:encoded", "content", "xhtml:body", "body", "fullitem"),
        categories=[*_categories(item.all("category", "dc:subject"))],
        language=item.first_text("dc:language", "language") or item.language,
        source=_source(item),
        media=[*_media(item)],
    )


def fill_head(feed: RawFeed, head: Node) -> None:
    """Fill in the feed's own values from its `channel` or `feed` element."""
    feed.title = _text(head, "title", "dc:title")
    feed.link = _link(head)
    feed.base = head.base
    feed.own_url = _self_link(head)
    feed.about = [text for node in head.all(*_ABOUT) if (text := node.text)]
    feed.language = head.first_text("language", "dc:language") or head.language
    # Only in Atom is the feed's author that of its entries; a channel names its editor.
    feed.authors = _authors(head, "author") if feed.kind == "atom" else []
    feed.ttl = head.first_text("ttl")
    feed.period = head.first_text("sy:updateperiod")
    feed.frequency = head.first_text("sy:updatefrequency")
    feed.skip_hours = [hour.text for skip in head.all("skiphours") for hour in skip.all("hour")]
    feed.skip_days = [day.text for skip in head.all("skipdays") for day in skip.all("day")]


def _text(parent: Node, *names: str) -> RawText | None:
    """The first non-empty child of these names."""
    for child in parent.all(*names):
        text = to_text(child)
        if text and text.value:
            return text
    return None


def to_text(node: Node) -> RawText | None:
    """A text element of any format; None for content that is not text or is stored elsewhere."""
    kind = node.attributes.get("type", "").strip().lower().partition(";")[0]
    if node.attributes.get("mode", "").strip().lower() == "base64" and not node.children:
        is_markup = kind in _HTML_TYPES or kind in _XHTML_TYPES
        return _from_base64(node.text, is_html=True if is_markup else None)
    if node.children:
        inner = _without_wrapper(node)
        # Some writers put escaped HTML into the div that belongs to XHTML.
        is_escaped = kind in _HTML_TYPES and not inner.children
        return RawText(inner.text if is_escaped else inner_html(inner), is_html=True)
    if kind in _HTML_TYPES or kind in _XHTML_TYPES:
        return RawText(node.text, is_html=True)
    if kind in ("text", "text/plain"):
        return RawText(node.text, is_html=False)
    if kind == _BYTES:
        return _from_base64(node.text, is_html=None)
    if "/" in kind and not kind.startswith("text/"):
        return None
    # Without a type Atom means plain text; RSS has no types, and elements of it hold anything.
    return RawText(node.text)


def _without_wrapper(node: Node) -> Node:
    """The div that Atom requires around XHTML, if it is the only content; else the node."""
    parts = [part for part in node.parts if not isinstance(part, str) or part.strip()]
    only = parts[0] if len(parts) == 1 else None
    is_div = isinstance(only, Node) and only.name.rpartition(":")[2] == "div"
    return only if isinstance(only, Node) and is_div else node


def _from_base64(text: str, *, is_html: bool | None) -> RawText | None:
    try:
        return RawText(base64.b64decode(text).decode("utf-8"), is_html)
    except (binascii.Error, ValueError):  # also raised for a picture
        return None


def _grouped(item: Node) -> RawText | None:
    """The description of a video from its media group."""
    groups = item.all("media:group")
    return _text(groups[0], "media:description") if groups else None


def _link(parent: Node) -> str | None:
    """The page of an item or a feed."""
    original = parent.first_text("feedburner:origlink")
    if original:
        return original
    for link in parent.all("link", "a"):
        href = link.attributes.get("href")
        if href is None:
            if link.text and _rel(link) == "alternate":
                return link.text
        elif href.strip() and _leads_to_page(link):
            return _based(link, href.strip())
    return parent.attributes.get("HREF") or parent.attributes.get("href")


def _based(link: Node, href: str) -> str:
    """The address, resolved against the link's own xml:base if it has one."""
    if XML_BASE not in link.attributes:
        return href
    try:
        return urljoin(link.base or "", href)
    except ValueError:
        return href


def _self_link(head: Node) -> str | None:
    """The feed's own address, as it states it."""
    links = (link for link in head.all("link", "atom:link") if _rel(link) == "self")
    return next((href for link in links if (href := link.attributes.get("href"))), None)


def _leads_to_page(link: Node) -> bool:
    kind = link.attributes.get("type", "").partition(";")[0].strip().lower()
    return _rel(link) == "alternate" and kind in _PAGE_TYPES


def _rel(link: Node) -> str:
    return link.attributes.get("rel", "alternate").strip().lower()


def _permalink(item: Node) -> str | None:
    """A guid or an id that is an address and does not deny it."""
    for guid in item.all("guid", "id"):
        is_link = guid.attributes.get("isPermaLink", "true").strip().lower() == "true"
        if is_link and guid.text.lower().startswith(("http://", "https://")):
            return guid.text
    return None


def _authors(parent: Node, *names: str) -> list[str]:
    """The names or other texts of the first kind of element that has any."""
    for name in names:
        found = [_person(node) for node in parent.all(name)]
        if any(found):
            return [text for text in found if text]
    return []


def _person(node: Node) -> str:
    return node.first_text("name") or node.text


def _categories(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        yield node.attributes.get("label") or node.attributes.get("term") or node.text


def _source(item: Node) -> str | None:
    """The publication that an aggregator's item comes from."""
    for source in item.all("source"):
        title = _text(source, "title")
        return title.value if title else source.text or None
    return None


def _media(item: Node) -> Iterator[RawMedia]:
    """The files that the item names, including those in groups."""
    if not item.children.keys().isdisjoint(_FILES):
        yield from _own_media(item)
    for link in item.children.get("link", ()):
        if link.attributes.get("rel", "").strip().lower() == "enclosure":
            yield _file("enclosure", link, "href")


def _own_media(item: Node) -> Iterator[RawMedia]:
    for parent in (item, *item.all("media:group")):
        for content in parent.all("media:content"):
            yield _file("content", content, "url")
            yield from (_file("thumbnail", each, "url") for each in content.all("media:thumbnail"))
        yield from (_file("thumbnail", each, "url") for each in parent.all("media:thumbnail"))
    yield from (_file("enclosure", each, "url") for each in item.all("enclosure"))
    yield from (_file("image", each, "href") for each in item.all("itunes:image"))


def _file(role: str, node: Node, address: str) -> RawMedia:
    given = node.attributes
    return RawMedia(
        role, given.get(address, ""), given.get("type", ""), given.get("medium", ""),
        given.get("width", ""),
    )  # fmt: skip
