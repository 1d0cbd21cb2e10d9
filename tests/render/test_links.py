"""URLs: which are links, how they are written, what is masked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.masking import masked
from newsdigest.model import Failure
from newsdigest.render import render_failure
from newsdigest.render.links import host_of, web_link


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/a?b=1&c=2#d", "https://www.example.org/a?b=1&c=2#d"),
        ("HTTP://Example.ORG:8080/", "http://example.org:8080/"),
        (
            "https://example.org/straße/ü?q=ä b",
            "https://example.org/stra%C3%9Fe/%C3%BC?q=%C3%A4%20b",
        ),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/a%20b%2Fc%zz%", "https://example.org/a%20b%2Fc%25zz%25"),
        ("https://example.org/\x1b]0;x\x07", "https://example.org/%1B%5D0;x%07"),
        ('https://example.org/"<>`|\\^', "https://example.org/%22%3C%3E%60%7C%5C%5E"),
        ("https://me:secret@example.org/a", "https://example.org/a"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
        ("https://example.org/a\ud800", "https://example.org/a%EF%BF%BD"),
    ],
)
def test_web_links_are_written_in_ascii(url: str, expected: str) -> None:
    """Existing escapes are kept, everything that is no URL character is percent-encoded."""
    assert web_link(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "/path",
        "https://",
        "https:///path",
        "https://exa mple.org/",
        "https://good.test\\@evil.test/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://[::1/",
        "https://" + "ü" * 80 + ".example/",
        "https://example.org/" + "a" * 5000,
    ],
)
def test_everything_else_is_no_link(url: str | None) -> None:
    """Other schemes, invalid hosts and addresses too long for browsers are no links."""
    assert web_link(url) is None


@given(st.text(max_size=60))
def test_a_link_is_safe_ascii(text: str) -> None:
    """A link from any text is ASCII without quotes, brackets or ESC."""
    for url in (text, f"https://{text}", f"https://example.org/{text}"):
        link = web_link(url)
        assert link is None or re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]+", link)
        assert web_link(link) == link


def test_the_host_is_shown_without_www() -> None:
    """The host of a link is shown without "www."."""
    assert host_of("https://www.example.org:8080/a") == "example.org"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET https://me:secret@example.org/: 401", "GET https://***@example.org/: 401"),
        ("https://me:p@ss:w@example.org/", "https://***@example.org/"),
        ("https://token@example.org/", "https://***@example.org/"),
        ("https://e.org/rss?a=1&api_key=s3cret&b=2", "https://e.org/rss?a=1&api_key=***&b=2"),
        ("https://e.org/rss?Token=x#y", "https://e.org/rss?Token=***#y"),
        ("mail me@example.org about //comments", "mail me@example.org about //comments"),
        ("https://e.org/@someone?page=2&keyword=x", "https://e.org/@someone?page=2&keyword=x"),
    ],
)
def test_secrets_are_masked(text: str, expected: str) -> None:
    """User names and passwords in URLs and parameters known to hold secrets are masked."""
    assert masked(text) == expected


def test_a_failure_is_one_line() -> None:
    """A failure is printed as `error: <source>: <reason>`, without secrets."""
    failure = Failure(
        "https://me:secret@example.org/rss\x1b[31m", "HTTP 503\r\nSet-Cookie: x", "gather", "http"
    )
    assert render_failure(failure) == "error: https://***@example.org/rss: HTTP 503 Set-Cookie: x"
