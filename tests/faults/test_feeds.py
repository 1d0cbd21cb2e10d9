"""What feeds do to a subscriber, day by day: rows XML and FEED of the fault list."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.program import newsdigest

DAYS = [f"2026-11-{day}T06:00Z" for day in range(22, 30)]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def told(reader: Reader, day: int) -> list[str]:
    """The headlines of the day's digest; none where there is nothing new."""
    done = reader.run("digest", "--new", "--format", "json", as_of=DAYS[day])
    assert (done.status, done.stderr) == (0, "")
    return titles(done.stdout) if done.stdout else []


def test_a_feed_that_breaks_off_loses_nothing(web: Web, reader: Reader) -> None:
    """XML05: its whole items are told, the foot says so, and the item at the break comes later.

    It breaks off on two days under one ETag; sent back, that would keep the rest away for good.
    """
    whole = rss("The Post", [item(n) for n in range(3)])
    half = whole[: whole.index(item(2).text) + 60]
    reader.subscribe([web.put("/feed", half)])
    done = reader.run("digest", "--new", "--format", "json", as_of=DAYS[0])
    assert (done.status, done.stderr) == (0, "")
    assert sorted(titles(done.stdout)) == sorted(item(n).title for n in range(2))
    (failure,) = json.loads(done.stdout)["failures"]
    assert failure["error"] == "truncated at line 1; the last item waits for the complete feed"
    assert "truncated" in reader.run("feeds", "list").text
    assert told(reader, 1) == []
    web.put("/feed", whole)
    assert told(reader, 2) == [item(2).title]
    assert told(reader, 3) == []
    assert web.statuses == {200: 3, 304: 1}
    assert "truncated" not in reader.run("feeds", "list").text


def test_a_feed_of_a_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    """XML05: a warning on standard error, which --quiet leaves out; the whole items are read."""
    (tmp_path / "cut.xml").write_text(rss("The Post", [item(0), item(1)])[:-60])
    done = newsdigest("read", "-f", "json", tmp_path / "cut.xml")
    assert (done.status, len(json.loads(done.stdout))) == (0, 1)
    assert done.stderr.startswith(f"warning: {tmp_path / 'cut.xml'}: truncated at line 1; ")
    assert done.stderr.count("\n") == 1
    assert newsdigest("read", "-q", "-f", "json", tmp_path / "cut.xml").stderr == ""


def entry(number: int, guid: str | None, link: str, text: str = "", title: str = "") -> str:
    told = item(number)
    name = f"<guid isPermaLink='false'>{guid}</guid>" if guid is not None else ""
    return (
        f"<item><title>{title or told.title}</title>{name}<link>{escape(link)}</link>"
        f"<content:encoded>{escape(f'<p>{text or told.text}</p>')}</content:encoded></item>"
    )


def channel(*entries: str) -> str:
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>T</title>{''.join(entries)}</channel></rss>"
    )


def told_stories(reader: Reader, day: int) -> list[set[int]]:
    """The numbers of the items that each story of the day's digest tells of."""
    done = reader.run("digest", "--new", "--format", "json", as_of=DAYS[day])
    assert (done.status, done.stderr) == (0, "")
    stories = json.loads(done.stdout)["stories"] if done.stdout else []
    return [
        {int(article["title"].rpartition("(")[2].rstrip(")")) for article in story["articles"]}
        for story in stories
    ]


SITE = "https://news.example/"
FACTS = " The bill rose to 73,400 crowns after Ada Keel of Ravensea inspected the cellar."
# What each feed says on three days, and the numbers of the items that are told on each of them.
DIARIES: dict[str, tuple[list[str], list[list[int]]]] = {
    "FEED01 two items with one guid": (
        [channel(entry(0, "a", f"{SITE}0"), entry(1, "a", f"{SITE}1"), entry(2, "b", f"{SITE}2"))]
        * 3,
        [[0, 1, 2], [], []],
    ),
    "FEED02 all guids change": (
        [channel(entry(10, guid, f"{SITE}10")) for guid in ("a", "x", "https://news.example/?p=1")],
        [[10], [], []],
    ),
    "FEED03 title and link change, then the text gains facts": (
        [
            channel(entry(20, "a", f"{SITE}20")),
            channel(entry(20, "a", f"{SITE}20-new", title="Underwood says more (20)")),
            channel(entry(20, "a", f"{SITE}20", item(20).text + FACTS)),
        ],
        [[20], [], [20]],
    ),
    "FEED04 no guid, and another spelling of the link": (
        [
            channel(entry(30, guid, f"{link}news.example/30{tail}"))
            for guid, link, tail in (
                (None, "http://", "?utm_source=rss"),
                ("", "https://www.", "/?utm_source=mail"),
                ("   ", "https://", "#top"),
            )
        ],
        [[30], [], []],
    ),
    "FEED05 the guids of the first feed": (
        [channel(entry(40, "a", f"{SITE}40"), entry(41, "b", f"{SITE}41"))] * 3,
        [[40, 41], [], []],
    ),
    "FEED06 nothing at all on one day": (
        [channel(entry(50, "a", f"{SITE}50")), channel(), channel(entry(50, "a", f"{SITE}50"))],
        [[50], [], []],
    ),
    "FEED07 an old item leaves and comes back": (
        [
            channel(entry(60, "a", f"{SITE}60"), entry(61, "b", f"{SITE}61")),
            channel(entry(62, "c", f"{SITE}62")),
            channel(entry(62, "c", f"{SITE}62"), entry(60, "a", f"{SITE}60")),
        ],
        [[60, 61], [62], []],
    ),
    "FEED17 one article": ([channel(entry(70, "a", f"{SITE}70"))] * 3, [[70], [], []]),
    "FEED17 the same at another address of it": (
        [channel(entry(70, "z", "http://www.news.example/70/amp/?utm_medium=feed"))] * 3,
        [[], [], []],
    ),
}


