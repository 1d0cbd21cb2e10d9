"""Sixty feeds of odd shapes over a year of simulated time, with faults: each item exactly once.

    python -m tests.bench.year_of_feeds [DAYS [SEED]]

Each day every feed gives its next answer, one in ten with a fault (500, a body that breaks off, a
page instead of a feed, silence, no change), is polled by the program's own `poll` into a state on
disk, and what the profile was not told yet is noted and marked as delivered. The server knows which
items it has shown in whole answers; those of answers that the poll read must have come as news once
and none may come twice. An update must come at most once, and only for an item that gained a
fact. What a feed of one item showed on the day of a fault alone is lost at its source.

Every item bears a token of its own, as a number and as a word: items of a feed that are alike but
for their numbers are a counter, and one item. An article that comes is known by the tokens in its
text. What children do is done in this process: starting them took three quarters of the time.

Of 30 days (`python -m tests.bench.year_of_feeds 30`, 98 s on two busy cores) with 1,518 items and
184 faults none was lost and none came twice; 47 updates, all of feeds that gain facts. No whole
year was run with this version.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any
from unittest import mock

from newsdigest.daily import polling
from newsdigest.daily.polls import PollOptions, Subscription
from newsdigest.errors import NewsdigestError
from newsdigest.pipeline import Run
from newsdigest.sources.network import NetworkOptions
from newsdigest.store import Store
from tests.daily.feeds import item
from tests.daily.web import Web

_START = datetime(2026, 1, 1, 6, tzinfo=UTC)
_SEED = 20261128
_FAULTS = 0.1
_EACH = 3
_WINDOW = 12
_NETWORK = NetworkOptions(robots=False, total_seconds=2.0, host_delay=0.0, per_host=8, retries=0)
_SYLLABLES = [f"{first}{second}" for first in "bdfghklmnprstvz" for second in "aeiou"]
_TOKEN = re.compile(r"token(\d+)x")
_PROFILE = "year"
_FACT = " Ada Keel of Ravensea signed the bill of 73,400 crowns in front of the whole crew."


@dataclass(frozen=True)
class News:
    """An item of a feed; the day is that of its feed's calendar."""

    token: int
    day: int

    @property
    def title(self) -> str:
        return item(self.token).title

    @property
    def text(self) -> str:
        word = _word(self.token)
        return f"{item(self.token).text} Clerk {word} filed it under token{self.token}x."


def _word(number: int) -> str:
    """A number in syllables."""
    syllables = [_SYLLABLES[number % len(_SYLLABLES)]]
    while number := number // len(_SYLLABLES):
        syllables.append(_SYLLABLES[number % len(_SYLLABLES)])
    return "".join(syllables).capitalize()


@dataclass
class Feed:
    """What a server shows of one feed, day by day, newest first."""

    number: int
    shape: Shape
    news: list[News] = field(default_factory=list)

    @property
    def home(self) -> str:
        return f"https://feed{self.number}.example/"

    def answer(self, day: int) -> tuple[str, list[News]]:
        shown = self.news[: self.shape.window]
        return _rss([self.shape.entry(self, each, day) for each in shown]), shown


Entry = Callable[[Feed, News, int], str]


@dataclass(frozen=True)
class Shape:
    name: str
    entry: Entry
    window: int = _WINDOW
    # Whether an item of it gains a fact on its third day.
    gains: bool = False


def _rss(entries: Sequence[str]) -> str:
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Feed</title>"
        f"<language>en</language>{''.join(entries)}</channel></rss>"
    )


def _item(
    news: News,
    link: str | None,
    guid: str | None,
    *,
    title: str | None = None,
    text: str | None = None,
    dated: bool = True,
) -> str:
    date = format_datetime(_START + timedelta(days=news.day, minutes=-60))
    parts = [
        f"<title>{escape(title or news.title)}</title>",
        f"<link>{escape(link)}</link>" if link else "",
        f"<guid isPermaLink='false'>{escape(guid)}</guid>" if guid else "",
        f"<pubDate>{date}</pubDate>" if dated else "",
        f"<description>{escape(text or news.text)}</description>",
    ]
    return f"<item>{''.join(parts)}</item>"


