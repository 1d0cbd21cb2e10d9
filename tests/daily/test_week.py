"""The weekly edition: the running stories of seven days, each once, from what the state holds."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from newsdigest.model import Article
from tests.analyse.threads.reports import CHESS, FLOOD, FOUND, INQUIRY, MONDAY, VIOLIN
from tests.daily.feeds import Item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web

DAY = timedelta(days=1)
SUNDAY = MONDAY + 6 * DAY


def entry(number: int, article: Article) -> Item:
    assert article.title is not None
    assert article.published is not None
    return Item(number, article.title, article.text, None, article.published)


ENTRIES = [entry(*each) for each in enumerate((FLOOD, CHESS, FOUND, VIOLIN, INQUIRY))]


def until(moment: datetime) -> str:
    return rss("The Post", [each for each in ENTRIES if each.published <= moment])


@pytest.fixture
def web(web: Web) -> Web:
    web.put("/feed", rss("The Post", []))
    return web


def test_a_week_leads_with_what_went_on(reader: Reader, web: Web) -> None:
    """The command that `schedule --weekly` prints has the running story first and once, with its
    course, whatever the days delivered; and the next `--new` delivers what it would have."""
    for day in range(3):
        now = MONDAY + day * DAY + timedelta(hours=3)
        web.put("/feed", until(now))
        command = ["digest", "--new"] if day < 2 else ["fetch", "--force"]
        assert reader.run(*command, as_of=now.isoformat()).status == 0
    line = reader.run("schedule", "--weekly", "sun").text.split()
    words = line[line.index("digest") : line.index("--config")]
    clock = SUNDAY.isoformat()
    week = reader.run(*words, "--format", "json", as_of=clock)
    assert week.status == 0
    stories = json.loads(week.text)["stories"]
    assert [story["title"] for story in stories[:1]] == [INQUIRY.title]
    assert [each["title"] for each in stories[0]["previous"]] == [FLOOD.title, FOUND.title]
    shown = {story["title"] for story in stories if story["part"] != "more"}
    assert shown == {INQUIRY.title, CHESS.title, VIOLIN.title}
    printed = reader.run(*words, "--offline", as_of=clock).text
    assert "since Monday" in printed
    assert f"Mon 09:00 {FLOOD.title}" in " ".join(printed.split())
    assert titles(reader.run("digest", "--new", "--offline", "-f", "json", as_of=clock).text) == [
        INQUIRY.title
    ]
