"""The format atom: RFC 4287."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from newsdigest.render.feed_view import FeedEntryView, FeedView, articles_feed, digest_feed
from newsdigest.render.options import RenderOptions
from newsdigest.render.reader_view import ReaderView
from newsdigest.render.view import DigestView

# ElementTree would name the encoding of the locale.
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "xml:lang"
_SCHEME = "http://cv.iptc.org/newscodes/mediatopic/"
_GENERATOR = "newsdigest"


def digest(view: DigestView, options: RenderOptions) -> str:
    """A feed with one entry per story."""
    return write(digest_feed(view, options))


def articles(reader: ReaderView, options: RenderOptions) -> str:
    """A feed with one entry per article."""
    return write(articles_feed(reader, options))


def write(feed: FeedView) -> str:
    """The feed as XML."""
    root = ET.Element("feed", {"xmlns": _NAMESPACE, _LANGUAGE: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated)
    _add(root, "generator", _GENERATOR)
    _add(ET.SubElement(root, "author"), "name", _GENERATOR)
    for entry in feed.entries:
        root.append(_entry(entry, feed))
    ET.indent(root)
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n"


def _entry(entry: FeedEntryView, feed: FeedView) -> ET.Element:
    node = ET.Element("entry", {_LANGUAGE: entry.language} if entry.language else {})
    _add(node, "id", entry.id)
    _add(node, "title", entry.title)
    if entry.url:
        _add(node, "link", None, rel="alternate", href=entry.url)
    for earlier in entry.earlier:
        _add(node, "link", None, rel="via", href=earlier)
    if entry.published:
        _add(node, "published", entry.published)
    _add(node, "updated", entry.updated or feed.updated)
    for author in entry.authors:
        _add(ET.SubElement(node, "author"), "name", author)
    for contributor in entry.contributors:
        _add(ET.SubElement(node, "contributor"), "name", contributor)
    for topic in entry.topics:
        if topic.id:
            scheme = {"scheme": _SCHEME} if topic.id.startswith("medtop:") else {}
            _add(node, "category", None, term=topic.id, label=topic.name, **scheme)
    if entry.summary:
        _add(node, "summary", entry.summary)
    _add(node, "content", entry.html, type="html")
    return node


def _add(parent: ET.Element, name: str, text: str | None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
