"""A site's feeds are found on its page, the likeliest first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdigest.sources.discovery import discover_feeds

URL = "https://harbour.example/news/index.html"
PAGE = """<!DOCTYPE html><html><head><title>Harbour</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
<link rel="ALTERNATE" type="application/rss+xml; charset=x" title="News &amp; more" href="/feed">
<link rel="alternate home" type="application/feed+json" href="//cdn.example/feed.json">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="stylesheet" type="application/rss+xml" href="/no.css">
</head><body>
<a href="https://feeds.example/harbour">By feed reader</a><a href="/about">About</a>
<a href="tides.rss">Tides</a><a href="javascript:feed()">Feed</a><a href="/feed">Again</a>
</body></html>"""


def test_declared_then_linked_then_usual() -> None:
    """Each address once, feeds of comments after the others of their kind."""
    found = discover_feeds(PAGE, URL)
    assert [(link.url, link.title, link.declared) for link in found[:5]] == [
        ("https://harbour.example/feed", "News & more", True),
        ("https://cdn.example/feed.json", None, True),
        ("https://harbour.example/comments/feed/", "Comments", True),
        ("https://feeds.example/harbour", "By feed reader", False),
        ("https://harbour.example/news/tides.rss", "Tides", False),
    ]
    assert "https://harbour.example/rss.xml" in [link.url for link in found[5:]]
    assert len({link.url for link in found}) == len(found)


def test_a_page_without_hints_has_the_usual_places() -> None:
    """They are places on the site, not below the page."""
    found = discover_feeds(b"<p>Nothing here</p>", URL)
    assert found[0].url == "https://harbour.example/feed"
    assert not any(link.declared for link in found)


def test_a_base_moves_relative_links() -> None:
    """NET20: `base` counts, and what it makes is judged by the network like any other address."""
    page = '<base href="http://127.0.0.1/x/"><link rel=alternate type=application/atom+xml href=a>'
    assert discover_feeds(page, URL)[0].url == "http://127.0.0.1/x/a"
    unusable = page.replace("http://127.0.0.1/x/", "file:///etc/")
    assert discover_feeds(unusable, URL)[0].url == "https://harbour.example/news/a"


def test_candidates_are_few() -> None:
    """A page of ten thousand feeds does not make ten thousand requests."""
    page = "".join(f'<a href="/{n}.rss">{n}</a>' for n in range(10_000))
    assert len(discover_feeds(page, URL)) == 30


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_have_candidates(content: bytes, url: str) -> None:
    """No input raises, and nothing but the web is named."""
    found = discover_feeds(b"<link rel=alternate type=application/rss+xml href=" + content, url)
    assert all(link.url.startswith(("http://", "https://")) for link in found)
