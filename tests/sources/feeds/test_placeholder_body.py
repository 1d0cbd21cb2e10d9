"""Items with a placeholder body give only their headline."""

from __future__ import annotations

import pytest

from newsdigest.feedmodel import Entry, Feed
from newsdigest.sources.feeds import extract_entry
from newsdigest.sources.feeds.placeholder_body import ADDRESSES, LINKS, placeholder_rule
from tests.sources.feeds.fixture_files import AS_OF

HEADLINE = "Baker finds a coin in the oven"
URL = "https://fenn.example/coin"
BARE = [
    f"<p>Article URL: <a href='{URL}'>{URL}</a></p><p>Points: 162</p><p># Comments: 49</p>",
    f"<a href='{URL}'>[link]</a> <a href='{URL}'>[comments]</a>",
    f"submitted by <a href='{URL}'>/u/ada</a> <br/> [link] [comments]",
    "<a href='https://news.example/item?id=1'>Comments</a>",
    URL,
    "Punkte: 1.204<br>Kommentare: 12",
    "42 points | 7 comments",
]
TOLD = [
    "A baker of Fenn found a coin of 1702.",
    "Rovers 3, Glenside 1",
    f"Seen at the fair: {URL}",
    "<p>Points: 162</p><p>It is a coin of silver.</p>",
    "Comments on the coin are open.",
]


def entry(body: str) -> Entry:
    return Entry(id="1", url=URL, title=HEADLINE, summary=body)


@pytest.mark.parametrize("body", BARE)
def test_addresses_and_counts_tell_nothing(body: str) -> None:
    """The headline stands alone, and what stood under it is among the removals."""
    assert placeholder_rule(entry(body)) == ADDRESSES
    feed = Feed("rss", "Fenn Post", None, None, ())
    (article,) = extract_entry(entry(body), feed, "feed", as_of=AS_OF)
    assert (article.title, article.text) == (HEADLINE, "")
    assert [removal.rule for removal in article.removed] == [ADDRESSES]


@pytest.mark.parametrize("body", TOLD)
def test_a_line_of_content_keeps_the_body(body: str) -> None:
    """One sentence among addresses and counts is enough."""
    assert placeholder_rule(entry(body)) is None


def linked(*links: tuple[str, str]) -> str:
    items = (
        f"<li><a href='{URL}'>{title}</a>&nbsp;&nbsp;<i>{name}</i></li>" for title, name in links
    )
    return f"<ol>{''.join(items)}</ol>"


def test_a_list_of_reports_is_no_text_of_the_item() -> None:
    """Aggregators list the reports of an event, the item itself first."""
    other = ("Museum gets a coin", "Evening Line")
    assert placeholder_rule(entry(linked((HEADLINE, "Fenn Post"), other))) == LINKS
    assert placeholder_rule(entry(linked(other, (HEADLINE, "Fenn Post")))) is None
    text = "The coin is of silver, said the museum, and shows a ship. " * 3
    assert placeholder_rule(entry(f"<a href='{URL}'>{HEADLINE}</a> {text}")) is None
