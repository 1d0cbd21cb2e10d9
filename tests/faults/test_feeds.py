"""What feeds do to a subscriber, day by day: rows XML and FEED of the fault list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.program import newsdigest

DAYS = [f"2026-11-{day}T06:00Z" for day in range(22, 30)]


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as running:
        yield running


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
    assert failure["error"] == "breaks off at line 1; the item there waits for the whole feed"
    assert "breaks off" in reader.run("feeds", "list").text
    assert told(reader, 1) == []
    web.put("/feed", whole)
    assert told(reader, 2) == [item(2).title]
    assert told(reader, 3) == []
    assert web.statuses == {200: 3, 304: 1}
    assert "breaks off" not in reader.run("feeds", "list").text


def test_a_feed_of_a_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    """XML05: a warning on standard error, which --quiet leaves out; the whole items are read."""
    (tmp_path / "cut.xml").write_text(rss("The Post", [item(0), item(1)])[:-60])
    done = newsdigest("read", "-f", "json", tmp_path / "cut.xml")
    assert (done.status, len(json.loads(done.stdout))) == (0, 1)
    assert done.stderr.startswith(f"warning: {tmp_path / 'cut.xml'}: breaks off at line 1; ")
    assert done.stderr.count("\n") == 1
    assert newsdigest("read", "-q", "-f", "json", tmp_path / "cut.xml").stderr == ""
