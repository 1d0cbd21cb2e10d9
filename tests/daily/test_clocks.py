"""Dates and clocks that are wrong: rows TIME01 to TIME05, STA08."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsdigest.cli.times import parse_since
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.program import newsdigest

NOW, LATER = "2026-11-22T06:00:00+00:00", "2026-11-23T06:00:00+00:00"


def test_what_lies_ahead_is_dated_when_it_was_seen(reader: Reader, web: Web) -> None:
    """TIME01: an entry of 2041 has the time of the first poll, in this run and in later ones."""
    ahead = replace(item(1), published=datetime(2041, 1, 1, tzinfo=UTC))
    web.put("/feed", rss("The Post", [ahead, item(2)]))
    for as_of in (NOW, LATER):
        done = reader.run("digest", "--since", "7d", "-f", "json", as_of=as_of)
        articles = [
            each for story in json.loads(done.stdout)["stories"] for each in story["articles"]
        ]
        dates = {each["title"]: each["published"] for each in articles}
        assert dates[ahead.title] == NOW
        assert dates[item(2).title] == item(2).published.isoformat()


def test_dates_that_are_none_and_numbers_without_end(reader: Reader, web: Web) -> None:
    """TIME02, STA08: the entries come all the same, as of when they were seen."""
    wrong = [
        "30 Feb 2026 10:00:00 GMT", "Sun, 22 Nov 2026 25:61:00 GMT", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00", "Sun, 22 Nov 99999 06:00:00 GMT",
        "Sun, 22 Nov 2026 06:00:00 +9999", "22 Novembruary 2026", "",
    ]  # fmt: skip
    entries = [item(n) for n in range(len(wrong))]
    text = rss(
        "The Post",
        entries,
        "<ttl>9223372036854775808</ttl><skipHours><hour>1e999</hour></skipHours>",
    )
    for entry, date in zip(entries, wrong, strict=True):
        before, found, after = text.partition("<pubDate>")
        text = f"{before}<PUBDATE>{date}{after[after.index('</pubDate>') :]}"
        assert found, entry
    web.put("/feed", text.replace("<PUBDATE>", "<pubDate>"))
    web.replies["/feed"].headers["cache-control"] = "max-age=99999999999999999999"
    done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
    assert (done.status, done.stderr) == (0, "")
    articles = [each for story in json.loads(done.stdout)["stories"] for each in story["articles"]]
    assert len(articles) == len(wrong)
    assert {each["published"] for each in articles} == {NOW}
    ((_, feed),) = reader.store().feeds.all().items()
    assert feed.next_poll is not None
    assert feed.next_poll - datetime.fromisoformat(NOW) <= timedelta(days=1)


def test_a_clock_that_was_set_back(reader: Reader, web: Web) -> None:
    """TIME03: the run before the last one in time polls, tells what is new and repeats nothing."""
    web.put("/feed", rss("The Post", [item(1)]))
    assert titles(reader.run("digest", "--new", "-f", "json", as_of=LATER).stdout) == [
        item(1).title
    ]
    web.put("/feed", rss("The Post", [item(2), item(1)]))
    done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
    assert titles(done.stdout) == [item(2).title]


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"),
        ("America/Sao_Paulo", "2018-11-04"), ("Australia/Lord_Howe", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"),
    ],
)  # fmt: skip
def test_days_that_are_longer_or_shorter(
    monkeypatch: pytest.MonkeyPatch, zone: str, change: str
) -> None:
    """TIME04: the days of a window follow each other without a gap and without a second in two."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        noon = datetime.fromisoformat(f"{change}T12:00").replace(tzinfo=ZoneInfo(zone))
        noons = [noon + timedelta(days=n) for n in range(-1, 3)]
        for day, next_day in pairwise(noons):
            start = parse_since("today", day.astimezone(UTC))
            assert start == parse_since("yesterday", next_day.astimezone(UTC))
            assert start is not None
            assert start.astimezone(ZoneInfo(zone)).date() == day.date()
            before = (start - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
            assert before.date() < day.date()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_time_zone_that_nobody_knows(
    reader: Reader, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TIME05: times are in UTC, and `doctor` says so."""
    web.put("/feed", rss("The Post", [item(1)]))
    monkeypatch.setenv("TZ", "Nowhere/Land")
    done = reader.run("digest", "--new", "-f", "text", as_of="2026-11-22T06:00")
    assert (done.status, done.stderr) == (0, "")
    assert "Sunday 22 November 2026" in done.text
    found = reader.run("doctor")
    assert found.status == 0
    assert "TZ=Nowhere/Land is not known here: times are in UTC" in found.text


def test_the_feed_s_minute_beats_the_day_in_an_address(
    reader: Reader, web: Web, tmp_path: Path
) -> None:
    """In a digest of a window, in the daily one and in the state, whatever the link looks like."""
    dated = [item(n, base="https://post.example/2026/11/22") for n in range(4)]
    moments = {each.title: each.published for each in dated}
    feed = tmp_path / "feed.xml"
    feed.write_text(rss("The Post", dated))
    window = newsdigest("digest", feed, "--offline", "--since", "3h", "-f", "json", "--as-of", NOW)
    assert _moments(window.stdout) == moments
    web.put("/feed", rss("The Post", dated))
    assert _moments(reader.run("digest", "--new", "-f", "json", as_of=NOW).stdout) == moments
    again = reader.run("digest", "--offline", "--since", "3h", "-f", "json", as_of=NOW)
    assert _moments(again.stdout) == moments


def _moments(digest: bytes) -> dict[str, datetime]:
    """When each article of a JSON digest was published, by headline."""
    return {
        article["title"]: datetime.fromisoformat(article["published"])
        for story in json.loads(digest)["stories"]
        for article in story["articles"]
    }
