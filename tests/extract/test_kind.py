import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.extract.kind import Kind, kind_of

HTML = "<!DOCTYPE html><html><head><title>Ferry</title></head><body><p>It sails.</p></body></html>"
RSS = '<?xml version="1.0"?><!-- made today --><rss version="2.0"><channel/></rss>'
MAIL = "Return-Path: <a@b.example>\r\nFrom: a@b.example\r\nSubject: News\r\n\r\nHello.\r\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HTML, Kind.HTML),
        ("\ufeff\n  " + HTML, Kind.HTML),
        ("<!-- saved from a page -->\n" + HTML, Kind.HTML),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>', Kind.HTML),
        ("<div><p>A fragment.</p></div>", Kind.HTML),
        ("PHP Warning: line 3\n" + HTML, Kind.HTML),
        (RSS, Kind.FEED),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', Kind.FEED),
        ('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"></atom:feed>', Kind.FEED),
        ('<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"></rdf:RDF>', Kind.FEED),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss version="0.91"></rss>', Kind.FEED),
        ("Notice: undefined index\n" + RSS, Kind.FEED),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}), Kind.FEED),
        (json.dumps({"title": "no feed"}), Kind.JSON),
        ('<?xml version="1.0"?><opml version="2.0"><body/></opml>', Kind.OPML),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', Kind.SITEMAP),
        ('<?xml version="1.0"?><sitemapindex></sitemapindex>', Kind.SITEMAP),
        ('<?xml version="1.0"?><invoice/>', Kind.XML),
        (MAIL, Kind.MAIL),
        ("From a@b.example Fri Jun  6 10:00:00 2025\n" + MAIL, Kind.MBOX),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", Kind.WARC),
        ("Ferry sails again\n\nHARBOUR - The ferry sailed on Monday.", Kind.TEXT),
        ("From here on, the road is closed until 2027.", Kind.TEXT),
        ("Subject: to change\n\nThe plan is not final.", Kind.TEXT),
        ("[Ferry](https://example.org) sails again", Kind.TEXT),
        ("5 < 6 and 7 > 2", Kind.TEXT),
        ("", Kind.TEXT),
    ],
)
def test_the_first_bytes_tell(content: str, kind: Kind) -> None:
    """Content decides, also against a media type that says something else."""
    assert kind_of(content.encode(), None) is kind
    assert kind_of(content.encode(), "image/png") is kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (gzip.compress(HTML.encode(), mtime=0), Kind.GZIP),
        (b"%PDF-1.7\n%\xe2\xe3", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Kind.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Kind.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Kind.IMAGE),
        (b"\x00\x00\x00\x20ftypisom", Kind.VIDEO),
        (b"PK\x03\x04\x14\x00", Kind.ARCHIVE),
        (bytes(range(256)) * 8, Kind.BINARY),
    ],
)
def test_binary_content_is_not_taken_for_a_page(content: bytes, kind: Kind) -> None:
    """A picture named page.html and served as text/html is still a picture."""
    assert kind_of(content, "text/html") is kind


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize(
    ("content", "kind"), [(HTML, Kind.HTML), (RSS, Kind.FEED), ("Ahoy, all", Kind.TEXT)]
)
def test_wide_encodings_are_no_binary(codec: str, content: str, kind: Kind) -> None:
    """The zero bytes of UTF-16 and UTF-32 do not hide what is written."""
    assert kind_of(content.encode(codec), None) is kind


def test_the_media_type_decides_what_bytes_leave_open() -> None:
    """Text without markup is a page if the server says so."""
    assert kind_of(b"Just words", "text/html") is Kind.HTML
    assert kind_of(b"Just words", "text/plain") is Kind.TEXT


@given(st.binary(max_size=500), st.one_of(st.none(), st.text(max_size=20)))
def test_any_bytes_have_a_kind(content: bytes, media_type: str | None) -> None:
    """No input raises."""
    assert kind_of(content, media_type) in Kind
