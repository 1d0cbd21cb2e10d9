"""Runs that are stopped at random moments, and a count of what reached the reader at each place."""

from __future__ import annotations

import math
import os
import random
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from tests.daily.feeds import item, rss
from tests.daily.subscribers import Named, Subscriber
from tests.daily.web import Web

_FEEDS = 3
_NEWS_EACH = 2
# Items that a feed shows beside those that were not told yet: what has left a feed before any run
# could keep it is lost at its source, and that is not what is counted here.
_OLD_SHOWN = 20
# Moments are drawn up to this multiple of the median of the last runs that ended by themselves.
_BEYOND = 1.3
_LAST_RUNS = 7
# How many runs are left alone: what piles up while none gets through makes runs longer, which would
# then be stopped long before they deliver.
_LEFT_ALONE = 0.2
# Most are killed; a tenth each is interrupted and terminated, and may tidy up.
_SIGNALS = [*[signal.SIGKILL] * 8, signal.SIGINT, signal.SIGTERM]
_STATUSES = frozenset({0, 130, 143, *(-each for each in _SIGNALS)})
_CLOCK = datetime(2026, 11, 22, 6, tzinfo=UTC)
_PATIENCE_SECONDS = 120.0


@dataclass
class Tally:
    """How many items were published and how often each place names them."""

    published: int = 0
    told: Mapping[str, Named] = field(default_factory=dict)
    killed: int = 0
    finished: int = 0
    # Runs that ended by themselves, but not well.
    broken: int = 0

    @property
    def lost(self) -> list[str]:
        """Items that a place does not name."""
        return [
            f"{place}: {item(number).title}"
            for place, named in self.told.items()
            for number in range(self.published)
            if not named[number]
        ]

    @property
    def repeated(self) -> list[str]:
        """Items that a place names in more than one digest."""
        return [
            f"{place}: {item(number).title}"
            for place, named in self.told.items()
            for number, count in named.items()
            if count > 1
        ]

    def is_everywhere(self, number: int) -> bool:
        return bool(self.told) and all(named[number] for named in self.told.values())


class Running(Protocol):
    """A run that was started, by subprocess.Popen or by `tests.warm.WarmProgram`."""

    pid: int

    def wait(self, timeout: float | None = None) -> int: ...


class Rounds:
    """One subscriber whose every run may be stopped."""

    def __init__(
        self,
        web: Web,
        subscriber: Subscriber,
        seed: int,
        start: Callable[..., Running] = subprocess.Popen,
    ) -> None:
        self._web = web
        self._start = start
        self._subscriber = subscriber
        self._random = random.Random(seed)
        self._seconds: list[float] = []
        self._clock = _CLOCK
        self._items: dict[int, list[int]] = {feed: [] for feed in range(_FEEDS)}
        self.tally = Tally()
        self._publish()
        subscriber.subscribe([web.url(f"/{feed}") for feed in range(_FEEDS)])

    def _publish(self) -> None:
        for feed in range(_FEEDS):
            for _ in range(_NEWS_EACH):
                self._items[feed].insert(0, self.tally.published)
                self.tally.published += 1
            self._items[feed] = [
                number
                for place, number in enumerate(self._items[feed])
                if place < _OLD_SHOWN or not self.tally.is_everywhere(number)
            ]
            shown = [item(each, self._web.url("")) for each in self._items[feed]]
            self._web.put(f"/{feed}", rss(f"F{feed}", shown))

    def run(
        self,
        kills: int,
        watch: Callable[[Tally], object] = lambda tally: None,
        seconds: float = math.inf,
    ) -> Tally:
        """The tally once so many runs were stopped, or as many as the time was enough for.

        `watch` is called with the tally after each stop.
        """
        end = time.monotonic() + seconds
        self._leave_alone()
        while self.tally.killed < kills and time.monotonic() < end:
            self._publish()
            before = self.tally.killed
            self._run(self._subscriber.command(self._now(), self._random), self._moment())
            if self.tally.killed > before:
                watch(self.tally)
        for _ in range(2):
            self._leave_alone()
        return self.tally

    def _moment(self) -> float | None:
        """The seconds after which the next run is stopped, if it is to be."""
        usual = statistics.median(self._seconds[-_LAST_RUNS:])
        moment = self._random.uniform(0.0, _BEYOND * usual)
        return None if self._random.random() < _LEFT_ALONE else moment

    def _now(self) -> str:
        self._clock += timedelta(hours=1)
        return self._clock.isoformat()

    def _leave_alone(self) -> None:
        for command in self._subscriber.last(self._now()):
            self._run(command, None)

    def _run(self, command: list[str], seconds: float | None) -> None:
        """Note what a run delivered, and whether it came to its end."""
        start = time.monotonic()
        with tempfile.TemporaryFile("w+") as output:
            running = self._start(command, stdout=output.fileno(), process_group=0)
            try:
                status = running.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, self._random.choice(_SIGNALS))
                self.tally.killed += 1
                status = running.wait(_PATIENCE_SECONDS)
            output.seek(0)
            self._subscriber.take(output.read())
        self.tally.told = self._subscriber.named()
        if status not in _STATUSES:
            self.tally.broken += 1
        if status == 0:
            self.tally.finished += 1
            self._seconds.append(time.monotonic() - start)
