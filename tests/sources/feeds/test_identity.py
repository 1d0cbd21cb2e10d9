"""Which entries are the same one, and which say something new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.feedmodel import Entry, Feed
from newsdigest.sources.feeds import canonical_url, entry_keys, feed_keys, fingerprint

ENTRY = Entry(
    id="tag:harbour,1",
    url="https://harbour.example/news/ferry",
    title="Ferry sails again",
    published=datetime(2025, 6, 6, tzinfo=UTC),
    summary="The ferry sails <b>again</b>.",
)


def are_one(first: Entry, second: Entry) -> bool:
    """Whether the store would take the second for the first."""
    return not set(entry_keys(first)).isdisjoint(entry_keys(second))


def test_new_ids_with_the_same_links_are_the_same_entries() -> None:
    """FEED02: a site that moves to another publishing system does not repeat its news."""
    assert are_one(ENTRY, replace(ENTRY, id="https://harbour.example/?p=1"))


def test_an_id_holds_an_entry_whose_link_and_title_change() -> None:
    """FEED03: it is the same entry, and says something new."""
    changed = replace(ENTRY, url="https://harbour.example/news/ferries", title="Ferries sail again")
    assert are_one(ENTRY, changed)
    assert fingerprint(changed) != fingerprint(ENTRY)


@pytest.mark.parametrize("id", [None, "http://harbour.example/news/ferry?utm_source=feed"])
def test_without_an_id_the_address_counts(id: str | None) -> None:
    """FEED04: ids that are missing or differ by scheme and tracking make no new entry."""
    assert are_one(replace(ENTRY, id=id), replace(ENTRY, id=None, url=ENTRY.url))
    moved = replace(ENTRY, id=id and id.replace("http:", "https:").replace("=feed", "=mail"))
    assert entry_keys(moved) == entry_keys(replace(ENTRY, id=id))


def test_without_id_and_address_the_words_count() -> None:
    """FEED04: then the content is the name, in whatever markup."""
    bare = replace(ENTRY, id=None, url=None)
    assert are_one(bare, replace(bare, summary="<p>The ferry sails again.</p>"))
    assert not are_one(bare, replace(bare, summary="The ferry stays in port."))
    assert not are_one(bare, replace(bare, published=datetime(2025, 6, 7, tzinfo=UTC)))


def test_words_alone_do_not_make_two_articles_one() -> None:
    """A daily tide table has the same title and text each day, and another address."""
    next_day = replace(ENTRY, id="tag:harbour,2", url="https://harbour.example/news/ferry-2")
    assert not are_one(ENTRY, next_day)


@pytest.mark.parametrize(
    "url",
    [
        "http://harbour.example/news/ferry",
        "https://www.harbour.example/news/ferry/",
        "https://HARBOUR.example:443/news/ferry#top",
        "https://amp.harbour.example/news/ferry",
        "https://m.harbour.example/amp/news/ferry",
        "https://harbour.example/news/ferry/amp/",
        "https://harbour.example/news/ferry?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://harbour.example/news/ferry?amp=1#xtor=RSS-1",
        "https://harbour.example/news/%66erry",
    ],
)
def test_spellings_of_one_address_are_one(url: str) -> None:
    """FEED17: scheme, www, AMP, port, tracking and the last slash do not tell articles apart."""
    assert ENTRY.url is not None
    assert canonical_url(url) == canonical_url(ENTRY.url)


@pytest.mark.parametrize(
    "url",
    [
        "https://harbour.example/news/ferry-2",
        "https://harbour.example/news/Ferry",
        "https://harbour.example/news/ferry?id=2",
        "https://harbour.example/news/ferry#update-2",
        "https://harbour.example:8443/news/ferry",
        "https://other.example/news/ferry",
    ],
)
def test_other_addresses_stay_others(url: str) -> None:
    """What may choose another article is kept: path, case, parameters, live-blog posts, ports."""
    assert ENTRY.url is not None
    assert canonical_url(url) != canonical_url(ENTRY.url)


def test_an_address_that_entries_share_is_no_name() -> None:
    """A feed whose items all link to its front page, or one page, keeps each of them."""
    entries = [replace(ENTRY, id=f"{n}", title=f"Part {n}") for n in range(3)]
    front = [replace(ENTRY, id=f"{n}", url="https://harbour.example/") for n in range(2)]
    for listed in (entries, front):
        keys = feed_keys(Feed("rss", None, None, None, tuple(listed)))
        assert not any(key.startswith("url:") for each in keys for key in each)
        assert all(each for each in keys)


def test_markup_and_dates_are_no_news() -> None:
    """TIME06: a feed that stamps its entries anew each day says nothing new."""
    stamped = replace(
        ENTRY,
        modified=datetime(2025, 6, 8, tzinfo=UTC),
        summary='The ferry <i>sails</i> again.<img src="https://counter.example/7">',
    )
    assert fingerprint(stamped) == fingerprint(ENTRY)
    assert fingerprint(replace(ENTRY, summary="The ferry sank.")) != fingerprint(ENTRY)


@given(st.text(max_size=200))
def test_canonical_addresses_are_stable(text: str) -> None:
    """Any text has one, and it is the same once more under another scheme."""
    url = "https://harbour.example/" + text
    assert canonical_url(url) == canonical_url(url)
    assert isinstance(canonical_url(text), str)
