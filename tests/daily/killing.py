"""Runs that are killed at random moments, and a count of what reached the reader."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.program import COMMAND

_FEEDS = 3
_NEWS_EACH = 2
# Items that a feed shows beside those that were not told yet: what has left a feed before any run
# could keep it is lost at its source, and that is not what is counted here.
_OLD_SHOWN = 20
# Moments are drawn up to this multiple of the longest run so far, so that some runs get through.
_BEYOND = 1.3
_TO_FILE = 0.5
_CLOCK = datetime(2026, 11, 22, 6, tzinfo=UTC)


@dataclass
class Tally:
    """What was published and what was told, by headline."""

    published: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    killed: int = 0
    finished: int = 0
    # Runs that ended by themselves, but not well.
    broken: int = 0

    @property
    def lost(self) -> list[str]:
        return [title for title in self.published if not self.told[title]]

    @property
    def repeated(self) -> int:
        return sum(count > 1 for count in self.told.values())

    def take(self, output: str) -> None:
        """Count what whole digests tell; one that was cut off told nothing."""
        for digest in _whole_values(output):
            for title in _headlines(digest):
                self.told[title] += 1


def _whole_values(text: str) -> Iterator[dict[str, Any]]:
    decoder, place = json.JSONDecoder(), 0
    while (place := len(text) - len(text[place:].lstrip())) < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except ValueError:
            return
        yield value


def _headlines(digest: dict[str, Any]) -> list[str]:
    return [article["title"] for story in digest["stories"] for article in story["articles"]]


class Rounds:
    """One subscriber whose every run may be killed."""

    def __init__(self, web: Web, home: Path, seed: int, *, naive: bool = False) -> None:
        self._web = web
        self._reader = Reader(home)
        self._random = random.Random(seed)
        self._naive = naive
        self._number = 0
        self._longest = 0.0
        self._clock = _CLOCK
        self._shown: dict[str, list[str]] = {}
        self._items: dict[int, list[Any]] = {feed: [] for feed in range(_FEEDS)}
        self.tally = Tally()
        self._output = home / "digest.json"
        self._publish()
        self._reader.subscribe(web.url(f"/{feed}") for feed in range(_FEEDS))

    def _publish(self) -> None:
        for feed in range(_FEEDS):
            for _ in range(_NEWS_EACH):
                new = item(self._number)
                self._number += 1
                self._items[feed].insert(0, new)
                self.tally.published.append(new.title)
            self._items[feed] = [
                each
                for place, each in enumerate(self._items[feed])
                if place < _OLD_SHOWN or not self.tally.told[each.title]
            ]
            self._web.put(f"/{feed}", rss(f"F{feed}", self._items[feed]))

    def run(self, kills: int) -> Tally:
        """The tally once so many runs were killed, after two that were left alone."""
        self._run(None, to_file=False)
        while self.tally.killed < kills:
            self._publish()
            moment = self._random.uniform(0.0, _BEYOND * self._longest)
            self._run(moment, to_file=self._random.random() < _TO_FILE)
        for _ in range(2):
            self._run(None, to_file=False)
        return self.tally

    def _run(self, seconds: float | None, *, to_file: bool) -> None:
        start = time.monotonic()
        if self._try(seconds, to_file=to_file):
            self.tally.finished += 1
            self._longest = max(self._longest, time.monotonic() - start)

    def _try(self, seconds: float | None, *, to_file: bool) -> bool:
        """Whether the run came to its end; what it told is counted either way."""
        self._clock += timedelta(hours=1)
        self._output.unlink(missing_ok=True)
        running = subprocess.Popen(
            self._command(to_file=to_file), stdout=subprocess.PIPE, text=True, process_group=0
        )
        try:
            output, _ = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            self.tally.killed += 1
            output, _ = running.communicate()
        if to_file and self._output.exists():
            output = self._output.read_text()
        self.tally.take(output)
        if running.returncode not in (0, -signal.SIGKILL):
            self.tally.broken += 1
        return running.returncode == 0

    def _command(self, *, to_file: bool) -> list[str]:
        if self._naive:
            urls = [self._web.url(f"/{feed}") for feed in range(_FEEDS)]
            return [sys.executable, "-m", "tests.daily.naive", str(self._reader.home), *urls]
        command = [str(COMMAND), "digest", "--new", "--format", "json"]
        command += ["--config", str(self._reader.config), "--as-of", self._clock.isoformat()]
        return [*command, "--output", str(self._output)] if to_file else command

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the state after all that."""
        with self._reader.store() as store:
            return store.check()
