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
    "qR-7_sVt3-Yb8_Wn2-Kd5Fj",
    "hTqZbNxWvPdGmKcRyLsJaFeU",
]


NAMES = """
    feed_token private_token rss_token auth_token id_token access_token jwt access_key accesskey
    client_secret clientSecret X-Amz-Signature X-Amz-Security-Token authkey passkey pw sid
    apikey API_KEY password user[password] sig auth feed%5Ftoken
    access-code auth_code bearer ticket passcode pin
    passwort feed_passwort mot_de_passe motDePasse mdp jeton contraseña contrase%C3%B1a clave senha
    wachtwoord adgangskode lösenord salasana hasło haslo heslo şifre parola chiave
    пароль %D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C κωδικός 密码 パスワード 비밀번호
"""


@pytest.mark.parametrize("name", NAMES.split())
def test_parameters_of_secrets_are_masked(name: str) -> None:
    """SEC08: in the query, in the fragment and after a semicolon, alone and among others."""
    for before, after in (("?", ""), ("?page=2&", "&x=1"), ("#", ""), ("#/feed?", ""), (";", "")):
        url = f"https://news.example/feed{before}{name}={CANARY}{after}"
        text = f"error: {url}: HTTP 404"
        assert masked(text) == text.replace(CANARY, "***")
        assert holds_secret(url)


@pytest.mark.parametrize(
    "query",
    ["token%3D{}", "token%3d{}&page=2", "token%253D{}", "page=2%26token%3D{}%26x%3D1",
     "url=https%3A%2F%2Fnews.example%2Ffeed%3Ftoken%3D{}%26page%3D2&x=1",
     "url=https%253A%252F%252Fnews.example%252Ffeed%253Ffeed_token%253D{}%2526x%253D1",
     "url=https://news.example/feed?token={}", "url=https%3A%2F%2Fme%3A{}%40news.example%2Ffeed",
     "q=a%3Db&token={}", "q==&token={}", "mot%2520de%2520passe%3D{}"],
)  # fmt: skip
def test_escaped_addresses_hide_no_secret(query: str) -> None:
    """SEC08: with an encoded equals sign, and in an address inside a parameter of another."""
    url = f"https://news.example/go?{query.format(CANARY)}"
    assert CANARY not in masked(f"error: {url}: HTTP 404")
    assert masked(url).count("x") == url.count("x")


@pytest.mark.parametrize(
    "path",
    ["/private-feed/token/{}/rss.xml", "/feed-token/{}", "/api_key/{}?page=2", "/auth/{}.xml",
     "/rss/password/{}", "/token/token/{}", "/feed/token={}/rss", "/feed;token={}/rss",
     "/jeton/{}", "/passwort/{}/rss", "/secret/{}"],
)  # fmt: skip
@pytest.mark.parametrize("secret", ["hunter2x", "84521990", "aBcDeFgH", "canary-7f3a", *SHAPES])
def test_a_word_before_a_secret_in_the_path_gives_it_away(path: str, secret: str) -> None:
    """SEC08: in a feed's address whatever it looks like, in a link only if it looks random."""
    url = f"https://news.example{path}"
    assert secret not in masked_address(url.format(secret))
    if secret in SHAPES:
        assert secret not in masked(url.format(secret))


@pytest.mark.parametrize("secret", ["'{}'", '"{}"', "ab'{}", "ab<{}>", "({})", "{}."])
def test_quotes_and_brackets_hide_no_secret(secret: str) -> None:
    """SEC08: an address may contain an apostrophe, an invalid one in a message anything."""
    url = f"https://news.example/feed?token={secret.format(CANARY)}&x=1"
    assert CANARY not in masked(f"error: {url}: HTTP 404")
    assert masked_address(url).endswith("&x=1")


@pytest.mark.parametrize(
    "query", ["keywords=ferry", "monkey=1", "primary_key=id", "code=de", "hash=top", "user=ines",
              "page=2", "tokens=3", "design=flat", "category=pwa", "assign=x"],
)  # fmt: skip
def test_other_parameters_are_not(query: str) -> None:
    """SEC08: words that merely contain such a name, and ambiguous names with short values."""
    assert masked_address(f"https://news.example/feed?{query}") == (
        f"https://news.example/feed?{query}"
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "url", ["/feed/u/{}/", "/rss/{}.xml", "/{}", "/feed?x={}", "/feed?hash={}&page=1", "/#{}"]
)
def test_long_mixes_of_letters_and_digits_are_masked(url: str, shape: str) -> None:
    """SEC08: at any position in a feed's address, not in a link."""
    address = "https://news.example" + url
    assert masked_address(address.format(shape)) == address.format("***")
    if "hash" not in url:
        assert masked(address.format(shape)) == address.format(shape)


@pytest.mark.parametrize(
    "url",
    ["https://news.example/2026/11/22/ferry-landing-reopens-in-april-2026-after-eleven-years/feed",
     "https://news.example/rss/2c1f6e0e-4b1d-4c3a-9a77-0123456789ab",
     "https://news.example/5f2b18a0c7e4d90012ab34cd/feed",
     "https://news.example/title/Fenwick_SkyLift_X1_Review",
     "https://news.example/TheLittleBookOfHarboursAndFerries/rss",
     "https://news.example/session/morning/feed",
     "https://news.example/key/harbour-and-town/feed",
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
    """SEC08: no address that a real feed gives as its own is masked."""
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
    """The names are listed in the form that is compared, and the module's examples hold."""
    data = tomllib.loads((ROOT / "newsdigest/masking/data/secrets.toml").read_text())
    assert data.pop("origin")
    assert all(name == name.lower() for names in data.values() for name in names)
    assert doctest.testmod(masking).failed == 0
