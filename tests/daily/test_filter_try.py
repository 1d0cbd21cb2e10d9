"""`newsdigest filter try` shows what a filter would take, and changes nothing."""

from __future__ import annotations

import json

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web

NOW, MUCH_LATER = "2026-11-22T06:00Z", "2026-12-10T06:00Z"
TOPIC = '\n[[topic]]\nname = "Books"\nphrases = ["opening hours"]\n'


@pytest.fixture
def kept(reader: Reader, web: Web) -> Reader:
    """Two libraries and a harbour, kept but not delivered."""
    web.put("/feed", rss("The Post", [item(0), item(1), item(25)]))
    reader.subscribe([web.url("/feed")], TOPIC)
    assert reader.run("fetch", as_of=NOW).status == 0
    return reader


def tried(reader: Reader, *filters: str, as_of: str = NOW) -> list[str]:
    done = reader.run("filter", "try", *filters, "-f", "json", as_of=as_of)
    assert done.status == 0, done.stderr
    return [each["title"] for each in json.loads(done.text)]


def test_what_a_filter_would_take(kept: Reader) -> None:
    """By line the day, the publication and the headline; the count on standard error."""
    done = kept.run("filter", "try", "title:library", as_of=NOW)
    assert done.status == 0
    assert done.text.splitlines() == [f"2026-11-22 · The Post · {item(n).title}" for n in range(2)]
    assert done.stderr == "2 of 3 articles since 7d\n"
    assert len(tried(kept, "title:library", "harbour")) == 3
    assert tried(kept, "title:horoscope") == []
    assert tried(kept, "library", as_of=MUCH_LATER) == []
    told = json.loads(kept.run("digest", "--new", "-f", "json", as_of=NOW).text)
    assert told["counts"]["articles"] == 3


def test_topics_and_names_are_those_of_today(kept: Reader) -> None:
    """The user's own topics and names count, though they came after the articles."""
    assert len(tried(kept, "topic:books")) == 2
    assert tried(kept, "source:tide") == []
    kept.config.write_text(kept.config.read_text().replace("[[feed]]", '[[feed]]\nname = "Tide"'))
    assert len(tried(kept, "source:tide")) == 3


@pytest.mark.parametrize("typed", ["titel:x", "topic:cooking", "/(/", "/x/g", ""])
def test_a_filter_that_means_nothing(kept: Reader, typed: str) -> None:
    """CFG07: the same mistakes as in the configuration, with status 2."""
    done = kept.run("filter", "try", typed, as_of=NOW)
    assert (done.status, done.text) == (2, "")
    assert "the filter" in done.stderr


def test_without_a_state(reader: Reader) -> None:
    """Nothing was kept yet: nothing is met, and no state is made."""
    reader.subscribe([])
    done = reader.run("filter", "try", "x", as_of=NOW)
    assert (done.status, done.text, done.stderr) == (0, "", "0 of 0 articles since 7d\n")
    assert not reader.state.exists()
