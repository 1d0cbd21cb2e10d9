import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.metadata.pages import TEXT, json_ld, page, read

H1 = "<h1>Ferry sails again</h1>"


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    "head",
    [
        script(DEEP),
        script('{"@type": "Article", "author": ' + '{"name":' * 5_000 + "1" + "}" * 5_001),
        script('{"@type": "Article", "headline": NaN, "datePublished": Infinity}'),
        script('{"@type": "Article", "datePublished": ' + "9" * 10_000 + "}"),
        script('{"@type": "Article", "headline": "broken'),
        script('{"@type": {"a": 1}, "author": [[[]]], "publisher": 5, "image": [[]], "url": []}'),
        script("x" * 5_000_000),
        script('{"@type":"Article"}') * 10_000,
        '<meta property="og:title" content="x">' * 100_000,
        "<title>" + "x" * 5_000_000 + "</title>",
        '<meta name="author" content="' + "A. " * 400_000 + '">',
        '<meta property="article:published_time" content="' + "1" * 1_000_000 + '">',
        '<link rel="canonical" href="' + "a" * 1_000_000 + '">',
    ],
    ids=lambda head: head[:30],
)
def test_bombs_in_the_head_are_survived(head: str) -> None:
    """Size, depth and number are bounded, and nothing raises (HTM09)."""
    found = read(page(head, H1 + TEXT))
    assert found.title is not None
    assert len(found.title) <= 300


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 500 + H1 + "</div>" * 500,
        H1 + "<span>" * 500 + "By Ana",
        "<b>x</b>" * 20_000 + H1 + "<i>y</i>" * 20_000,
        "<h1>x</h1>" * 20_000,
        "<time>6 June 2025</time>" * 20_000,
        "<span itemprop=author>Ana Rivers</span>" * 20_000,
        "<p class=author>" + "Ana " * 100_000 + "</p>",
        H1 + "<p>By Ana Rivers May ² 5</p>",
        H1 + "<p>By Ana Rivers, may ①, 2025</p>",
    ],
    ids=lambda body: body[:30],
)
def test_bombs_around_the_headline_are_survived(body: str) -> None:
    """Walks around the headline end, however deep or long the page is."""
    read(page("", body))


def test_a_comma_or_comment_too_many_does_not_lose_json_ld() -> None:
    """Trailing commas, raw line breaks and comment wrappers are common and read."""
    text = (
        '<!-- {"@type": "NewsArticle", "headline": "Ferry\n sails", "keywords": ["a", "b",],} -->'
    )
    assert read(page(script(text), TEXT)).title == "Ferry sails"


def test_fields_are_safe_to_print() -> None:
    """Escape sequences, direction overrides and NUL reach no field (TRM05, ENC06, ENC07)."""
    evil = "Ferry\x1b[31m\u202e\x00 \ud800sails"
    node = {
        "@type": "NewsArticle",
        "headline": evil,
        "author": "Ana " + evil,
        "publisher": {"name": "Post " + evil},
        "articleSection": evil,
        "keywords": [evil],
        "description": evil,
        "articleBody": evil,
    }
    found = read(page(json_ld(node), TEXT))
    texts = [
        *(found.title, found.source, found.section, found.standfirst),
        *found.authors,
        *found.keywords,
        *(body.text for body in found.article_bodies),
    ]
    assert len(texts) == 7
    for text in texts:
        assert text
        assert not set(text) & set("\x1b\u202e\x00\ud800")


KEYS = st.sampled_from(
    [
        "@type", "@id", "@graph", "headline", "author", "name", "publisher", "datePublished",
        "dateModified", "image", "url", "keywords", "articleBody", "mainEntityOfPage", "inLanguage",
        "isAccessibleForFree", "articleSection", "description", "mainEntity", "hasPart",
    ]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=10))
def test_any_json_ld_is_survived(node: dict[str, object]) -> None:
    """Values of any shape under any name raise nothing."""
    node["@type"] = "NewsArticle"
    read(page(script(json.dumps(node).replace("</", "<\\/")), H1 + TEXT))


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_page_and_address_are_survived(html: str, url: str) -> None:
    """No page and no address raise."""
    read(html, url=url)
