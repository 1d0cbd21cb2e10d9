"""Hostile payloads in every field and every format: none is executed, linked or read as markup."""

from __future__ import annotations

import functools
import operator
import re
from dataclasses import replace

import feedparser
import pytest

from newsdigest.model import Story
from newsdigest.render import (
    BINARY_FORMATS,
    FORMATS,
    RenderOptions,
    render_articles,
    render_articles_bytes,
    render_digest,
    render_digest_bytes,
    render_failure,
)
from newsdigest.render.links import web_link
from tests.render.examples import CUP, DIGEST
from tests.render.hostile import BASE, PAYLOADS, PLACES, everywhere
from tests.render.oracles import (
    ARTICLES_ORACLES,
    DIGEST_ORACLES,
    FORBIDDEN,
    articles_of,
    headline,
    parse_markdown,
)

# The escape codes that the terminal format writes: colours, and web links in pure ASCII.
OWN_CODES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;(?:id=[0-9a-f]{8};https?://[!-~]+|;)\x1b\\")
EVERYTHING = RenderOptions(width=60, colour=True, hyperlinks=True, removed=True)
PLAIN = RenderOptions(width=60, removed=True)


def test_the_matrix_is_complete() -> None:
    """Every format has an oracle, and there are enough cases."""
    assert set(DIGEST_ORACLES) == set(ARTICLES_ORACLES) == set(FORMATS)
    assert len(PAYLOADS) * len(PLACES) * len(FORMATS) >= 10_000


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_acts_in_any_format(payload: str, format_name: str) -> None:
    """I4: no control characters but line feeds; parsed back, nothing but the digest."""
    for digest in everywhere(PAYLOADS[payload]):
        output = written(render_digest_bytes(digest, format_name, PLAIN), format_name)
        DIGEST_ORACLES[format_name](output, digest)
        articles = articles_of(digest)
        # Some fields do not belong to an article.
        if articles != articles_of(BASE):
            read = written(render_articles_bytes(articles, format_name, PLAIN), format_name)
            ARTICLES_ORACLES[format_name](read, articles)


def written(content: bytes, format_name: str) -> str | bytes:
    """The output of a text format, decoded."""
    if format_name in BINARY_FORMATS:
        return content
    text = content.decode()
    assert not FORBIDDEN.search(text)
    assert "\t" not in text
    assert text.endswith("\n")
    return text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_feedparser_reads_the_same_feeds(payload: str) -> None:
    """A common feed reader reads the headlines as text and finds the same links."""
    for place in ("title", "url", "summary"):
        digest = PLACES[place](PAYLOADS[payload])
        parsed = feedparser.parse(render_digest_bytes(digest, "atom"))
        assert not parsed.bozo
        titles = [entry.title for entry in parsed.entries]
        assert titles == [headline(article) for article in articles_of(digest)]
        links = {link.href for entry in parsed.entries for link in entry.get("links", ())}
        assert links == {web_link(article.url) for article in articles_of(digest)} - {None}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_failure_is_one_safe_line(payload: str) -> None:
    """A failure is printed on one line without control characters or secrets."""
    for place in ("failed-source", "failure"):
        for failure in PLACES[place](PAYLOADS[payload]).failures:
            line = render_failure(failure)
            assert line.startswith("error: "), place
            assert not FORBIDDEN.search(line), place
            assert "\n" not in line, place
            assert "hunter2" not in line, place


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_terminal_gets_only_our_own_codes(payload: str) -> None:
    """With colours and hyperlinks, every ESC begins a sequence of ours."""
    for digest in everywhere(PAYLOADS[payload]):
        for text in (
            render_digest(digest, "terminal", EVERYTHING),
            render_articles(articles_of(digest), "terminal", EVERYTHING),
        ):
            assert not FORBIDDEN.search(OWN_CODES.sub("", text))
            assert text.count("\x1b]8;;\x1b") == text.count("\x1b]8;id=")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_makes_a_heading(payload: str) -> None:
    """Stories with an empty name have no heading, or that of stories without a name."""
    known = headings("plain")
    assert all(map(operator.le, headings(PAYLOADS[payload]), known))


@functools.cache
def headings(text: str) -> list[int]:
    """The number of headings of each digest with the text."""
    shown = [render_digest(digest, "markdown", PLAIN) for digest in everywhere(text)]
    return [
        sum(token.type == "heading_open" for token in parse_markdown(markdown))
        for markdown in shown
    ]


def test_a_minimal_story_is_shown() -> None:
    """An article with only an id is shown in every format."""
    bare = Story(id="x", articles=(replace(CUP, title=None, url=None, source=None, blocks=()),))
    for format_name in FORMATS:
        assert render_digest_bytes(replace(DIGEST, stories=(bare,)), format_name)
        assert render_articles_bytes(bare.articles, format_name)
