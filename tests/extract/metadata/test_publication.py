"""The publication is a name on the page, never a host and never a guess."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.metadata import read_metadata
from newsdigest.model import Hints

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
HEADLINE = "Snow to reach the coast by Monday"


def publication(title: str, head: str = "", url: str | None = None) -> str | None:
    page = f"<html><head><title>{title}</title>{head}</head><body><h1>{HEADLINE}</h1><p>Text.</p>"
    tree = LexborHTMLParser(page)
    return read_metadata(tree, url=url, hints=Hints(), as_of=AS_OF).source


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE} - Harbour Post",
        f"{HEADLINE} | Harbour Post",
        f"{HEADLINE} — Harbour Post",
        f"Harbour Post: {HEADLINE}",
        f"Harbour Post | {HEADLINE}",
    ],
)
def test_a_saved_page_names_it_beside_the_headline(title: str) -> None:
    """Without a host, the only addition of the title to the headline is the publication."""
    assert publication(title) == "Harbour Post"


@pytest.mark.parametrize(
    "title",
    [
        HEADLINE,
        f"{HEADLINE} and stay",
        f"{HEADLINE} - Weather - Harbour Post",
        f"{HEADLINE} - harbourpost.example",
        f"{HEADLINE} - page 2",
        "Something else - Harbour Post",
        "",
    ],
)
def test_ambiguous_additions_are_no_publication(title: str) -> None:
    """A section, a host, a page number or another headline leave it unknown."""
    assert publication(title) is None


def test_the_declared_name_counts_first() -> None:
    """og:site_name is declared by the page; the title is only a substitute."""
    head = '<meta property="og:site_name" content="The Harbour Post">'
    assert publication(f"{HEADLINE} - HP", head) == "The Harbour Post"


def test_with_a_host_the_name_must_match_it() -> None:
    """On the web, the addition to the headline must spell the host."""
    url = "https://www.harbourpost.example/snow"
    assert publication(f"{HEADLINE} - Harbour Post", url=url) == "Harbour Post"
    assert publication(f"{HEADLINE} - Weather", url=url) is None


PLAIN_URL = "https://www.hp-media.example/snow"


@pytest.mark.parametrize(
    ("title", "emblem"),
    [
        (f"{HEADLINE} | Harbour Post", '<a href="/">Harbour Post</a>'),
        (f"{HEADLINE} | Harbour Post", '<a href="/"><img src="l.png" alt="Harbour Post logo"></a>'),
        (f"{HEADLINE} | Harbour Post", '<a href="https://www.hp-media.example/">Harbour Post</a>'),
        (
            f"{HEADLINE} - News - Harbour Post",
            "<p>© 2019–2026 Harbour Post. All rights reserved.</p>",
        ),
        (
            HEADLINE,
            '<a href="/">Harbour Post</a><p>Copyright &copy; 2026 Harbour Post | Imprint</p>',
        ),
    ],
)
def test_a_printed_name_counts_if_another_source_agrees(title: str, emblem: str) -> None:
    """Front-page link, logo or copyright line name the publication; title or host confirm it."""
    page = f"<html><head><title>{title}</title></head><body>{emblem}<h1>{HEADLINE}</h1><p>Text.</p>"
    found = read_metadata(LexborHTMLParser(page), url=PLAIN_URL, hints=Hints(), as_of=AS_OF)
    assert found.source == "Harbour Post"


@pytest.mark.parametrize(
    "emblem",
    [
        '<a href="/">Home</a><a href="/">Home</a>',
        '<a href="/">Harbour Post</a>',
        "<p>© 2026 Example Media Holding Ltd. All rights reserved.</p>",
        '<a href="/">hp-media.example</a><p>© hp-media.example</p>',
    ],
)
def test_an_unconfirmed_name_is_no_publication(emblem: str) -> None:
    """A single label may belong to a menu or an owner, or be the host."""
    page = f"<html><head><title>{HEADLINE}</title></head><body>{emblem}<h1>{HEADLINE}</h1>"
    found = read_metadata(LexborHTMLParser(page), url=PLAIN_URL, hints=Hints(), as_of=AS_OF)
    assert found.source is None


def test_an_invalid_host_is_survived() -> None:
    """The contents of an address cannot break the search for the front page."""
    page = "<html><head><title>A - B</title></head><body><h1>A</h1>"
    url = 'https://"],a[href^="/b'
    assert read_metadata(LexborHTMLParser(page), url=url, hints=Hints(), as_of=AS_OF).source in (
        None,
        "B",
    )
