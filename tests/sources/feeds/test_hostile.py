"""Feeds made to harm: bombs, depth, masses, other formats in disguise."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.feedmodel import Feed
from newsdigest.sources.feeds.feed_limits import MAX_ID, MAX_ITEMS
from newsdigest.workers.pool import WorkerPool
from tests.sources.feeds.fixture_files import AS_OF, FEEDS, read

HEAD = '<rss version="2.0"><channel><title>T</title><link>https://t.example/</link>'
TAIL = "</channel></rss>"
ITEM = "<item><title>One</title><link>https://t.example/1</link></item>"
# Generous, because the machine that runs the tests may be busy; a bomb takes minutes or gigabytes.
BOUND = 5.0


def within_bound(content: bytes | str) -> Feed | SourceError:
    """The feed, or the error, in the time that a worker has."""
    start = time.process_time()
    try:
        return read(content)
    except SourceError as error:
        return error
    finally:
        assert time.process_time() - start < BOUND


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))


@pytest.mark.parametrize(
    "declaration",
    [
        LAUGHS,
        f'<!ENTITY l11 "{"a" * 50_000}">',
        "<!ENTITY % p \"<!ENTITY l11 'x'>\">%p;",
        '<!ENTITY l11 SYSTEM "file:///etc/hostname">',
        '<!ENTITY l11 SYSTEM "http://127.0.0.1:9/secret">',
    ],
    ids=["laughs", "quadratic", "parameter", "file", "http"],
)
@pytest.mark.parametrize("before", ["", "<br />Warning: noise\n"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_refused(declaration: str, before: str, codec: str) -> None:
    """XML01, XML02: no entity of a document's own is expanded, read or fetched."""
    title = "<item><title>" + "&l11;" * 1000 + "</title></item>"
    text = f"{before}<?xml version='1.0'?><!DOCTYPE rss [{declaration}]>{HEAD}{title}{TAIL}"
    error = within_bound(text.encode(codec))
    assert isinstance(error, SourceError)
    assert error.code in ("unsafe-xml", "not-a-feed")


def test_an_external_parameter_entity_is_declared_in_vain() -> None:
    """XML02: feeds of RSS 1.0 declare one for the entities of HTML; nothing is fetched."""
    declaration = '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;'
    item = "<item><title>Tea &l11; toast</title></item>"
    feed = read(f"<?xml version='1.0'?><!DOCTYPE rss [{declaration}]>{HEAD}{item}{TAIL}")
    assert [entry.title for entry in feed.entries] == ["Tea &l11; toast"]


def test_nothing_that_a_feed_points_to_is_read(tmp_path: Path) -> None:
    """XML03, NET12: DTD, stylesheet, XInclude, schema and file paths stay words."""
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY")
    feed = read(
        f'<?xml version="1.0"?><?xml-stylesheet href="file://{canary}"?>'
        f'<!DOCTYPE rss SYSTEM "file://{canary}">'
        f'<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="file://{canary}"><channel><title>T</title>'
        f"<item><title>One</title><link>file://{canary}</link>"
        f'<description><xi:include href="file://{canary}" parse="text"/>words</description></item>'
        f"<item><title>Two</title><link>{canary}</link></item></channel></rss>"
    )
    assert "CANARY" not in repr(feed)
    assert [entry.title for entry in feed.entries] == ["One", "Two"]
    assert feed.entries[0].url is None


@pytest.mark.parametrize(
    "link",
    ["file:///etc/passwd", "ftp://t.example/a", "gopher://t.example/", "data:text/html,<b>x</b>",
     "javascript:alert(1)", "jar:https://t.example/a!/b", r"\\host\share", "https://[::1", "https://",
     "https://user:password@t.example/", "https://t.example:port/",
     "https://t.example/" + "a" * 5000],
)  # fmt: skip
def test_only_the_web_is_linked_to(link: str) -> None:
    """NET11: an item whose link leads elsewhere is read, without it."""
    escaped = link.replace("<", "&lt;")
    feed = read(f"{HEAD}<item><title>One</title><link>{escaped}</link></item>{TAIL}")
    url = feed.entries[0].url
    assert feed.entries[0].title == "One"
    assert url is None or url.startswith("https://feeds.example/")


