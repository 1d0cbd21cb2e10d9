"""Which articles a run is about: --since, --until, --as-of, --keep, --drop, --topic, --source."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.cli.times import parse_window
from newsdigest.errors import UsageError
from tests.daily.feeds import Item, item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import Outcome, newsdigest

CLOCK = "2026-11-22T12:00Z"
# By the day that they are of; the second is published as the day after begins.
MOMENTS = ["2026-11-20T23:59", "2026-11-21T00:00", "2026-11-21T18:30", "2026-11-22T00:00"]


def dated(number: int, moment: str) -> Item:
    return replace(item(number), published=datetime.fromisoformat(moment).replace(tzinfo=UTC))


@pytest.fixture
def items(web: Web) -> list[Item]:
    made = [dated(number, moment) for number, moment in enumerate(MOMENTS)]
    web.put("/feed", rss("The Post", made))
    return made


def shown(done: Outcome) -> list[str]:
    assert done.status == 0, done.stderr
    return sorted(titles(done.stdout))


YESTERDAY = ("digest", "--since", "yesterday", "--until", "today", "-f", "json", "--all")


def test_yesterday_of_feeds_is_what_was_published_then(reader: Reader, items: list[Item]) -> None:
    """Whenever the feed was first read; a day ends before the next one begins."""
    done = reader.run(*YESTERDAY, as_of=CLOCK)
    assert shown(done) == sorted(each.title for each in items[1:3])
    window = json.loads(done.stdout)["window"]
    assert window == {"since": "2026-11-21T00:00:00+00:00", "until": "2026-11-22T00:00:00+00:00"}


def test_yesterday_of_sources_is_what_was_published_then(tmp_path: Path, items: list[Item]) -> None:
    """As of feeds."""
    (tmp_path / "feed.xml").write_text(rss("The Post", items))
    done = newsdigest(*YESTERDAY, tmp_path / "feed.xml", "--as-of", CLOCK)
    assert shown(done) == sorted(each.title for each in items[1:3])


def test_as_of_hides_what_is_later_in_feeds(reader: Reader, items: list[Item]) -> None:
    """In the window and in what is new, where it waits for its time."""
    early = "2026-11-21T12:00Z"
    past, later = (sorted(each.title for each in some) for some in (items[:2], items[2:]))
    assert shown(reader.run("digest", "-f", "json", "--all", as_of=early)) == past
    reader.state.unlink()
    assert reader.run("fetch", as_of=CLOCK).status == 0
    new = ("digest", "--new", "-f", "json", "--all", "--offline")
    assert shown(reader.run(*new, as_of=early)) == past
    assert shown(reader.run(*new, as_of=CLOCK)) == later


def test_the_clock_holds_back_nothing_that_arrived(reader: Reader, items: list[Item]) -> None:
    """A feed that dates its entries ahead of the clock of a run is not late in --new."""
    done = reader.run("digest", "--new", "-f", "json", "--all", as_of="2026-11-21T12:00Z")
    assert shown(done) == sorted(each.title for each in items)


def test_filters_of_one_run_lose_nothing(reader: Reader, items: list[Item]) -> None:
    """With --new, what --keep, --drop, --topic and --until leave out is in the next digest."""
    words = [each.title.split()[0] for each in items]
    first = ("--keep", f"title:{words[0]}", "--keep", words[1], "--drop", f"title:{words[1]}")
    new = ("digest", "--new", "--all", "-f", "json")
    assert shown(reader.run(*new, *first, as_of=CLOCK)) == [items[0].title]
    assert shown(reader.run(*new, "--until", "2026-11-21T01:00Z", as_of=CLOCK)) == [items[1].title]
    assert shown(reader.run(*new, as_of=CLOCK)) == sorted(each.title for each in items[2:])


def test_a_topic_of_ones_own_can_be_asked_for(reader: Reader, items: list[Item]) -> None:
    """--topic knows the standard topics and the user's, and says which there are."""
    with reader.config.open("a") as config:
        config.write(f'[[topic]]\nname = "Home"\nwords = ["{items[0].title.split()[0]}"]\n')
    asked = reader.run("digest", "--topic", "home", "--all", "-f", "json", as_of=CLOCK)
    assert shown(asked) == [items[0].title]
    done = reader.run("digest", "--topic", "sports", as_of=CLOCK)
    assert done.status == 2
    assert 'did you mean "sport"?' in done.stderr
    assert '"Home"' in done.stderr


def test_filters_work_for_sources(tmp_path: Path) -> None:
    """Each option narrows what the others leave; those of the configuration count too."""
    for name in ("ferry", "tram", "harbour ferry"):
        (tmp_path / f"{name}.html").write_text(article_page(f"New {name} for the town"))
    config = tmp_path / "c.toml"
    config.write_text('[filters]\ndrop = ["title:tram"]\n')
    done = newsdigest("digest", tmp_path, "--keep", "title:new", "-c", config, "-f", "json")
    assert shown(done) == ["New ferry for the town", "New harbour ferry for the town"]
    done = newsdigest(
        "digest", tmp_path, "--keep", "title:ferry", "--drop", "title:harbour", "-c", config,
        "-f", "json",
    )  # fmt: skip
    assert shown(done) == ["New ferry for the town"]


@pytest.mark.parametrize("words", [("--keep", "titel:x"), ("--drop", "kind:sport"), ("--keep", "")])
def test_a_filter_that_cannot_match_is_an_error(tmp_path: Path, words: tuple[str, ...]) -> None:
    """As in the configuration: status 2 before anything is read."""
    done = newsdigest("digest", tmp_path / "none.html", *words)
    assert (done.status, done.stderr[:18]) == (2, "error: the filter ")


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-11-21", "2026-11-21"), ("today", "yesterday"), ("2026-11-23", None), ("2h", "3h")],
)
def test_an_empty_window_is_an_error(since: str, until: str | None) -> None:
    """A start in the future, or one that is not before the end, would find nothing for ever."""
    with pytest.raises(UsageError):
        parse_window(since, until, datetime(2026, 11, 22, 12, tzinfo=UTC))


def test_search_within_a_window_and_a_publication(
    reader: Reader, web: Web, items: list[Item]
) -> None:
    """--since, --until, --source and --topic narrow the matches; --limit counts what they leave."""
    web.put("/tide", rss("The Tide", [dated(30, "2026-11-21T10:00")]))
    reader.subscribe(
        [web.url("/feed"), web.url("/tide")],
        '[[topic]]\nname = "Crowns"\nphrases = ["report 2"]\n',
    )
    assert reader.run("fetch", as_of=CLOCK).status == 0

    def found(*words: str) -> list[str]:
        done = reader.run("search", "crowns", "-f", "json", *words)
        assert done.status == 0, done.stderr
        return sorted(each["title"] for each in json.loads(done.stdout))

    day = ("--since", "2026-11-21", "--until", "2026-11-22")
    tide = item(30).title
    assert found(*day) == sorted([items[1].title, items[2].title, tide])
    assert found("--source", "the tide") == [tide]
    assert found(*day, "--source", "The Post", "--topic", "crowns") == [items[2].title]
    assert len(found(*day, "--limit", "2")) == 2
    assert found("--until", "2026-11-20") == []
    assert reader.run("search", "crowns", "--topic", "sprot").status == 2
