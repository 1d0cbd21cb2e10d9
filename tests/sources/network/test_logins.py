"""A login is for one scheme, host and port: row SEC09."""

from __future__ import annotations

import pytest

from newsdigest.sources.network import parse_login

LOGIN = parse_login(["Cookie: session=canary-7f3a", "X-Key:k"], "https://Paper.example/feed?x=1")


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/",
        "https://paper.example:443/2026/ferry",
        "https://PAPER.example/a",
        "https://me:pw@paper.example/a",
    ],
)
def test_the_place_of_the_feed_gets_the_fields(url: str) -> None:
    """SEC09: whatever the path and the spelling of the host."""
    assert LOGIN.fields_for(url) == {"Cookie": "session=canary-7f3a", "X-Key": "k"}


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/",
        "https://paper.example:8443/",
        "https://www.paper.example/",
        "https://example/",
        "https://paper.example.evil.example/",
        "https://paper.example@evil.example/",
        "https://evil.example/?https://paper.example/",
        "https://paper.example\\@evil.example/",
        "//paper.example/",
        "https://[paper.example/",
    ],
)
def test_no_other_place_gets_any(url: str) -> None:
    """SEC09: neither another scheme or port, nor hosts that look alike."""
    assert LOGIN.fields_for(url) == {}


def test_no_message_repeats_a_login() -> None:
    """SEC09: the value, and each piece of it that is long enough to be a secret, is masked."""
    text = "Forbidden: session=canary-7f3a (canary-7f3a, k)"
    assert LOGIN.without_secrets(text) == "Forbidden: *** (***, k)"
    assert "canary" not in repr(LOGIN)