def test_a_base_is_only_a_base() -> None:
    """NET20: what xml:base makes of a link is an address like any other, and judged like it."""
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://127.0.0.1:8/a/"><title>T</title>'
        '<entry xml:base="file:///etc/"><title>1</title><link href="passwd"/></entry>'
        '<entry><title>2</title><link href="b"/></entry></feed>'
    )
    assert [entry.url for entry in feed.entries] == [None, "http://127.0.0.1:8/a/b"]


MASSES: dict[str, Callable[[], str]] = {
    "deep elements": lambda: HEAD + ITEM + "<a>" * 200_000,
    "deep in an item": lambda: HEAD + ITEM + "<item><description>" + "<p>" * 200_000,
    "empty items": lambda: HEAD + ITEM + "<item/>" * 1_000_000 + TAIL,
    "namespaces": lambda: (
        "<rss " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(10_000)) + "><channel>"
        "<title>T</title>" + ITEM + TAIL
    ),
    "different names": lambda: HEAD + ITEM + "".join(f"<n{n}/>" for n in range(100_000)) + TAIL,
    "attributes": lambda: (
        HEAD + ITEM + "<a " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>" + TAIL
    ),
    "long title": lambda: HEAD + f"<item><title>{'a ' * 1_000_000}</title></item>" + TAIL,
    "angles in a title": lambda: HEAD + f"<item><title>{'&lt;a ' * 200_000}</title></item>" + TAIL,
    "ampersands": lambda: HEAD + f"<item><title>{'&amp;a' * 200_000}</title></item>" + TAIL,
    "long author": lambda: (
        HEAD + f"<item><title>1</title><author>{'a.' * 500_000}@</author></item>" + TAIL
    ),
    "spaces": lambda: HEAD + ITEM + " " * 2_000_000 + TAIL,
    "open brackets, broken": lambda: HEAD + ITEM + "<" * 200_000,
    "long author, broken": lambda: (
        HEAD + f"<item><title>1 & 2</title><author>{'a.' * 500_000}@</author></item>" + TAIL
    ),
    "long author in CDATA, broken": lambda: (
        HEAD
        + f"<item><title>1 & 2</title><dc:creator><![CDATA[{'a.' * 500_000}@]]></dc:creator></item>"
    ),
    "many items, broken": lambda: HEAD + "<item><title>a & b</title></item>" * 3_000 + TAIL,
    "unclosed CDATA": lambda: HEAD + ITEM + "<![CDATA[ " * 50_000,
    "unclosed comments": lambda: HEAD + ITEM + "<!-- " * 50_000,
    "deep JSON": lambda: '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
    "long number": lambda: (
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": ' + "9" * 1_000_000 + "}]}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MASSES)
def test_masses_are_bounded(name: str) -> None:
    """XML04, RGX02: time and items are bounded, and what stands before the mass is read."""
    content = MASSES[name]()
    result = within_bound(content)
    if "JSON" in name or "number" in name:
        assert isinstance(result, SourceError)
        return
    assert isinstance(result, Feed)
    assert result.title == "T"
    assert 0 < len(result.entries) <= MAX_ITEMS
    assert all(len(entry.title or "") < 2_000 for entry in result.entries)


def test_the_cap_on_items_is_reported() -> None:
    """XML04, FEED15: of a hundred thousand items the first 2,000 are read, in a short time."""
    items = "".join(f"<item><title>{n}</title></item>" for n in range(100_000))
    feed = within_bound(HEAD + items + TAIL)
    assert isinstance(feed, Feed)
    assert [entry.title for entry in feed.entries] == [str(n) for n in range(MAX_ITEMS)]
    assert feed.warnings == ("only the first 2,000 items were read",)