def _own(feed: Feed, news: News) -> str:
    return f"{feed.home}news/{news.token}"


def _renamed(feed: Feed, news: News, day: int) -> str:
    """A publisher that renames its permalinks every fortnight."""
    return f"{feed.home}{day // 14}/{news.token}"


def _hacker(feed: Feed, news: News, day: int) -> str:
    points = f"Points: {40 + day} # Comments: {day % 9}"
    return _item(news, _own(feed, news), None, text=f"{news.text} {points}")


def _edited(feed: Feed, news: News, day: int) -> str:
    age = day - news.day
    title = f"{news.title} ({age} comments)" if age else news.title
    return _item(news, f"{_own(feed, news)}{'-new' * (age > 1)}", f"g{news.token}", title=title)


def _gaining(feed: Feed, news: News, day: int) -> str:
    text = news.text + (_FACT if day - news.day > 1 else "")
    return _item(news, _own(feed, news), f"g{news.token}", text=text)


def _stamped(feed: Feed, news: News, day: int) -> str:
    now = _START + timedelta(days=day)
    text = f"{news.text} Updated {now:%A, %d %B at %H:%M}."
    return _item(news, _own(feed, news), None, text=text)


SHAPES = (
    Shape("plain", lambda f, n, d: _item(n, _own(f, n), f"g{n.token}")),
    Shape("no guid", lambda f, n, d: _item(n, _own(f, n), None)),
    Shape("no link", lambda f, n, d: _item(n, None, f"g{n.token}")),
    Shape("no names", lambda f, n, d: _item(n, None, None)),
    Shape("new names", lambda f, n, d: _item(n, f"{f.home}{d}/{n.token}", f"{n.token}-{d}")),
    Shape("new names, no dates", lambda f, n, d: _item(
        n, f"{f.home}{d}/{n.token}", f"{n.token}-{d}", dated=False)),
    Shape("renamed", lambda f, n, d: _item(n, _renamed(f, n, d), _renamed(f, n, d))),
    Shape("one link", lambda f, n, d: _item(n, f.home, f"g{n.token}")),
    Shape("one link, no guid", lambda f, n, d: _item(n, f"{f.home}log", None)),
    Shape("one link and guid", lambda f, n, d: _item(n, f"{f.home}log", "log", dated=False)),
    Shape("fragments", lambda f, n, d: _item(n, f"{f.home}notes#n{n.token}", None)),
    Shape("item a day", lambda f, n, d: _item(n, f.home, f"g{n.token}"), 1),
    Shape("item a day, no guid", lambda f, n, d: _item(n, f.home, None), 1),
    Shape("item a day, one page", lambda f, n, d: _item(n, f"{f.home}today", None), 1),
    Shape("status", lambda f, n, d: _item(
        n, f"{f.home}status", f"{f.home}status", title="Mail is slow"), 1),
    Shape("one title", lambda f, n, d: _item(n, _own(f, n), None, title="Harbour bulletin")),
    Shape("counter", lambda f, n, d: _item(
        n, _own(f, n), f"g{n.token}", text=f"{n.text} Read by {1000 + 37 * d} people.")),
    Shape("points", _hacker),
    Shape("edited", _edited),
    Shape("gaining", _gaining, gains=True),
    Shape("stamped", _stamped),
    Shape("shared link, counter", lambda f, n, d: _item(
        n, f.home, None, text=f"{n.text} Seen {9 + 4 * d} times.")),
)  # fmt: skip


