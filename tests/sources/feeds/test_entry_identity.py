"""Which entries are the same one, and which say something new."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.feedmodel import Entry, Feed, SeenItem
from newsdigest.sources.feeds import (
    canonical_url,
    fingerprint,
    name_entries,
    recognise,
    snapshot_of,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ENTRY = Entry(
    id="tag:harbour,1",
    url="https://harbour.example/news/ferry",
    title="Ferry sails again",
    published=datetime(2025, 6, 6, tzinfo=UTC),
    summary="The ferry sails <b>again</b>.",
)


@dataclass
class Reader:
    """Remembers what a feed showed, as the store does."""

    rows: dict[str, SeenItem] = field(default_factory=dict)
    items: int = 0

    def poll(self, *entries: Entry) -> list[str]:
        """The names of the items that the entries are, new or known: "0", "1" ..."""
        kinds = [
            kind
            for kind in ("guid", "url")
            if sum(key.startswith(f"{kind}:") for key in self.rows) > 1
        ]
        named = name_entries(Feed("rss", None, None, None, entries), kinds)
        found = []
        for each, item in zip(named, recognise(named, self.rows), strict=True):
            name = item.article if item else str(self.items)
            self.items += item is None
            found.append(name)
            said = snapshot_of(each.entry)
            for key in each.keys:
                self.rows[key] = SeenItem(name, each.fingerprint, said if "said" in key else None)
        return found


def entry(number: int, **change: object) -> Entry:
    """An entry that has nothing in common with that of another number."""
    moment = datetime(2026, 11, 1, 6, tzinfo=UTC) + timedelta(days=number)
    text = f"Crew {number} of the ferry rowed home. Some {number} herons met them on pier {number}."
    base = Entry(
        id=f"tag:{number}",
        url=f"https://harbour.example/news/{number}",
        title=f"Ferry {number} sails",
        published=moment,
        summary=text,
    )
    return replace(base, **change)  # type: ignore[arg-type]


HOME = "https://harbour.example/"
PAGE = "https://harbour.example/status"
E = entry


def renamed(number: int, poll: int, **change: object) -> Entry:
    return E(number, id=f"r{number}.{poll}", url=f"{HOME}r/{number}/{poll}", **change)


def at_home(number: int, **change: object) -> Entry:
    return E(number, url=HOME, **change)


def status(number: int, **change: object) -> Entry:
    return E(number, url=PAGE, title="Mail is slow", **change)


# What a feed shows in each of its polls, and the items that this are.
DAYS: dict[str, list[tuple[list[Entry], str]]] = {
    "nothing changes": [([E(0), E(1)], "0 1"), ([E(0), E(1)], "0 1")],
    "guids change": [([E(0), E(1)], "0 1"), ([E(0, id="x"), E(1, id="y")], "0 1")],
    "link and title change": [
        ([E(0), E(1)], "0 1"),
        ([E(0, url=f"{HOME}moved", title="All is well"), E(1)], "0 1"),
    ],
    "guid and link change together, once": [
        ([E(0), E(1)], "0 1"),
        ([E(2), renamed(0, 1), renamed(1, 1)], "2 0 1"),
        ([E(2), renamed(0, 1), renamed(1, 1)], "2 0 1"),
    ],
    "guid and link change at each poll": [
        ([renamed(0, 0), renamed(1, 0)], "0 1"),
        ([renamed(2, 1), renamed(0, 1), renamed(1, 1)], "2 0 1"),
        ([renamed(2, 2), renamed(0, 2)], "2 0"),
    ],
    "... and dates with them": [
        ([renamed(0, 0), renamed(1, 0)], "0 1"),
        ([renamed(0, 1, published=NOW), renamed(1, 1, published=NOW)], "0 1"),
    ],
    "one title each week": [
        ([E(0, title="Bulletin")], "0"),
        ([E(1, title="Bulletin"), E(0, title="Bulletin")], "1 0"),
        ([E(2, title="Bulletin")], "2"),
    ],
    "one title and text each week": [
        ([E(0), E(9)], "0 1"),
        ([E(1, title=E(0).title, summary=E(0).summary), E(9)], "2 1"),
    ],
    "one title and hour, two texts": [
        ([E(0, title="Traffic"), E(1, title="Traffic", published=E(0).published)], "0 1"),
    ],
    "the same at once, in two places": [
        ([E(0), E(0, id="b", url=f"{HOME}b")], "0 1"),
        ([E(0), E(0, id="b", url=f"{HOME}b")], "0 1"),
    ],
    "an item three times": [([E(0), E(0), E(1), E(0)], "0 1"), ([E(1), E(0), E(0)], "1 0")],
    "one link, several guids": [
        ([at_home(0), at_home(1)], "0 1"),
        ([at_home(2), at_home(0), at_home(1)], "2 0 1"),
    ],
    "one link, no guid": [
        ([at_home(0, id=None), at_home(1, id=None)], "0 1"),
        ([at_home(1, id=None), at_home(2, id=None)], "1 2"),
    ],
    "one link and one guid": [
        ([status(0, id="s"), status(1, id="s")], "0 1"),
        ([status(2, id="s"), status(0, id="s"), status(1, id="s")], "2 0 1"),
        ([status(2, id="s")], "2"),
    ],
    "an item a day at the front page, with a guid": [
        ([at_home(0)], "0"), ([at_home(1)], "1"), ([at_home(1)], "1"), ([at_home(2)], "2"),
    ],
    "... without one": [
        ([at_home(0, id=None)], "0"), ([at_home(1, id=None)], "1"), ([at_home(2, id=None)], "2"),
    ],
    "... with one guid for ever": [
        ([at_home(0, id="day")], "0"), ([at_home(1, id="day")], "1"), ([at_home(1, id="day")], "1"),
    ],
    "a status page, a report at a time": [
        ([status(0, id=PAGE)], "0"), ([status(1, id=PAGE)], "1"), ([status(2, id=PAGE)], "2"),
    ],
    "a link with one item today and two tomorrow": [
        ([status(0, id=None)], "0"),
        ([status(1, id=None), status(0, id=None)], "1 0"),
        ([status(0, id=None)], "0"),
    ],
    "links that differ by their fragments": [
        ([E(0, id=None, url=f"{PAGE}#a1"), E(1, id=None, url=f"{PAGE}#a2")], "0 1"),
        ([E(2, id=None, url=f"{PAGE}#a3"), E(1, id=None, url=f"{PAGE}#a2")], "2 1"),
    ],
    "a lone article is rewritten": [
        ([E(0, id=None)], "0"),
        ([E(0, id=None, title="Herons meet it", summary=f"{E(0).summary} Ada Keel wept.")], "0"),
    ],
    "a lone text that counts on": [
        ([status(0, id=None, summary="Read by 12 people.")], "0"),
        ([status(0, id=None, summary="Read by 1,300 people.")], "0"),
    ],
    "a shared link and a text that counts on": [
        ([at_home(n, id=None, summary=f"Seen {n} times.") for n in range(3)], "0 1 2"),
        ([at_home(n, id=None, summary=f"Seen {n + 7} times.") for n in range(3)], "0 1 2"),
    ],
    "no dates": [
        ([renamed(0, 0, published=None), renamed(1, 0, published=None)], "0 1"),
        ([renamed(0, 1, published=None), renamed(1, 1, published=None)], "0 1"),
    ],
    "no links and no guids": [
        ([E(n, id=None, url=None) for n in (0, 1)], "0 1"),
        ([E(n, id=None, url=None) for n in (1, 2)], "1 2"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", DAYS)
def test_days_of_a_feed(name: str) -> None:
    """FEED01–FEED07: each item is recognised by what distinguishes the entries of its feed."""
    reader = Reader()
    for number, (entries, items) in enumerate(DAYS[name]):
        assert reader.poll(*entries) == items.split(), f"poll {number}"


@pytest.mark.parametrize("id", [None, "http://harbour.example/news/ferry?utm_source=feed"])
def test_without_an_id_the_address_counts(id: str | None) -> None:
    """FEED04: ids that are missing or differ by scheme and tracking make no new entry."""
    moved = replace(ENTRY, id=id and id.replace("http:", "https:").replace("=feed", "=mail"))
    reader = Reader()
    assert reader.poll(replace(ENTRY, id=id), E(1)) == ["0", "1"]
    assert reader.poll(moved, E(1)) == ["0", "1"]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6, unique=True), st.data())
def test_a_feed_that_stays_has_no_news(numbers: list[int], data: st.DataObject) -> None:
    """Whatever the entries share, a second poll of the same feed knows each of them again."""
    shares = data.draw(st.sets(st.sampled_from(["id", "url", "title", "published", "summary"])))
    common = {name: getattr(E(9), name) for name in shares}
    entries = [E(number, **common) for number in numbers]
    reader = Reader()
    first = reader.poll(*entries)
    assert len(set(first)) == len(first)
    assert sorted(reader.poll(*entries)) == sorted(first)
    distinct = 1 if len(shares) == 5 else len(numbers)
    assert len(first) == distinct


def test_a_shared_link_gives_no_page_and_no_id() -> None:
    """The page of all entries is read for none; a distinguishing fragment is kept."""
    shared = name_entries(Feed("rss", None, None, None, (at_home(0), at_home(1))))
    assert [each.has_page for each in shared] == [False, False]
    assert len({each.new_id for each in shared} - {None}) == 2
    notes = (E(0, url=f"{PAGE}#a"), E(1, url=f"{PAGE}#b"), E(2))
    named = name_entries(Feed("rss", None, None, None, notes))
    assert [each.keeps_fragment for each in named] == [True, True, False]
    assert [each.has_page for each in named] == [False, False, True]
    assert named[2].new_id is None


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
    """FEED17: scheme, www, AMP, port, tracking and the last slash do not distinguish articles."""
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
