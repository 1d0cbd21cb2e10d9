"""Secrets in addresses: by the name of a parameter, and by their shape."""

from __future__ import annotations

import doctest
import gzip
import re
import tomllib
from html import unescape

import pytest

from newsdigest import masking
from newsdigest.masking import holds_secret, masked, masked_address
from tests.paths import ROOT

CANARY = "canary-7f3a"
FEEDS = ROOT.parent / "shared" / "bench" / "feeds"
SHAPES = [
    "9f8a7c6e5d4b3a291807f6e5d4c3b2a1",
    "dGhpcy1pcy1hLXNlY3JldC1mZWVk1x",
    "x7Kq29fLmZp04TtWc8Rv",
]


NAMES = """
    feed_token private_token rss_token auth_token id_token access_token jwt access_key accesskey
    client_secret clientSecret X-Amz-Signature X-Amz-Security-Token authkey passkey pw sid
    apikey API_KEY password user[password] sig auth feed%5Ftoken
    access-code auth_code bearer ticket passcode pin
"""


@pytest.mark.parametrize("name", NAMES.split())
def test_parameters_of_secrets_are_masked(name: str) -> None:
    """SEC08: in the query, in the fragment and after a semicolon, alone and among others."""
    for before, after in (("?", ""), ("?page=2&", "&x=1"), ("#", ""), ("#/feed?", ""), (";", "")):
        url = f"https://news.example/feed{before}{name}={CANARY}{after}"
        text = f"error: {url}: HTTP 404"
        assert masked(text) == text.replace(CANARY, "***")
        assert holds_secret(url)


@pytest.mark.parametrize("secret", ["'{}'", '"{}"', "ab'{}", "ab<{}>", "({})", "{}."])
def test_quotes_and_brackets_hide_no_secret(secret: str) -> None:
    """SEC08: an address may hold an apostrophe, and a line on a wrong one what it may not."""
    url = f"https://news.example/feed?token={secret.format(CANARY)}&x=1"
    assert CANARY not in masked(f"error: {url}: HTTP 404")
    assert masked_address(url).endswith("&x=1")


@pytest.mark.parametrize(
    "query", ["keywords=ferry", "monkey=1", "primary_key=id", "code=de", "hash=top", "user=ines",
              "page=2", "tokens=3", "design=flat", "category=pwa", "assign=x"],
)  # fmt: skip
def test_other_parameters_are_not(query: str) -> None:
    """SEC08: a word that only contains one of those, and an ambiguous name with a short value."""
    assert masked_address(f"https://news.example/feed?{query}") == (
        f"https://news.example/feed?{query}"
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "url", ["/feed/u/{}/", "/rss/{}.xml", "/{}", "/feed?x={}", "/feed?hash={}&page=1", "/#{}"]
)
def test_long_mixes_of_letters_and_digits_are_masked(url: str, shape: str) -> None:
    """SEC08: in the address of a feed, wherever they stand, not in a link."""
    address = "https://news.example" + url
    assert masked_address(address.format(shape)) == address.format("***")
    if "hash" not in url:
        assert masked(address.format(shape)) == address.format(shape)


@pytest.mark.parametrize(
    "url",
    ["https://news.example/2026/11/22/ferry-landing-reopens-in-april-2026-after-eleven-years/feed",
     "https://news.example/rss/2c1f6e0e-4b1d-4c3a-9a77-0123456789ab",
     "https://news.example/5f2b18a0c7e4d90012ab34cd/feed",
     "https://www.youtube.com/feeds/videos.xml?channel_id=UCXuqSBlHAE6Xw9yeJA0Tunw",
     "https://news.google.com/rss/topics/CAAqJggKIiBDQkFTRWdvSUwyMHZNRGx1YlY4U0FtVnVHZ0pWVXlnQVAB",
     "https://yxtxzre2jg3zhzlnqxrifaqbkuyd3e3sdgbjqf3tisrtypsbyoclrzqd.onion/feed",
     "/home/ines/9f8a7c6e5d4b3a291807f6e5d4c3b2a1/page.html"],
)  # fmt: skip
def test_public_addresses_are_shown(url: str) -> None:
    """SEC08: slugs, UUIDs, numbers of content systems, channels, hosts and paths are no secrets."""
    assert masked_address(url) == url


@pytest.mark.skipif(not FEEDS.is_dir(), reason="the real feeds are not here")
def test_no_link_of_a_real_item_is_masked() -> None:
    """SEC08: nor any address that a real feed gives as its own."""
    links: set[str] = set()
    own: set[str] = set()
    for path in FEEDS.glob("*.gz"):
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        links.update(re.findall(r"<link>(?:<!\[CDATA\[)?\s*(https?://[^<\]\s]+)", text))
        for tag in re.findall(r"<(?:atom:)?link\b[^>]*\brel=\"self\"[^>]*>", text):
            own.update(re.findall(r"href=\"([^\"]+)\"", tag))
    assert len(links) > 3000
    assert len(own) > 100
    assert [each for each in map(unescape, links) if masked(each) != each] == []
    assert [each for each in map(unescape, own) if holds_secret(each)] == []


def test_the_rules_are_in_lower_case_and_have_an_origin() -> None:
    """As they are compared; and the examples of the module hold."""
    data = tomllib.loads((ROOT / "newsdigest/masking/data/secrets.toml").read_text())
    assert data.pop("origin")
    assert all(name == name.lower() for names in data.values() for name in names)
    assert doctest.testmod(masking).failed == 0