@pytest.mark.parametrize(
    "item",
    [None, 7, "text", [], [[]], True],
)
def test_json_items_of_wrong_types_are_skipped(item: object) -> None:
    """XML07: one bad item does not cost the others."""
    good = {"id": "1", "title": "One", "tags": [None, 3, "x"], "authors": [None, {"name": 4}]}
    value = {"version": "https://jsonfeed.org/version/1.1", "title": None, "items": [item, good]}
    feed = read(json.dumps(value))
    assert [(entry.title, entry.categories) for entry in feed.entries] == [("One", ("x",))]
    assert feed.warnings == ("1 items are not objects",)


@pytest.mark.parametrize(
    "content",
    ['{"version": "https://jsonfeed.org/version/1", "items": [}', "[]", "{}", '{"title": "x"}',
     '{"version": 1}', '{"note": "https://jsonfeed.org/version/1"}', "null"],
)  # fmt: skip
def test_other_json_is_no_feed(content: str) -> None:
    """XML07: other JSON is reported as such."""
    with pytest.raises(SourceError) as error:
        read(content)
    assert error.value.code == "not-a-feed"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<!DOCTYPE html><html><head><title>Log in to the Wi-Fi</title></head></html>", "web page"),
        ('<html><link rel="alternate" type="application/rss+xml" href="/f"></html>', "web page"),
        ("<html><body><pre>&lt;rss&gt;<rss></pre></body></html>", "web page"),
        ("<opml version='2.0'><body/></opml>", "OPML"),
        ("<urlset></urlset>", "sitemap"),
        ("<?xml version='1.0'?><note/>", "note"),
        ("Just words.", "line 1"),
        ("", "line 1"),
        ("<rss", "line 1"),
        ("\x89PNG\r\n\x1a\n", "feed"),
    ],
)
def test_what_is_not_a_feed_is_reported_by_name(content: str, name: str) -> None:
    """HTTP20, XML08: a captive portal's page does not pass for an empty feed."""
    with pytest.raises(SourceError, match=name) as error:
        read(content)
    assert error.value.code == "not-a-feed"


@pytest.mark.parametrize(
    "date",
    ["30 Feb 2025 10:00:00 GMT", "Fri, 06 Jun 2025 25:61:00 GMT", "0001-01-01T00:00:00+14:00",
     "9999-12-31T23:59:59-12:00", "99999-01-01", "Fri, 06 Jun 2025 10:00:00 +9999", "never", "-1",
     "0000-00-00 00:00:00", "\u0661\u0662", "", "1", "9" * 500],
)  # fmt: skip
def test_impossible_dates_are_no_dates(date: str) -> None:
    """TIME02: no exception and no invented time."""
    feed = read(f"{HEAD}<item><title>One</title><pubDate>{date}</pubDate></item>{TAIL}")
    assert feed.entries[0].published is None


def test_a_date_to_come_is_given_as_it_stands() -> None:
    """TIME01: the caller clamps it, who knows when the item was first seen."""
    feed = read(
        f"{HEAD}<item><title>1</title><pubDate>Tue, 01 Jan 2041 00:00:00 GMT</pubDate></item>{TAIL}"
    )
    published = feed.entries[0].published
    assert published is not None
    assert published.year == 2041


@pytest.mark.parametrize(
    ("printed", "hours"),
    [("Fri, 06 Jun 2025 10:00:00 +0000", 10), ("6 June 2025 10:00 Z", 10),
     ("2025-06-06T10:00Z", 10),
     ("Fri, 06 Jun 2025 10:00:00 SGT", 2), ("Fri, 06 Jun 2025 10:00:00 EDT", 14),
     ("ven., 06 juin 2025 10:00:00 +0200", 8), ("Fr, 06 Jun 2025 10:00:00 +0200", 8),
     ("2025-06-06 10:00:00 -0300", 13), ("Fri, 6 Jun 2025 10:00:60 GMT", 10)],
)  # fmt: skip
def test_dates_as_feeds_print_them(printed: str, hours: int) -> None:
    """Time zones by name, local names of months and a leap second are read."""
    feed = read(f"{HEAD}<item><title>1</title><pubDate>{printed}</pubDate></item>{TAIL}")
    published = feed.entries[0].published
    assert published is not None
    assert published - timedelta(seconds=published.second) == AS_OF.replace(day=6, hour=hours)


