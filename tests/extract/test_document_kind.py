import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.extract.document_kind import DocumentKind, document_kind

HTML = "<!DOCTYPE html><html><head><title>Ferry</title></head><body><p>It sails.</p></body></html>"
RSS = '<?xml version="1.0"?><!-- made today --><rss version="2.0"><channel/></rss>'
MAIL = "Return-Path: <a@b.example>\r\nFrom: a@b.example\r\nSubject: News\r\n\r\nHello.\r\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HTML, DocumentKind.HTML),
        ("\ufeff\n  " + HTML, DocumentKind.HTML),
        ("<!-- saved from a page -->\n" + HTML, DocumentKind.HTML),
        (
            '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>',
            DocumentKind.HTML,
        ),
        ("<div><p>A fragment.</p></div>", DocumentKind.HTML),
        ("PHP Warning: line 3\n" + HTML, DocumentKind.HTML),
        (RSS, DocumentKind.FEED),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', DocumentKind.FEED),
        ('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"></atom:feed>', DocumentKind.FEED),
        (
            '<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"></rdf:RDF>',
            DocumentKind.FEED,
        ),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss version="0.91"></rss>', DocumentKind.FEED),
        ("Notice: undefined index\n" + RSS, DocumentKind.FEED),
        (
            json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}),
            DocumentKind.FEED,
        ),
        (json.dumps({"title": "no feed"}), DocumentKind.JSON),
        ('<?xml version="1.0"?><opml version="2.0"><body/></opml>', DocumentKind.OPML),
        (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
            DocumentKind.SITEMAP,
        ),
        ('<?xml version="1.0"?><sitemapindex></sitemapindex>', DocumentKind.SITEMAP),
        ('<?xml version="1.0"?><invoice/>', DocumentKind.XML),
        (MAIL, DocumentKind.MAIL),
        ("From a@b.example Fri Jun  6 10:00:00 2025\n" + MAIL, DocumentKind.MBOX),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", DocumentKind.WARC),
        ("Ferry sails again\n\nHARBOUR - The ferry sailed on Monday.", DocumentKind.TEXT),
        ("From here on, the road is closed until 2027.", DocumentKind.TEXT),
        ("Subject: to change\n\nThe plan is not final.", DocumentKind.TEXT),
        ("[Ferry](https://example.org) sails again", DocumentKind.TEXT),
        ("5 < 6 and 7 > 2", DocumentKind.TEXT),
        ("", DocumentKind.TEXT),
    ],
)
def test_the_first_bytes_decide(content: str, kind: DocumentKind) -> None:
    """Content decides, even against a media type that says otherwise."""
    assert document_kind(content.encode(), None) is kind
    assert document_kind(content.encode(), "image/png") is kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (gzip.compress(HTML.encode(), mtime=0), DocumentKind.GZIP),
        (b"%PDF-1.7\n%\xe2\xe3", DocumentKind.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", DocumentKind.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", DocumentKind.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", DocumentKind.IMAGE),
        (b"\x00\x00\x00\x20ftypisom", DocumentKind.VIDEO),
        (b"PK\x03\x04\x14\x00", DocumentKind.ARCHIVE),
        (bytes(range(256)) * 8, DocumentKind.BINARY),
    ],
)
def test_binary_content_is_not_taken_for_a_page(content: bytes, kind: DocumentKind) -> None:
    """A picture named page.html and served as text/html is still a picture."""
    assert document_kind(content, "text/html") is kind


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [(HTML, DocumentKind.HTML), (RSS, DocumentKind.FEED), ("Ahoy, all", DocumentKind.TEXT)],
)
def test_wide_encodings_are_not_binary(codec: str, content: str, kind: DocumentKind) -> None:
    """The zero bytes of UTF-16 and UTF-32 do not hide the text."""
    assert document_kind(content.encode(codec), None) is kind


def test_the_media_type_decides_ambiguous_content() -> None:
    """Text without markup is a page if the server says so."""
    assert document_kind(b"Just words", "text/html") is DocumentKind.HTML
    assert document_kind(b"Just words", "text/plain") is DocumentKind.TEXT


@given(st.binary(max_size=500), st.one_of(st.none(), st.text(max_size=20)))
def test_any_bytes_have_a_kind(content: bytes, media_type: str | None) -> None:
    """No input raises."""
    assert document_kind(content, media_type) in DocumentKind
