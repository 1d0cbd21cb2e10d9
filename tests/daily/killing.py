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
# Items that a feed shows at a time; what was missed for so many rounds is lost at the source.
_WINDOW = 60
_CLOCK = datetime(2026, 11, 22, 6, tzinfo=UTC)


@dataclass
class Tally:
    """What was published and what was told, by headline."""

    published: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    # The digests in which each was told.
    digests: dict[str, set[str]] = field(default_factory=dict)
    killed: int = 0

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
                self.digests.setdefault(title, set()).add(digest.get("id", ""))


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
            self._web.put(f"/{feed}", rss(f"F{feed}", self._items[feed][:_WINDOW]))

    def run(self, rounds: int) -> Tally:
        """The tally after so many killed runs and two that were left alone."""
        longest = self._let_run()
        for number in range(rounds):
            self._publish()
            self._run(self._random.uniform(0.0, 1.05 * longest), to_file=number % 2 == 1)
        for _ in range(2):
            self._let_run()
        return self.tally

    def _let_run(self) -> float:
        start = time.monotonic()
        self._run(None, to_file=False)
        return time.monotonic() - start

    def _run(self, seconds: float | None, *, to_file: bool) -> None:
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
