"""What a run is told and tells while it lasts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Run:
    """A run's clock, who watches it, and where its time went."""

    # The moment that relative dates count back from and that the digest bears.
    as_of: datetime
    # Called with the number of documents done and the origin of the one just done.
    watch: Callable[[int, str], None] | None = None
    # Seconds spent by stage.
    seconds: dict[str, float] = field(default_factory=dict)
    _done: int = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time that the block takes under `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def step(self, origin: str) -> None:
        """One more document is done."""
        self._done += 1
        if self.watch:
            self.watch(self._done, origin)