class InProcess:
    """Stands in for the pool of children: the same answers, one after the other."""

    def __init__(self, *, warm: bool) -> None:
        """As the pool's; there is nothing to warm."""

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing to end."""

    def map(
        self,
        function: Callable[..., Any],
        items: Iterable[Any],
        *arguments: Any,
        at_once: int = 1,
    ) -> Iterator[tuple[Any, Any]]:
        for each in items:
            try:
                result = function(each, *arguments)
            except NewsdigestError as error:
                result = error
            yield each, result


class Year:
    """Days of publishing, polling and noting what came."""

    def __init__(self, web: Web, state: Path, seed: int, feeds: int) -> None:
        self._web = web
        self._state = state
        self._random = random.Random(seed)
        self._feeds = [Feed(number, SHAPES[number % len(SHAPES)]) for number in range(feeds)]
        self._tokens = 0
        self._of: dict[int, Feed] = {}
        self.shown: set[int] = set()
        self.came: Counter[int] = Counter()
        self.updated: Counter[int] = Counter()
        self.faults = 0
        # Answers without a fault that the poll did not read all the same.
        self.missed = 0
        self._whole: dict[int, list[News]] = {}

    def run(self, days: int) -> None:
        for day in range(days):
            self._publish(day)
            self._poll(day)

    def _publish(self, day: int) -> None:
        for feed in self._feeds:
            many = 1 if feed.shape.window == 1 else self._random.choice((0, 0, 1, 1, 2))
            for _ in range(max(many, day == 0)):
                self._of[self._tokens] = feed
                feed.news.insert(0, News(self._tokens, day))
                self._tokens += 1
            body, shown = feed.answer(day)
            self._whole.pop(feed.number, None)
            if day and self._random.random() < _FAULTS:
                self.faults += 1
                self._fail(feed, body)
            else:
                self._web.put(f"/{feed.number}", body)
                self._whole[feed.number] = shown

    def _fail(self, feed: Feed, body: str) -> None:
        path = f"/{feed.number}"
        match self._random.randrange(5):
            case 0:
                self._web.fail(path, 500)
            case 1:
                self._web.put(path, body[: self._random.randrange(len(body))])
            case 2:
                self._web.put(path, "<html><body><h1>Back soon</h1></body></html>", "text/html")
            case 3:
                self._web.put(path, body, delay=2.5)
            case _:
                pass  # what it said the day before, which is 304

    def _poll(self, day: int) -> None:
        urls = [self._web.url(f"/{each.number}") for each in self._feeds]
        feeds = [Subscription(url, full_text=False) for url in urls]
        keys = [each.key for each in feeds]
        now = _START + timedelta(days=day)
        with Store(self._state) as store:
            polling.poll(feeds, store, PollOptions(_NETWORK, force=True), Run(now))
            states = store.feeds.all()
            for number, shown in self._whole.items():
                if states[keys[number]].succeeded == now:
                    self.shown |= {each.token for each in shown}
                else:
                    self.missed += 1
            kept = store.articles.undelivered(_PROFILE, keys)
            for each in kept:
                tokens = set(map(int, _TOKEN.findall(each.article.text)))
                (self.updated if each.version > 1 else self.came).update(tokens)
            with store.transaction():
                store.articles.mark_delivered(_PROFILE, {k.article.id: k.version for k in kept})

    def report(self) -> list[tuple[str, int, int, int, int, int]]:
        """By shape: items, lost, repeated, updates, and updates that should not have come."""
        rows = []
        for shape in SHAPES:
            own = [token for token, feed in self._of.items() if feed.shape is shape]
            lost = sum(token in self.shown and not self.came[token] for token in own)
            repeated = sum(self.came[token] > 1 for token in own)
            updates = sum(self.updated[token] for token in own)
            wrong = sum(self.updated[token] > int(shape.gains) for token in own)
            rows.append((shape.name, len(own), lost, repeated, updates, wrong))
        return rows


def main(days: int, seed: int) -> int:
    start = time.monotonic()
    in_process = mock.patch.object(polling, "WorkerPool", InProcess)
    with tempfile.TemporaryDirectory() as folder, Web() as web, in_process:
        year = Year(web, Path(folder) / "state.db", seed, _EACH * 20)
        year.run(days)
    faulty = 0
    print(f"{'shape':<22} {'items':>6} {'lost':>5} {'twice':>5} {'updates':>7} {'wrong':>5}")
    for name, *numbers in year.report():
        print(f"{name:<22} {numbers[0]:>6} {numbers[1]:>5} {numbers[2]:>5} ", end="")
        print(f"{numbers[3]:>7} {numbers[4]:>5}")
        faulty += numbers[1] + numbers[2] + numbers[4]
    spent = f"{year.missed} good answers not read, {time.monotonic() - start:.0f} s"
    print(f"{days} days, {year.faults} faults, {spent}: {faulty} wrong")
    return int(faulty > 0)


if __name__ == "__main__":
    arguments = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(arguments + [365, _SEED][len(arguments) :])))
