"""Sitemaps give addresses, and those for news their titles and dates too."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.sources.sitemaps import Sitemap, parse_sitemap

AS_OF = datetime(2025, 6, 7, tzinfo=UTC)
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc>https://harbour.example/old</loc><lastmod>2025-06-01</lastmod></url>
  <url>
    <loc> https://harbour.example/ferry?a=1&amp;b=2 </loc>
    <news:news>
      <news:publication>
        <news:name>Harbour Post</news:name><news:language>en-gb</news:language>
      </news:publication>
      <news:publication_date>2025-06-06T08:00:00+02:00</news:publication_date>
      <news:title>Ferry &amp;amp; tug</news:title><news:keywords>Sea, Ships</news:keywords>
    </news:news>
    <image:image><image:loc>https://harbour.example/ferry.jpg</image:loc></image:image>
  </url>
  <url><loc>file:///etc/passwd</loc></url>
</urlset>"""


def read(content: str | bytes) -> Sitemap:
    raw = content.encode() if isinstance(content, str) else content
    return parse_sitemap(raw, url="https://harbour.example/sitemap.xml", as_of=AS_OF)


def test_news_sitemaps_are_feeds() -> None:
    """Newest first; the address of a picture is not that of the page."""
    sitemap = read(NEWS)
    ferry, old = sitemap.feed.entries
    assert ferry.url == "https://harbour.example/ferry?a=1&b=2"
    assert (ferry.title, ferry.source, ferry.language) == ("Ferry & tug", "Harbour Post", "en")
    assert ferry.published == datetime(2025, 6, 6, 6, tzinfo=UTC)
    assert ferry.categories == ("Sea", "Ships")
    assert (old.url, old.title) == ("https://harbour.example/old", None)
    assert sitemap.feed.kind == "sitemap"
    assert sitemap.sitemaps == ()


def test_an_index_names_sitemaps() -> None:
    """Relative addresses are those of the site; each is named once."""
    body = "".join(f"<sitemap><loc>{u}</loc></sitemap>" for u in ("/a.xml", "/b.xml", "/a.xml"))
    sitemap = read(f"<sitemapindex>{body}</sitemapindex>")
    assert sitemap.sitemaps == ("https://harbour.example/a.xml", "https://harbour.example/b.xml")


def test_the_newest_of_a_long_one_are_read() -> None:
    """The cap takes the pages that changed last, wherever they stand."""
    pages = "".join(
        f"<url><loc>https://a.example/{n}</loc><lastmod>20{n % 20 + 5:02}-01-01</lastmod></url>"
        for n in range(60_000)
    )
    sitemap = read(f"<urlset>{pages}</urlset>")
    assert len(sitemap.feed.entries) == 2_000
    assert {entry.published.year for entry in sitemap.feed.entries if entry.published} == {2024}
    assert sitemap.feed.warnings


def test_a_cut_sitemap_is_read_up_to_the_cut() -> None:
    """Everything before the break counts, and the break is reported."""
    sitemap = read(NEWS[: NEWS.index("<image:image>")])
    assert [entry.url for entry in sitemap.feed.entries] == ["https://harbour.example/old"]
    assert sitemap.feed.warnings


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<html></html>", "not-a-sitemap"),
        ("<urlset", "not-a-sitemap"),
        ("", "not-a-sitemap"),
        ('<!DOCTYPE urlset [<!ENTITY a "b">]><urlset>&a;</urlset>', "unsafe-xml"),
    ],
)
def test_what_is_no_sitemap_is_an_error(content: str, code: str) -> None:
    """A page in place of a sitemap is reported as such."""
    with pytest.raises(SourceError) as error:
        read(content)
    assert error.value.code == code


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sitemap_or_an_error(content: bytes) -> None:
    """No input raises anything but SourceError."""
    with suppress(SourceError):
        read(b"<urlset><url><loc>" + content)
