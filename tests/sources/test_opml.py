"""Lists of feeds are read flat, once each, and written so that they are read again."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.sources.opml import MAX_FEEDS, ListedFeed, format_opml, parse_opml


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><body>{body}</body></opml>'.encode()


def test_folders_become_categories() -> None:
    """Names of attributes in any case, nested folders, categories of the feed's own."""
    listed = parse_opml(
        opml(
            '<outline text="News"><outline title="Ports &amp; sea">'
            '<outline type="rss" text="Post" xmlUrl="https://a.example/rss?x=1&amp;y=2" '
            'htmlUrl="https://a.example/" category="/Regional/North,Boats"/></outline>'
            '<outline text="Lake" XMLURL="https://b.example/atom"/></outline>'
            '<outline title="No text" xmlUrl="https://c.example/feed"/>'
            '<outline text="A link" type="link" url="https://d.example/"/>'
        )
    )
    assert listed == [
        ListedFeed(
            "https://a.example/rss?x=1&y=2", "Post", "https://a.example/",
            ("News", "Ports & sea", "North", "Boats"),
        ),
        ListedFeed("https://b.example/atom", "Lake", None, ("News",)),
        ListedFeed("https://c.example/feed", "No text"),
    ]  # fmt: skip


def test_doubles_includes_and_files_are_left_out() -> None:
    """XML06, NET12: each address once; a list that includes itself ends; no path is a feed."""
    listed = parse_opml(
        opml(
            '<outline text="1" xmlUrl="https://a.example/"/>'
            '<outline text="2" xmlUrl="https://a.example/"/>'
            '<outline type="include" url="https://a.example/self.opml"/>'
            '<outline text="3" xmlUrl="file:///etc/passwd"/><outline text="4" xmlUrl="feed.xml"/>'
        )
    )
    assert [feed.title for feed in listed] == ["1"]


def test_masses_are_capped() -> None:
    """XML06: ten thousand folders deep and a hundred thousand wide, in bounded time."""
    start = time.process_time()
    deep = parse_opml(
        opml(
            '<outline text="f">' * 10_000
            + '<outline xmlUrl="https://a.example/"/>'
            + "</outline>" * 10_000
        )
    )
    wide = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(100_000))
    assert len(parse_opml(opml(wide))) == MAX_FEEDS
    assert time.process_time() - start < 5
    assert [feed.url for feed in deep] == ["https://a.example/"]


def test_a_broken_list_is_read_up_to_the_break() -> None:
    """Bare ampersands, the commonest fault, break nothing at all."""
    body = (
        '<outline text="R&D" xmlUrl="https://a.example/?a=1&b=2"/><outline xmlUrl="https://b.example/"/>'
    )  # fmt: skip
    assert [feed.url for feed in parse_opml(opml(body))] == [
        "https://a.example/?a=1&b=2",
        "https://b.example/",
    ]
    cut = opml(body)[: -len("https://b.example/'/></body></opml>")]
    assert [feed.title for feed in parse_opml(cut)] == ["R&D"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><body>log in</body></html>", "not-opml"),
        (b"", "not-opml"),
        (b"<opml", "not-opml"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body>&a;</body></opml>', "unsafe-xml"),
    ],
)
def test_what_is_no_list_is_an_error(content: bytes, code: str) -> None:
    """Entities are refused here as in feeds."""
    with pytest.raises(SourceError) as error:
        parse_opml(content)
    assert error.value.code == code


@given(
    st.lists(
        st.builds(
            ListedFeed,
            url=st.integers(0, 999).map(lambda n: f"https://a.example/{n}?x=1&y='\"<{n}>"),
            title=st.sampled_from(["Post & <Sons>", "\"It's\"", "日報", None]),
            site=st.sampled_from(["https://a.example/?q=1&r=2", None]),
            categories=st.lists(st.sampled_from(["A & <so>", "Sea", "海"]), unique=True).map(tuple),
        ),
        unique_by=lambda feed: feed.url,
        max_size=12,
    )
)  # fmt: skip
def test_what_is_written_is_read_again(feeds: list[ListedFeed]) -> None:
    """Nothing of a feed is lost on the way out and in; one without a title gets its address."""
    again = {feed.url: feed for feed in parse_opml(format_opml(feeds).encode())}
    assert set(again) == {feed.url for feed in feeds}
    for feed in feeds:
        assert again[feed.url].title == (feed.title or feed.url)
        assert again[feed.url].site == feed.site
        assert again[feed.url].categories == feed.categories


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_an_error(content: bytes) -> None:
    """No input raises anything but SourceError."""
    with suppress(SourceError):
        parse_opml(b"<opml>" + content)


@pytest.mark.parametrize("namespace", ["http://opml.org/spec2", "http://www.opml.org/spec2/"])
def test_a_list_in_a_namespace_of_its_own(namespace: str) -> None:
    """A default namespace changes no names."""
    outline = '<outline text="Fenn Post" xmlUrl="https://fenn.example/feed"/>'
    content = f'<opml version="2.0" xmlns="{namespace}"><body>{outline}</body></opml>'
    assert [feed.url for feed in parse_opml(content.encode())] == ["https://fenn.example/feed"]
