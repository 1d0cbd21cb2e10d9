"""Feeds and groups with weight, limit, mute and pause, by the installed command."""

from __future__ import annotations

import json

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web

DAY_1, DAY_2, DAY_3 = "2026-11-22T06:00Z", "2026-11-23T06:00Z", "2026-11-24T06:00Z"
FEEDS = ("/loud", "/mute")


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def two(reader: Reader, web: Web) -> Reader:
    """A subscriber of two feeds, whose items 0 and 1, and 10 and 11, are of the first day."""
    publish(web, 0)
    return reader


def publish(web: Web, day: int) -> None:
    for start, path in ((0, "/loud"), (10, "/mute")):
        items = [item(start + 2 * d + n, day=d) for d in range(day + 1) for n in range(2)]
        web.put(path, rss(f"The {path[1:].title()}", items))


def subscribe(reader: Reader, web: Web, own: str = "", extra: str = "") -> None:
    """The second feed has settings of its own."""
    reader.subscribe([web.url("/loud")])
    text = reader.config.read_text()
    feed = (
        f'\n[[feed]]\nurl = "{web.url("/mute")}"\nname = "Mute"\ngroups = ["Noise/Local"]\n{own}\n'
    )
    reader.config.write_text(f"{text}{feed}{extra}")


def told(reader: Reader, as_of: str, *arguments: str) -> list[str]:
    done = reader.run("digest", "-f", "json", "--all", *(arguments or ["--new"]), as_of=as_of)
    assert done.status == 0, done.stderr
    return sorted(titles(done.text)) if done.text else []


def headlines(*numbers: int) -> list[str]:
    return sorted(item(n).title for n in numbers)


MUTE = 'mute = "2026-11-23"'


@pytest.mark.parametrize(
    ("own", "extra"),
    [
        (MUTE, ""), ("mute = 2026-11-23", ""), ("", f'[group."noise"]\n{MUTE}'),
        ('mute = "2026-11-01"', f'[group."Noise/Local"]\n{MUTE}'),
    ],
)  # fmt: skip
def test_a_mute_feed_is_fetched_and_not_told(two: Reader, web: Web, own: str, extra: str) -> None:
    """What arrives before the day is found by search and never told; what comes later is told."""
    subscribe(two, web, own, extra)
    assert told(two, DAY_1) == headlines(0, 1)
    assert item(10).title in two.run("search", "Kelbrook").text
    assert told(two, DAY_1, "--since", "2026-11-01") == headlines(0, 1)
    publish(web, 1)
    assert told(two, DAY_2) == headlines(2, 3, 12, 13)
    # A window that reaches back into the mute shows the same.
    assert told(two, DAY_2, "--since", "2026-11-01") == headlines(0, 1, 2, 3, 12, 13)
    assert told(two, DAY_3) == []


def test_verbose_counts_what_is_mute(two: Reader, web: Web) -> None:
    """`-v` says how many articles a digest left out because their feeds are mute."""
    subscribe(two, web, MUTE)
    done = two.run("digest", "--new", "-v", as_of=DAY_1)
    assert "left out 2 of mute feeds" in " ".join(done.stderr.split())


def test_an_article_of_a_loud_feed_too_is_told(two: Reader, web: Web) -> None:
    """Only what came from mute feeds alone is left out."""
    web.put("/loud", rss("The Loud", [item(0, "https://news.example"), item(1)]))
    web.put("/mute", rss("The Mute", [item(0, "https://news.example"), item(11)]))
    subscribe(two, web, MUTE)
    assert told(two, DAY_1) == headlines(0, 1)


@pytest.mark.parametrize("extra", ["", '[group."Noise"]\npaused = true'])
def test_a_paused_feed_is_not_fetched(two: Reader, web: Web, extra: str) -> None:
    """Neither by digest nor by fetch --force; after the pause comes what its list still has."""
    subscribe(two, web, "" if extra else "paused = true", extra)
    assert two.run("fetch", "--force", as_of=DAY_1).status == 0
    assert told(two, DAY_1) == headlines(0, 1)
    assert web.asked["/mute"] == 0
    subscribe(two, web)
    assert told(two, DAY_1) == headlines(10, 11)