def test_three_days_of_feeds_that_change(web: Web, reader: Reader) -> None:
    """FEED01–FEED07, FEED17: each article is told once, and an update where there are new facts."""
    urls = [web.url(f"/{number}") for number in range(len(DIARIES))]
    reader.subscribe(urls)
    for day in range(3):
        for number, (feeds, _) in enumerate(DIARIES.values()):
            web.put(f"/{number}", feeds[day])
        if day == 1:
            web.fail("/8", 404)  # FEED06: nor does an error between
        expected = [n for _, numbers in DIARIES.values() for n in numbers[day]]
        stories = told_stories(reader, day)
        assert sorted(set().union(*stories)) == sorted(expected), f"day {day}"
        # The article that two feeds have under two addresses stands in one story.
        assert sum(70 in story for story in stories) == (1 if day == 0 else 0)
    with reader.store() as store:
        notes = {state.note for state in store.feeds.all().values()}
    assert "2 items share an id, so it does not identify them" in notes
    listed = reader.run("feeds", "list").text
    assert listed.count("share an id") == 1


def test_an_update_is_marked_and_shows_what_is_new(web: Web, reader: Reader) -> None:
    """FEED03: once, with its new sentences; what only counts on is none, nor is a second change."""
    counter = "Read by {} people in the town of Ravensea so far."
    texts = [
        f"{item(0).text} {counter.format(1200)}",
        f"{item(0).text} {counter.format(1900)}",
        f"{item(0).text}{FACTS} {counter.format(2500)}",
        f"{item(0).text}{FACTS} Owen Marsh of Kelbrook paid 900. {counter.format(2600)}",
    ]
    reader.subscribe([web.url("/f")])
    told = []
    for day, text in enumerate(texts):
        web.put("/f", channel(entry(0, "a", f"{SITE}0", text)))
        done = reader.run("digest", "--new", "--format", "json", as_of=DAYS[day])
        told.append(json.loads(done.stdout)["stories"] if done.stdout else [])
    assert [len(stories) for stories in told] == [1, 0, 1, 0]
    assert not any(story["update"] for story in told[0])
    (update,) = told[2]
    assert update["update"]
    assert update["articles"][0]["update"]
    assert [sentence["text"] for sentence in update["summary"]] == [FACTS.strip()]


def test_one_429_rests_the_feeds_of_its_host(web: Web, reader: Reader) -> None:
    """FEED11: they are not asked in that run or the next, fail in neither, and come after that."""
    busy = web.fail("/busy", 429)
    feeds = [
        web.put(f"/feed/{number}", rss(f"P{number}", [item(number)]), delay=0.2)
        for number in range(30)
    ]
    reader.subscribe([busy, *feeds])
    reader.run("fetch", as_of="2026-11-22T06:00Z")
    asked = sum(web.asked[f"/feed/{number}"] for number in range(30))
    # What was under way when the answer came was asked already.
    assert asked < 15
    reader.run("fetch", as_of="2026-11-22T06:30Z")
    assert sum(web.asked[f"/feed/{number}"] for number in range(30)) == asked
    listed = {row["url"]: row for row in json.loads(reader.run("feeds", "list", "-f", "json").text)}
    assert all(listed[url]["health"] != "failing" for url in feeds)
    web.put("/busy", rss("Busy", [item(9)]))
    reader.run("fetch", as_of="2026-11-22T07:30Z")
    assert all(web.asked[f"/feed/{number}"] for number in range(30))


def test_feeds_that_move_rest_and_end(web: Web, reader: Reader) -> None:
    """FEED08–FEED11, FEED13, HTTP20: what a server says of the place of a feed, over six days."""
    for number in range(4):
        web.put(f"/feed/{number}", rss(f"P{number}", [item(number)]))
    moved = web.fail("/moved", 301, location="/feed/0")
    away = web.fail("/away", 302, location="/feed/1")
    web.put("/wifi", rss("P2", [item(2)]))
    busy, near = (f"http://localhost:{web.port}{path}" for path in ("/busy", "/feed/3"))
    web.fail("/busy", 429, retry_after="86400")
    reader.subscribe([moved, away, web.url("/wifi"), web.url("/missing"), busy])
    assert len(told(reader, 0)) == 3
    # The other feeds of a host that asked for rest are not asked either.
    reader.subscribe([moved, away, web.url("/wifi"), web.url("/missing"), busy, near])
    portal = "<html><body>Welcome to our WiFi. Accept the terms to go on.</body></html>"
    web.put("/wifi", portal, "text/html")
    done = reader.run("digest", "--new", "--format", "json", as_of="2026-11-22T20:00Z")
    assert (done.status, done.stdout) == (0, b"")
    assert web.asked["/feed/3"] == 0
    for day in range(1, 4):
        reader.run("fetch", as_of=DAYS[day])
    assert web.asked["/feed/3"] == 1
    assert web.asked["/missing"] > 1
    asked = web.asked["/moved"]
    web.put("/wifi", rss("P2", [item(2)]))
    done = reader.run("digest", "--new", "--format", "json", as_of=DAYS[6])
    assert titles(done.stdout) == [item(3).title]
    # 404 is a failure that lasts, and no end.
    assert done.status == 3
    assert "/missing" in done.stderr
    assert "/wifi" not in done.stderr
    listed = {row["url"]: row for row in json.loads(reader.run("feeds", "list", "-f", "json").text)}
    assert listed[moved]["moved_to"] == web.url("/feed/0")
    assert listed[away]["moved_to"] is None
    assert listed[web.url("/missing")]["health"] == "failing"
    assert web.asked["/moved"] == asked
    assert moved in reader.config.read_text()
