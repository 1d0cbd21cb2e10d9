"""Progress at a terminal: how far a poll is, what it waits for, and what came of it."""

from __future__ import annotations

import re

import pytest

from newsdigest.cli.progress import Stage, format_stage
from newsdigest.cli.report import format_summary
from newsdigest.daily import PollReport
from newsdigest.model import Failure
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.program import newsdigest
from tests.terminal import at_terminal

# 12 of 40 feeds in 4 seconds, of which one has not answered for 3.5.
STAGE = Stage("feeds", 40, began=100.0, done=12)
STAGE.waiting = {"https://slow.example/rss": 100.5, "https://quick.example/rss": 103.9}


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, "12 of 40 feeds · 3.0/s · 9 s left · waiting for slow.example (4 s)"),
        (60, "12 of 40 feeds · 9 s left · waiting for slow.example (4 s)"),
        (50, "12 of 40 feeds · waiting for slow.example (4 s)"),
        (40, "12 of 40 feeds · slow.example (4 s)"),
        (32, "12 of 40 feeds · …example (4 s)"),
        (16, "12 of 40 feeds"),
    ],
)
def test_a_narrow_terminal_shows_what_matters_most(width: int, line: str) -> None:
    """What hangs before the time left, that before the rate."""
    assert format_stage(STAGE, 104.0, width) == line


def test_nothing_is_guessed_from_nothing() -> None:
    """No rate and no time before three answers; what has just begun does not hang."""
    stage = Stage("pages", 9, began=100.0, done=2, waiting={"https://a.example/": 102.5})
    assert format_stage(stage, 104.0, 80) == "2 of 9 pages"
    assert format_stage(Stage("feeds", 3, began=100.0), 100.0, 80) == "0 of 3 feeds"


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (
            PollReport(polled=3, new_articles=1),
            "3 feeds asked, 1 new article",
        ),
        (
            PollReport(
                polled=9, updates=2,
                failures=[Failure(name, "HTTP 503", "fetch", "feed") for name in "abcde"],
            ),
            "9 feeds asked, 0 new articles, 2 updated, "
            "5 failed: a (HTTP 503), b (HTTP 503), c (HTTP 503) and 2 more",
        ),
        (
            PollReport(polled=3, polled_servers=1, new_articles=1),
            "3 sources asked, 1 new article",
        ),
        (PollReport(polled=2, is_offline=True), "no network: no host of 2 feeds was found"),
    ],
)  # fmt: skip
def test_a_poll_ends_with_one_line(report: PollReport, line: str) -> None:
    """Feeds, new articles and failures."""
    assert format_summary(report) == line


def test_a_poll_at_a_terminal_says_what_it_waits_for(reader: Reader, web: Web) -> None:
    """It names the host that hangs, and no line is wider than the terminal or coloured."""
    slow = web.put("/slow", rss("Slow", [item(1)]), delay=5.0)
    quick = web.put("/quick", rss("Quick", [item(2)]))
    reader.subscribe([slow, quick])
    _, sent = at_terminal(
        "fetch", "--config", reader.config,
        columns=50, environment={"NO_COLOR": "1"}, with_stderr=True,
    )  # fmt: skip
    lines = re.split(r"\r\x1b\[K|\r\n", sent.decode())
    named = "1 of 2 feeds · waiting for 127.0.0.1 (2 s)"
    assert named in lines
    assert lines[-2:] == ["2 feeds asked, 2 new articles", ""]
    assert max(map(len, lines)) < 50
    assert "\x1b[" not in "".join(lines)


def test_a_digest_at_a_terminal_names_feeds_that_failed(reader: Reader, web: Web) -> None:
    """At once, although the exit status waits for a day: nothing new is no news about the feeds."""
    reader.subscribe([web.url("/gone"), "http://127.0.0.1:1/closed"])
    words = ("digest", "--new", "--config", reader.config)
    status, sent = at_terminal(*words, with_stderr=True, columns=200)
    assert status == 0
    lines = re.split(r"\r\x1b\[K|\r\n", sent.decode())
    failed = f"2 feeds asked, 0 new articles, 2 failed: {web.url('/gone')} (HTTP 404"
    assert [line for line in lines if line.startswith(failed)]
    assert "nothing new" in lines
    assert newsdigest(*words).stderr == ""
    _, again = at_terminal(*words, with_stderr=True, columns=200)
    said = f"nothing new; 2 sources failed: {web.url('/gone')} (HTTP 404"
    assert said in again.decode()


def test_cron_hears_nothing(reader: Reader, web: Web) -> None:
    """Without a terminal a poll that went well writes not a byte."""
    reader.subscribe([web.put("/quick", rss("Quick", [item(2)]))])
    done = reader.run("fetch")
    assert (done.status, done.text, done.stderr) == (0, "", "")


def test_without_a_network_every_feed_stays_due(reader: Reader) -> None:
    """HTTP23: one line at a terminal, none for cron; the digest's foot says what was not read."""
    reader.subscribe(["https://one.invalid/feed", "https://two.invalid/feed"])
    assert newsdigest("fetch", "--config", reader.config).stderr == ""
    _, sent = at_terminal("fetch", "--config", reader.config, with_stderr=True)
    said = sent.decode().rpartition("\x1b[K")[2]
    assert said == "no network: no host of 2 feeds was found\r\n"
    with reader.store() as store:
        states = store.feeds.all().values()
        assert [(each.failures, each.next_poll == each.polled) for each in states] == [
            (0, True)
        ] * 2
    digest = reader.run("digest", "--new", "--no-skip-empty").text
    assert digest.count("cannot find the host") == 2


def test_one_host_that_is_not_found_is_that_feeds_failure(reader: Reader, web: Web) -> None:
    """HTTP23: as long as another one answers there is a network."""
    quick = web.put("/quick", rss("Quick", [item(2)]))
    reader.subscribe(["https://one.invalid/feed", quick])
    assert "cannot find the host one.invalid" in reader.run("fetch", "-v").stderr
    with reader.store() as store:
        assert store.feeds.all()["https://one.invalid/feed"].failures == 1