def test_a_paused_feed_that_failed_is_not_reported(two: Reader, web: Web) -> None:
    """Its last failure is in no digest and no status, since nobody asks it any more."""
    web.fail("/mute", 500)
    subscribe(two, web)
    told(two, DAY_1)
    subscribe(two, web, "paused = true")
    assert two.run("fetch", as_of=DAY_3).status == 0
    done = two.run("digest", "--since", "2026-11-01", "-f", "json", as_of=DAY_3)
    assert (done.status, json.loads(done.text)["failures"]) == (0, [])


def test_a_feed_decides_against_its_group(two: Reader, web: Web) -> None:
    """`paused = false` of the feed or of an inner group has priority."""
    subscribe(two, web, "paused = false", '[group."Noise"]\npaused = true')
    assert told(two, DAY_1) == headlines(0, 1, 10, 11)
    shown = two.run("config", "show", "--origin").text
    assert "paused = false" in shown


def test_lists_and_doctor_show_them(two: Reader, web: Web) -> None:
    """A feed that is paused or mute is not forgotten."""
    subscribe(two, web, 'mute = "2999-12-24"\nlimit = 3', '[group."Noise"]\nweight = 0.5')
    told(two, DAY_1)
    text = two.run("feeds", "list").text
    assert "mute until 2999-12-24 · weight 0.5 · limit 3" in " ".join(text.split())
    row = json.loads(two.run("feeds", "list", "-f", "json").text)[1]
    assert (row["mute"], row["weight"], row["limit"]) == ("2999-12-24", 0.5, 3)
    assert "Mute is mute until 2999-12-24" in two.run("doctor").text
    subscribe(two, web, "paused = true")
    row = json.loads(two.run("feeds", "list", "-f", "json").text)[1]
    assert (row["health"], row["next_poll"]) == ("paused", None)
    assert "Mute is paused" in two.run("doctor").text


def test_a_limit_leaves_the_rest_for_two_days(two: Reader, web: Web) -> None:
    """With --new, stories beyond a limit compete again in the next digests, then no more."""
    subscribe(two, web, "limit = 1")
    web.put("/mute", rss("The Mute", [item(n) for n in range(10, 15)]))
    days = [f"2026-11-{day}T06:00Z" for day in (22, 23, 24, 25, 26)]
    digests = [two.run("digest", "--new", "-f", "text", "--all", as_of=day).text for day in days]
    assert "3 stories, 4 more" in digests[0]
    shown = [[n for n in range(10, 15) if item(n).title in each] for each in digests]
    assert [len(each) for each in shown] == [1, 1, 1, 0, 0]
    assert len({n for each in shown for n in each}) == 3


def test_a_weight_is_how_many_publications_a_feed_counts_as(two: Reader, web: Web) -> None:
    """With weight 0 a feed's own stories come after those of others, with 3 before them."""
    for weight, first in (("0", "The Loud"), ("3", "Mute")):
        subscribe(two, web, f"weight = {weight}")
        done = two.run("digest", "--since", "2d", "-f", "json", "--all", as_of=DAY_1)
        stories = json.loads(done.text)["stories"]
        assert [story["sources"] for story in stories[:2]] == [[first]] * 2


@pytest.mark.parametrize(
    ("own", "extra", "reason"),
    [
        ('mute = "soon"', "", 'mute must be a day such as "2026-12-24", not "soon"'),
        ("weight = -1", "", "weight must be a number from 0 to 10, not -1"),
        ("", '[group."Noise/"]\nweight = 1', 'the name must be a group such as "News"'),
        ("", "[group]\nweight = 1", "write [group.NAME] above it"),
    ],
)
def test_mistakes(two: Reader, web: Web, own: str, extra: str, reason: str) -> None:
    """`config check` names them with their lines."""
    subscribe(two, web, own, extra)
    done = two.run("config", "check")
    assert done.status == 2
    assert reason in done.stderr


def test_a_group_that_no_feed_is_in(two: Reader, web: Web) -> None:
    """Is warned of, with the one that may be meant."""
    subscribe(two, web, "", '[group."Nose"]\nweight = 2')
    done = two.run("config", "check")
    assert done.status == 0
    assert 'no feed is in the group "Nose"; did you mean "Noise"?' in done.stderr
