"""Each publication of a digest has one name, the user's if there is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from newsdigest.model import Article, Block, BlockKind, Digest, Document
from newsdigest.pipeline import (
    DigestOptions,
    ReadResult,
    Run,
    entry_article,
    entry_tasks,
    make_digest,
    with_own_labels,
)
from newsdigest.sources.feeds import parse_feed
from tests.pages import article_page

NOW = datetime(2026, 2, 18, 6, tzinfo=UTC)
FEED = "https://courier.example/world.xml"
TEXT = "The ferry to Sandholm ran again on Tuesday after nine days of ice, the harbour said."


def article(source: str | None, url: str = "https://courier.example/ferry") -> Article:
    return Article("a", "Ferry runs", (Block(BlockKind.PARAGRAPH, TEXT),), FEED, source, url=url)


def digest(*articles: Article, names: dict[str, str] | None = None) -> Digest:
    distinct = [replace(each, id=f"a{n}") for n, each in enumerate(articles)]
    reading = ReadResult(tuple(distinct), (), 1, len(distinct))
    return make_digest(reading, DigestOptions(names=names or {}), Run(NOW))


def names_in(made: Digest) -> set[str | None]:
    reports = [each for story in made.stories for each in story.articles]
    copies = [copy.article for story in made.stories for copy in story.copies]
    return {each.source for each in (*reports, *copies)}


def test_feeds_of_one_publication_are_one_source() -> None:
    """A story in three feeds of one publication has one source."""
    made = digest(
        article("Sandholm Courier - World"),
        article("The Sandholm Courier", "https://courier.example/ferry?from=top"),
        article("Sandholm Courier | All stories", "https://courier.example/ferry-2"),
    )
    assert len(names_in(made)) == 1
    assert all(len(story.sources) == 1 for story in made.stories)


def test_what_was_kept_under_a_section_gets_the_known_name() -> None:
    """Articles stored under a section's name get the known name of their host."""
    made = digest(article("World", "https://www.washingtonpost.com/a"))
    assert names_in(made) == {"The Washington Post"}


def test_the_name_that_the_user_gave_stands() -> None:
    """The user's name is kept as is, and also applies to articles stored earlier."""
    own = {FEED: "sandholm courier"}
    other = replace(article("Sandholm Courier"), origin="https://other.example/feed")
    made = digest(article("Sandholm Courier - World"), other, names=own)
    assert names_in(made) == {"sandholm courier", "Sandholm Courier"}
    assert with_own_labels(article(None), DigestOptions(names=own)).source == "sandholm courier"


ITEM = (
    "<rss version='2.0'><channel><title>World</title><link>https://courier.example/</link><item>"
    "<title>Ferry runs again</title><link>https://courier.example/ferry</link>"
    f"<description>{TEXT}</description></item></channel></rss>"
)
PAGE = Document(
    article_page(head="<meta property=og:site_name content='Sandholm Courier'>").encode(),
    origin=FEED,
    url="https://courier.example/ferry",
    media_type="text/html",
)


def read(name: str | None, page: Document | None) -> str | None:
    feed = parse_feed(ITEM.encode(), url=FEED, as_of=NOW)
    (work,) = entry_tasks(feed, FEED, name)
    return entry_article(replace(work, page=page), NOW).source


def test_the_user_then_the_page_then_the_feed_names_an_entry() -> None:
    """The user's name overrides the page's, and the page's the feed's."""
    assert read("Hollow", PAGE) == read("Hollow", None) == "Hollow"
    assert read(None, PAGE) == "Sandholm Courier"
    assert read(None, None) == "courier.example"
