"""Bytes to a Feed, in any format."""

from __future__ import annotations

import re
from datetime import datetime

from newsdigest.errors import SourceError
from newsdigest.extract.decoding import decode
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.feedmodel import Feed
from newsdigest.sources.feeds.feed_truncation import find_ending
from newsdigest.sources.feeds.json_feed import read_json
from newsdigest.sources.feeds.normalisation import to_feed
from newsdigest.sources.feeds.raw_feed import RawFeed
from newsdigest.sources.feeds.strict_xml import read_strict
from newsdigest.sources.feeds.tolerant_xml import find_root, read_tolerant
from newsdigest.sources.feeds.xml_events import TOO_DEEP, TOO_MANY_ELEMENTS, TOO_MANY_NAMES

# Kinds as which a feed preceded by noise may be detected.
_DOUBTFUL = frozenset((DocumentKind.FEED, DocumentKind.XML, DocumentKind.TEXT, DocumentKind.JSON))
_NAMES = {
    DocumentKind.HTML: "a web page",
    DocumentKind.OPML: "a list of feeds (OPML)",
    DocumentKind.SITEMAP: "a sitemap",
    DocumentKind.MAIL: "an e-mail",
    DocumentKind.MBOX: "a mailbox",
}
_TOO_LARGE = (TOO_DEEP, TOO_MANY_ELEMENTS, TOO_MANY_NAMES)
_LINE_END = "\n"
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")
# An unclosed section extends to the end, so that thousands of them cost one search.
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
# Characters of noise before a feed: enough for a server's warnings, not for a page quoting a feed.
_NOISE = 4_096


def parse_feed(
    content: bytes,
    *,
    url: str | None,
    media_type: str | None = None,
    charset: str | None = None,
    as_of: datetime,
) -> Feed:
    """The feed in `content`: RSS 0.9x to 2.0, RDF, Atom, JSON Feed; links are relative to `url`.

    A broken feed is read as far as possible, with warnings. Raises SourceError: "not-a-feed" for
    anything else, "unsafe-xml" if entities are declared.
    """
    kind = document_kind(content, media_type)
    text = decode(content, charset=charset)
    if kind not in _DOUBTFUL and not _is_feed_after_noise(text, kind):
        raise SourceError("not-a-feed", f"this is {_NAMES.get(kind, kind.value)}, not a feed")
    start = text.lstrip("\ufeff \t\r\n\f")
    raw = read_json(start, url) if start.startswith("{") else _read_xml(start, url)
    return to_feed(raw, url=url, as_of=as_of)


def _is_feed_after_noise(text: str, kind: DocumentKind) -> bool:
    """Whether an apparent page is a feed preceded by a server's warning."""
    root = find_root(text[:_NOISE])
    before = text[: root.start()].lower() if root else ""
    return (
        root is not None
        and kind is DocumentKind.HTML
        and "<html" not in before
        and "<!" not in before
    )


def _read_xml(text: str, url: str | None) -> RawFeed:
    """The feed, read strictly, or tolerantly if it is not well-formed; more items win."""
    feed, broken = read_strict(text, url)
    if broken is None:
        return feed
    mended = _with_ampersands(text, url) if feed.kind else None
    if mended is not None:
        mended.warnings.append(f"not well-formed at {broken}")
        return mended
    if feed.kind is None:
        text = _without_noise(text, broken)
        feed, again = read_strict(text, url)
        feed.warnings.append("skipped noise before the feed")
        if again is None:
            return feed
        broken = again
    return _mended(feed, broken, text)


def _with_ampersands(text: str, url: str | None) -> RawFeed | None:
    """The feed, if bare ampersands outside CDATA are its only fault."""
    mended = "".join(
        part if part.startswith("<![CDATA[") else _BARE_AMPERSAND.sub("&amp;", part)
        for part in _CDATA.split(text)
    )
    feed, broken = read_strict(mended, url) if mended != text else (None, "")
    return feed if broken is None else None


def _without_noise(text: str, broken: str) -> str:
    """The text from where the feed's first element begins."""
    root = find_root(text)
    if root is None:
        raise SourceError("not-a-feed", f"not a feed: {broken}")
    if "<!entity" in text[: root.start()].lower():
        raise SourceError("unsafe-xml", "declares XML entities, which are not expanded")
    return text[root.start() :]


def _mended(feed: RawFeed, broken: str, text: str) -> RawFeed:
    # A feed cut for its size is not malformed.
    if broken.endswith(_TOO_LARGE):
        feed.warnings.append(f"cut at {broken}")
    else:
        feed = _fuller(feed, broken, text)
    if not (feed.entries or feed.title):
        raise SourceError("not-a-feed", f"not a feed that can be read: {broken}")
    return feed


def _fuller(feed: RawFeed, broken: str, text: str) -> RawFeed:
    """The strict or the tolerant reading, without the item in which the text is truncated."""
    ending = find_ending(text)
    tolerant = read_tolerant(text[: ending.whole])
    warnings = feed.warnings
    if tolerant.kind is not None and len(tolerant.entries) >= len(feed.entries):
        feed = tolerant
        feed.warnings += warnings
    feed.is_cut = ending.is_cut
    if ending.is_cut:
        waits = "; the last item waits for the complete feed" if ending.whole < len(text) else ""
        feed.warnings.append(f"truncated at line {text.count(_LINE_END) + 1}{waits}")
    else:
        feed.warnings.append(f"not well-formed at {broken}")
    return feed
