"""Entries become documents and articles, and truncated ones are recognised."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsdigest.extract import extract_articles
from newsdigest.feedmodel import Entry, Feed
from newsdigest.model import Partial
from newsdigest.sources.feeds import entry_document, extract_entry, is_truncated
from tests.sources.feeds.fixture_files import AS_OF, FEEDS, read

SENTENCES = [
    "The old ferry went back to the quay on Friday after nine weeks in the yard at the river.",
    "Its captain said that the new engine burns a third less, which the company had not expected.",
    "The harbour office will open a second berth in autumn so that two ships can land at once.",
]  # fmt: skip
LONG = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 4)
FEED = Feed("rss", "The Harbour Post", "https://harbour.example/", "en", ())
ENTRY = Entry(
    id="1",
    url="https://harbour.example/ferry",
    title="Ferry back & running",
    authors=("Ada Keel",),
    published=datetime(2025, 6, 6, tzinfo=UTC),
    summary="The ferry is <b>back</b>.",
    content=LONG,
    categories=("Harbour",),
)


def test_an_entry_takes_the_road_of_a_page() -> None:
    """What the entry says around its text becomes the article's fields, the text its body."""
    document = entry_document(ENTRY, FEED, "feed.xml")
    (article,) = extract_articles(document, as_of=AS_OF)
    assert article.title == ENTRY.title
    assert article.source == "The Harbour Post"
    assert article.authors == ("Ada Keel",)
    assert article.published == ENTRY.published
    assert article.url == ENTRY.url
    assert article.language == "en"
    assert article.origin == "feed.xml"
    assert article.keywords == ("Harbour",)
    assert article.standfirst == "The ferry is back."
    # What stands on a page again word for word is taken for a copy.
    assert [block.text for block in article.blocks] == SENTENCES


def test_what_an_entry_says_of_itself_is_surer_than_its_text() -> None:
    """Neither its moment nor its authors come from what the text begins with, nor from its address;
    without its own they do."""
    text = f"<p>Today we sail. Words by Bo Mast, 3 May 2021</p>{LONG}"
    link = "https://harbour.example/2025/06/02/ferry"
    entry = replace(ENTRY, url=link, content=text, published=datetime(2025, 6, 6, 9, tzinfo=UTC))
    (own,) = extract_entry(entry, FEED, "feed.xml", as_of=AS_OF)
    assert (own.published, own.authors) == (entry.published, ("Ada Keel",))
    day = replace(entry, published=ENTRY.published)
    assert extract_entry(day, FEED, "feed.xml", as_of=AS_OF)[0].published == ENTRY.published
    silent = replace(entry, published=None, authors=())
    (found,) = extract_entry(silent, FEED, "feed.xml", as_of=AS_OF)
    assert found.published == datetime(2025, 6, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "headline"),
    [
        ("Ferry 2.0 — Our Biggest Boat Yet!", "Ferry 2.0 — Our Biggest Boat Yet!"),
        ("A Day at the Harbour: 7 – 13 February", "A Day at the Harbour: 7 – 13 February"),
        ("Dust II | The Infinite Quay", "Dust II | The Infinite Quay"),
        ("Ferry sails again | The Harbour Post", "Ferry sails again"),
        ("Opinion | Ferries must sail again", "Ferries must sail again"),
    ],
)
def test_a_stated_headline_is_kept(stated: str, headline: str) -> None:
    """Only the publication and a section beside it are no part of it."""
    entry = replace(ENTRY, title=stated)
    (article,) = extract_entry(entry, FEED, "feed.xml", as_of=AS_OF)
    assert article.title == headline


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(SENTENCES),
        "<br><br>".join(SENTENCES),
        "".join(f"<div>{s}</div>" for s in SENTENCES),
    ],
)
def test_paragraphs_without_p_are_paragraphs(text: str) -> None:
    """Plain text and line breaks divide a text as tags do."""
    entry = replace(ENTRY, content=text, summary=None)
    (article,) = extract_entry(entry, FEED, "feed.xml", as_of=AS_OF)
    assert [block.text for block in article.blocks] == SENTENCES


def test_short_items_are_articles_all_the_same() -> None:
    """What is too little text for a page is an item of a feed; it is marked as the teaser it is."""
    entry = replace(ENTRY, content=None, summary="Soup is back. <br/> It is &quot;hot&quot;.")
    (article,) = extract_entry(entry, FEED, "feed.xml", as_of=AS_OF)
    assert article.text == 'Soup is back. It is "hot".'
    assert article.partial is Partial.TEASER
    assert article.id


def test_an_article_has_one_address_however_short_its_item_is() -> None:
    """Tracking and fragments are taken off, as they are from the address of a page."""
    link = "https://post.example/soup?id=7&utm_source=rss#publisher=stand"
    for text in ("Soup is back.", "\n\n".join(SENTENCES)):
        entry = replace(ENTRY, url=link, content=None, summary=text)
        (article,) = extract_entry(entry, FEED, "feed.xml", as_of=AS_OF)
        assert article.url == "https://post.example/soup?id=7"


def test_every_entry_of_every_fixture_is_an_article() -> None:
    """No item is lost on the way, and no markup is left in it."""
    for path in FEEDS:
        feed = read(path.read_bytes())
        for entry in feed.entries:
            (article,) = extract_entry(entry, feed, "feed.xml", as_of=AS_OF)
            assert article.title == entry.title
            assert "</" not in article.text.replace("</b> say", "")


@pytest.mark.parametrize(
    "end",
    ["…", "...", "[&#8230;]", "[…]", ' <a href="https://h.example/">Read more</a>',
     " Continue reading →", " <p>Weiterlesen</p>", " Lire la suite ›", " 阅读全文",
     "... Read more: Ferry back & running",
     '… <p>The post <a href="https://h.example/1">Ferry</a> appeared first on '
     '<a href="https://h.example/">The Harbour Post</a>.</p>'],
)  # fmt: skip
def test_excerpts_are_recognised_by_their_ends(end: str) -> None:
    """Signs of a cut count in a text of any length."""
    assert is_truncated(replace(ENTRY, content=f"{LONG} The harbour{end}"))


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY,
        replace(ENTRY, content=LONG * 2 + '<p>The post <a href="/">Ferry</a> appeared first on '
                '<a href="/">The Harbour Post</a>.</p>'),
        replace(ENTRY, content=None, summary=LONG + LONG),
        replace(ENTRY, content=LONG + "<p>She told the children to read more.</p>"),
        replace(ENTRY, url=None, content=None, summary="Short…"),
    ],
)  # fmt: skip
def test_whole_texts_are_whole(entry: Entry) -> None:
    """A page is not fetched for what the feed already has."""
    assert not is_truncated(entry)


@pytest.mark.parametrize(
    "entry",
    [
        replace(ENTRY, content=None),
        replace(ENTRY, content=None, summary=None),
        replace(ENTRY, content="<p>Soup again.</p>"),
        replace(ENTRY, content=None, summary=LONG + LONG + "and then the"),
    ],
)
def test_teasers_are_teasers(entry: Entry) -> None:
    """A summary alone, a line, nothing, or a text without an end."""
    assert is_truncated(entry)