def test_long_ids_stay_apart() -> None:
    """FEED04: an id of a megabyte is cut, and two of them that differ at the end stay two."""
    feed = read(
        HEAD
        + "".join(
            f"<item><title>{end}</title><guid>{'x' * 1_000_000}{end}</guid></item>" for end in "ab"
        )
        + TAIL
    )
    ids = [entry.id or "" for entry in feed.entries]
    assert len(set(ids)) == 2
    assert all(len(id) <= MAX_ID for id in ids)


@pytest.mark.parametrize("guid", ["", "   ", "\t\n"])
def test_an_empty_id_is_none(guid: str) -> None:
    """FEED04: items with empty ids are not one item."""
    item = f"<item><title>{{}}</title><guid>{guid}</guid></item>"
    feed = read(HEAD + item.format(1) + item.format(2) + TAIL)
    assert [entry.id for entry in feed.entries] == [None, None]


def test_items_that_share_an_id_stay() -> None:
    """FEED01: two items with one id are two, and the feed's warning says that they share it."""
    items = [
        f"<item><title>{t}</title><guid>{g}</guid></item>" for t, g in ("1a", "2b", "3a", "4c")
    ]
    feed = read(HEAD + "".join(items) + TAIL)
    assert [entry.title for entry in feed.entries] == ["1", "2", "3", "4"]
    assert feed.warnings == ("2 items share an id, so it does not identify them",)


def test_control_characters_do_not_reach_the_fields() -> None:
    """TRM04: escape codes in a JSON Feed, and C1 characters in XML, are taken out."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T\u001b[31m\u0000",
        "items": [{"id": "\u0000a\u001b]0;x\u0007", "content_text": "a\u0000b\u001b[2Jc"}],
    }
    feed = read(json.dumps(value))
    entry = feed.entries[0]
    assert (feed.title, entry.id, entry.content) == ("T", "a", "abc")
    xml = read(f"{HEAD}<item><title>It&#146;s \x9b31m</title></item>{TAIL}")
    assert xml.entries[0].title == "It’s ›31m"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_an_error(content: bytes) -> None:
    """No input raises anything but SourceError."""
    within_bound(content)


@given(st.data())
def test_any_damage_is_survived(data: st.DataObject) -> None:
    """A feed with bytes cut, changed or repeated is read or refused, never an exception."""
    content = data.draw(st.sampled_from(FEEDS)).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    put = data.draw(st.one_of(st.binary(max_size=20), st.just(content[start:end] * 3)))
    within_bound(content[:start] + put + content[end:])


@pytest.mark.parametrize("number", ["99999999999", "1114112", "xFFFFFFFF", "x110000", "x", ""])
def test_characters_that_do_not_exist_cost_nothing(number: str) -> None:
    """XML05: feedparser raises on such a reference in a broken feed; the items stay."""
    feed = read(f"{HEAD}{ITEM}<item><title>A & &#{number}; B</title></item>{TAIL}")
    assert [(entry.title or "")[0] for entry in feed.entries] == ["O", "A"]


def test_large_feeds_fit_into_a_worker() -> None:
    """A feed of the size that is fetched at most is read within a worker's memory."""
    item = f"<item><title>One</title><description>{'The ferry sails. ' * 600}</description></item>"
    content = f"{HEAD}{item * 1_800}{TAIL}".encode()
    with WorkerPool(1) as pool:
        ((_, feed),) = pool.map(read, [content])
    assert isinstance(feed, Feed)
    assert len(feed.entries) == 1_800
