from __future__ import annotations

import pytest

from newsdigest.extract.metadata.page_urls import absolute_url, host_of, part_url
from newsdigest.extract.tracking_parameters import is_tracking
from newsdigest.model import Document

BASE = "https://www.harbourpost.example/news/ferry"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://harbour.example/news/ferry-1.html", "https://harbour.example/news/ferry-1.html"),
        ("https://harbour.example", "https://harbour.example"),
        (" /snow ", "https://www.harbourpost.example/snow"),
        ("snow?page=2#top", "https://www.harbourpost.example/news/snow?page=2"),
        ("//cdn.example/a.png", "https://cdn.example/a.png"),
        ("https://harbour.example/a?utm_source=mail&id=7", "https://harbour.example/a?id=7"),
        ("https://harbour.example/ünter", "https://harbour.example/ünter"),
        ("https://harbour.example:8443/a", "https://harbour.example:8443/a"),
        ("javascript:alert(1)", None),
        ("https://ana@harbour.example/", None),
        ("https://harbour.example/a b", None),
        ("https://[harbour.example/", None),
        ("https://harbour.example:port/", None),
        ("https://", None),
        ("https://harbour.example/" + "a" * 3_000, None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_becomes_a_whole_url_or_nothing(
    address: str | None, expected: str | None
) -> None:
    """Only http and https, without users, fragments and tracking parameters."""
    assert absolute_url(address, BASE) == expected


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Harbour.example/a", "www.harbour.example"),
        ("https://harbour.example/a?b=c", "harbour.example"),
        ("http://harbour.example:80", "harbour.example"),
        ("https://[::1]/a", "::1"),
        ("harbour.example", ""),
        ("https://[", ""),
        (None, ""),
    ],
)
def test_the_host_is_in_lower_case(url: str | None, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("origin", "href", "expected"),
    [
        ("pages/ferry.html", "ferry-2.html?x=1#top", "pages/ferry-2.html"),
        ("pages/ferry.html", "../snow%20day.html", "snow day.html"),
        ("pages/ferry.html", "https://harbour.example/2", "https://harbour.example/2"),
        ("pages/ferry.html", "/etc/passwd", None),
        ("pages/ferry.html", "file:///etc/passwd", None),
        ("pages/ferry.html", "#top", None),
        ("pages/ferry.html", None, None),
    ],
)
def test_a_part_of_a_saved_page_is_the_file_beside_it(
    origin: str, href: str | None, expected: str | None
) -> None:
    """A path from the root or with another scheme was not saved along."""
    assert part_url(href, Document(content=b"", origin=origin)) == expected


def test_a_part_of_a_page_of_the_web_is_a_url() -> None:
    document = Document(content=b"", origin=BASE, url=BASE)
    assert part_url("?page=2", document) == f"{BASE}?page=2"


def test_tracking_parameters_are_known_by_name_or_prefix() -> None:
    """A page number is not one of them."""
    assert is_tracking("utm_campaign")
    assert is_tracking("FBCLID")
    assert not is_tracking("page")
