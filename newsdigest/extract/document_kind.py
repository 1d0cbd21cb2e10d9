"""Detects what a document is, by its first bytes and then by its media type."""

from __future__ import annotations

import re
from enum import StrEnum

from newsdigest.patterns import pattern

__all__ = ["DocumentKind", "document_kind"]

# How far to look for the first element behind comments, a prolog and white space.
_HEAD = 16_384


class DocumentKind(StrEnum):
    """The kinds of content that newsdigest distinguishes, readable or not."""

    HTML = "html"
    TEXT = "text"
    FEED = "feed"  # RSS, Atom, RDF or JSON Feed
    OPML = "opml"
    SITEMAP = "sitemap"
    MAIL = "mail"
    MBOX = "mbox"
    WARC = "warc"
    GZIP = "gzip"
    JSON = "json"
    XML = "xml"
    PDF = "pdf"
    WORD = "word"  # .docx
    OLD_WORD = "old-word"  # .doc
    OPENDOCUMENT = "opendocument"  # .odt
    RICH_TEXT = "rich-text"  # .rtf
    EPUB = "epub"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    ARCHIVE = "archive"
    BINARY = "binary"


_ZIP = b"PK\x03\x04"
# The first entry of an e-book is uncompressed and named "mimetype"; the directory ends an archive.
_ZIP_HEAD = 128
# A compound file by Microsoft is a Word document if it has a stream of this name, in UTF-16.
_COMPOUND = b"\xd0\xcf\x11\xe0"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ZIP_DIRECTORY = 1_000_000
_MAGIC = (
    (b"\x1f\x8b", DocumentKind.GZIP),
    (b"WARC/", DocumentKind.WARC),
    (b"%PDF-", DocumentKind.PDF),
    (b"\x89PNG\r\n", DocumentKind.IMAGE),
    (b"\xff\xd8\xff", DocumentKind.IMAGE),
    (b"GIF8", DocumentKind.IMAGE),
    (b"II*\x00", DocumentKind.IMAGE),
    (b"MM\x00*", DocumentKind.IMAGE),
    (b"ID3", DocumentKind.AUDIO),
    (b"OggS", DocumentKind.AUDIO),
    (b"fLaC", DocumentKind.AUDIO),
    (b"\x1aE\xdf\xa3", DocumentKind.VIDEO),
    (_ZIP, DocumentKind.ARCHIVE),
    (b"PK\x05\x06", DocumentKind.ARCHIVE),
    (b"BZh", DocumentKind.ARCHIVE),
    (b"\xfd7zXZ\x00", DocumentKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", DocumentKind.ARCHIVE),
    (b"Rar!\x1a\x07", DocumentKind.ARCHIVE),
    (b"(\xb5/\xfd", DocumentKind.ARCHIVE),
    (b"\x7fELF", DocumentKind.BINARY),
    (b"{\\rtf", DocumentKind.RICH_TEXT),
    (_COMPOUND, DocumentKind.BINARY),
)
_ROOTS = {
    "html": DocumentKind.HTML,
    "rss": DocumentKind.FEED,
    "feed": DocumentKind.FEED,
    "rdf": DocumentKind.FEED,
    "opml": DocumentKind.OPML,
    "urlset": DocumentKind.SITEMAP,
    "sitemapindex": DocumentKind.SITEMAP,
}
# Other things that may precede the first element, with a bound on each.
_BEFORE_ROOT = pattern(
    r"\s{1,4096}|<!doctype(?!\s+html)[^>\[]{0,512}"
    r"(?:\[[^\]]{0,4096}\]\s{0,9})?>",
    re.DOTALL | re.IGNORECASE,
)
_SKIPPED = (("<!--", "-->"), ("<?", "?>"))
_ELEMENT = pattern(r"<(?:[\w.-]{1,30}:)?([a-z][\w-]{0,30})(?=[\s/>])", re.IGNORECASE)
_DOCTYPE_HTML = pattern(r"<!doctype\s{1,20}html[^>\[]{0,512}>?", re.IGNORECASE)
_HTML_TAGS = frozenset(
    [
        "a", "article", "aside", "b", "body", "br", "center", "div", "em", "figure", "font",
        "footer", "form", "frameset", "h1", "h2", "h3", "h4", "head", "header", "hr", "i", "iframe",
        "img", "link", "main", "meta", "nav", "ol", "p", "picture", "pre", "script", "section",
        "span", "strong", "style", "svg", "table", "template", "title", "ul",
    ]
)  # fmt: skip
_LATE_MARKUP = pattern(r"<(?:!doctype\s|(html|body|head|rss|feed|rdf:rdf)[\s>])", re.IGNORECASE)
_MBOX = pattern(r"From [^\s]{1,200} .{0,20}\d{1,2}:\d{2}.{0,20}\d{4}")
_HEADER = pattern(r"^([A-Za-z][A-Za-z0-9-]{1,40}):", re.MULTILINE)
_MAIL_HEADERS = frozenset(
    ("return-path", "received", "delivered-to", "message-id", "mime-version", "dkim-signature")
)
_LETTER_HEADERS = frozenset(("from", "to", "subject", "date"))
_JSON_FEED = pattern(rb"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version")
# Control characters that plain text does not contain.
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\b\x1b")) + b"\x7f"
_MEDIA_TYPES = {
    "text/html": DocumentKind.HTML,
    "application/xhtml+xml": DocumentKind.HTML,
    "message/rfc822": DocumentKind.MAIL,
    "application/mbox": DocumentKind.MBOX,
}


def document_kind(content: bytes, media_type: str | None) -> DocumentKind:
    """The kind of `content`; its first bytes outweigh `media_type`, which strangers declare."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            if magic == _COMPOUND and _WORD_STREAM in content:
                return DocumentKind.OLD_WORD
            return _packed(content) if magic == _ZIP else kind
    binary = _container(content)
    if binary:
        return binary
    head = _head(content)
    kind_ = _markup(head) or _letter(head) or _json(head, content)
    if kind_:
        return kind_
    if _is_binary(content):
        return DocumentKind.BINARY
    return _late_markup(head) or _MEDIA_TYPES.get((media_type or "").lower(), DocumentKind.TEXT)


def _packed(content: bytes) -> DocumentKind:
    """A zip archive is a document if its first or last bytes say so."""
    if b"mimetypeapplication/epub+zip" in content[:_ZIP_HEAD]:
        return DocumentKind.EPUB
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in content[:_ZIP_HEAD]:
        return DocumentKind.OPENDOCUMENT
    directory = content[-_ZIP_DIRECTORY:]
    if b"word/document.xml" in directory:
        return DocumentKind.WORD
    return DocumentKind.EPUB if b"META-INF/container.xml" in directory else DocumentKind.ARCHIVE


def _container(content: bytes) -> DocumentKind | None:
    """Formats with their name a few bytes in."""
    if content[:4] == b"RIFF":
        return {b"WEBP": DocumentKind.IMAGE, b"WAVE": DocumentKind.AUDIO}.get(
            content[8:12], DocumentKind.VIDEO
        )
    if content[4:8] == b"ftyp":
        return (
            DocumentKind.IMAGE
            if content[8:12] in (b"avif", b"heic", b"mif1")
            else DocumentKind.VIDEO
        )
    return None


def _head(content: bytes) -> str:
    """The beginning as text in which ASCII is readable, whatever the encoding."""
    from newsdigest.extract.decoding import wide_encoding

    codec = wide_encoding(content) or "latin-1"
    text = content[:_HEAD].decode(codec, "replace")
    return text.removeprefix("\u00ef\u00bb\u00bf").lstrip("\ufeff \t\r\n\f\x00")


def _markup(head: str) -> DocumentKind | None:
    """HTML or an XML format, by doctype or first element."""
    if not head.startswith("<"):
        return None
    place = _root(head)
    doctype = _DOCTYPE_HTML.match(head, place)
    if doctype:
        # Some feeds begin with the doctype of HTML pages.
        root = _ELEMENT.match(head, _root(head, doctype.end()))
        kind = _ROOTS.get(root[1].lower()) if root else None
        return kind if kind is DocumentKind.FEED else DocumentKind.HTML
    element = _ELEMENT.match(head, place)
    if element is None:
        return DocumentKind.HTML if head.startswith("<!--") else None
    name = element[1].lower()
    if name in _ROOTS:
        return _ROOTS[name]
    if name in _HTML_TAGS:
        return DocumentKind.HTML
    return DocumentKind.XML if head.startswith("<?xml") else None


def _root(head: str, place: int = 0) -> int:
    """The position of the first element, behind comments, instructions, doctype and white space."""
    while True:
        mark = next((end for begin, end in _SKIPPED if head.startswith(begin, place)), None)
        if mark is not None:
            end = head.find(mark, place)
            if end < 0:
                return place
            place = end + len(mark)
            continue
        match = _BEFORE_ROOT.match(head, place)
        if match is None:
            return place
        place = match.end()


def _late_markup(head: str) -> DocumentKind | None:
    """Markup after a line or two of noise, as broken servers send it."""
    match = _LATE_MARKUP.search(head, 0, 2048)
    if match is None:
        return None
    return (
        DocumentKind.FEED
        if (match[1] or "").lower() in ("rss", "feed", "rdf:rdf")
        else DocumentKind.HTML
    )


def _letter(head: str) -> DocumentKind | None:
    """A mailbox or a message: known header lines, at least one of which only mail has."""
    if _MBOX.match(head):
        return DocumentKind.MBOX
    if not _HEADER.match(head):
        return None
    top = re.split(r"\r?\n\r?\n", head, maxsplit=1)[0]
    names = {name.lower() for name in _HEADER.findall(top)}
    if names & _MAIL_HEADERS and len(names & (_MAIL_HEADERS | _LETTER_HEADERS)) >= 2:
        return DocumentKind.MAIL
    return DocumentKind.MAIL if len(names & _LETTER_HEADERS) >= 3 and "from" in names else None


def _json(head: str, content: bytes) -> DocumentKind | None:
    if not head.startswith(("{", "[")):
        return None
    if head.startswith("{") and _JSON_FEED.search(content):
        return DocumentKind.FEED
    return DocumentKind.JSON if re.match(r'\{\s{0,99}["}]|\[\s{0,99}[{\["\]]', head) else None


def _is_binary(content: bytes) -> bool:
    """Whether the beginning has bytes that no text has; UTF-16 and UTF-32 are text."""
    from newsdigest.extract.decoding import wide_encoding

    if wide_encoding(content):
        return False
    sample = content[:4096]
    strange = len(sample) - len(sample.translate(None, _CONTROL))
    return strange > 0.05 * len(sample)
