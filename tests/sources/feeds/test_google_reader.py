"""Answers of readers over the Google Reader API, in their several dialects."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.feedmodel import AccountFeed
from newsdigest.sources.feeds import (
    ItemPage,
    long_item_id,
    parse_account_feeds,
    parse_item_ids,
    parse_items,
)
from newsdigest.sources.feeds.google_reader import item_id

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "items", "itemRefs", "origin", "streamId", "title", "content",
                         "subscriptions", "categories", "published", "href", "canonical",
                         "continuation", "label", "enclosure", "summary"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.integers(min_value=0, max_value=2**64 - 1))
def test_a_number_has_one_id(number: int) -> None:
    """In decimal, with the sign of 64 bits, and in hexadecimal with leading zeros or without."""
    signed = number - 2**64 if number >= 2**63 else number
    forms = {item_id(text) for text in (
        str(number), str(signed), f"tag:google.com,2005:reader/item/{number:016x}",
        f"tag:google.com,2005:reader/item/{number:x}",
    )}  # fmt: skip
    assert forms == {f"{number:016x}"}
    assert item_id(long_item_id(f"{number:016x}")) == f"{number:016x}"


def test_ids_that_are_no_numbers() -> None:
    """Object ids of 24 hexadecimal digits stay as they are, also if all are decimal."""
    for id in ("52541a1aa6d5b0f1c3000012", "525410100605000103000012"):
        assert item_id(id) == item_id(long_item_id(id)) == id


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        ({"itemRefs": [{"id": "255"}, {"id": "16"}, {"id": "255"}], "continuation": "16"},
         ItemPage(("00000000000000ff", "0000000000000010"), "16")),
        ({"itemRefs": [{"id": 7}, {"no": 1}, 5], "continuation": ""},
         ItemPage(("0000000000000007",), None)),
        ({"itemRefs": [], "continuation": 0}, ItemPage((), None)),
        ({}, ItemPage((), None)),
    ],
)  # fmt: skip
def test_pages_of_ids(answer: object, page: ItemPage) -> None:
    """Each id once; a continuation that says nothing is the end."""
    assert parse_item_ids(json.dumps(answer).encode()) == page


def test_labels_of_feeds() -> None:
    """By their own name or from their id, with the user's number or without; without folders."""
    content = {"subscriptions": [
        {"id": "feed/1", "title": "The &amp; Post",
         "categories": [{"id": "user/-/label/AC/DC"}, {"id": "user/1/label/x", "label": "Tech"}]},
        {"id": "feed/2", "categories": [{"id": "user/-/state/com.google/starred"}, 3]},
        {"id": "user/-/label/x"}, {"title": "no id"}, None,
    ]}  # fmt: skip
    assert parse_account_feeds(json.dumps(content).encode()) == [
        AccountFeed("feed/1", "The & Post", ("AC\\/DC", "Tech")), AccountFeed("feed/2", None, ()),
    ]  # fmt: skip


def test_items_by_feed() -> None:
    """With all that entries of feeds have; labels and states are no categories of the feed."""
    item = {
        "id": "tag:google.com,2005:reader/item/00000000000000ff", "title": "Ferry &amp; pier",
        "published": 1_795_330_800, "updated": 1_795_331_100, "author": "Ada Okafor",
        "canonical": [{"href": "https://post.example/ferry"}],
        "alternate": [{"href": "https://proxy.example/ferry"}],
        "categories": ["user/-/state/com.google/read", "user/-/label/Tech", "Harbour"],
        "summary": {"content": "<p>Short.</p>"}, "content": {"content": "<p>Whole.</p>"},
        "enclosure": [{"href": "https://post.example/ferry.jpg", "type": "image/jpeg"}],
        "origin": {"streamId": "feed/1", "title": "Harbour Post > News",
                   "htmlUrl": "https://post.example/"},
    }  # fmt: skip
    (found,) = parse_items(json.dumps({"items": [item]}).encode(), NOW)
    (entry,) = found.feed.entries
    assert (found.stream, found.ids) == ("feed/1", ("00000000000000ff",))
    assert (found.feed.publication, found.feed.site) == ("Harbour Post", "https://post.example/")
    assert (entry.id, entry.url) == ("00000000000000ff", "https://post.example/ferry")
    assert (entry.title, entry.authors) == ("Ferry & pier", ("Ada Okafor",))
    assert entry.published == datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    assert entry.content == "<p>Whole.</p>"
    assert entry.categories == ("Harbour",)
    assert entry.image == "https://post.example/ferry.jpg"


def test_an_item_with_nothing_in_it_keeps_its_id() -> None:
    """It is no entry, but need not be asked for again."""
    (found,) = parse_items(b'{"items": [{"id": "255"}]}', NOW)
    assert (found.ids, found.feed.entries) == (("00000000000000ff",), ())


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    """ACC03: values of the wrong type count as missing."""
    content = json.dumps(value).encode()
    for parse in (parse_account_feeds, parse_item_ids, lambda each: parse_items(each, NOW)):
        with suppress(SourceError):
            parse(content)
