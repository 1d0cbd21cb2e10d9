"""The clock, rules and callbacks of one run, and what it counts."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from newsdigest.clean import BoilerplateLearner, PublicationMemory
from newsdigest.guard import collecting
from newsdigest.model import Article, Failure
from newsdigest.pipeline.reading_rules import DEFAULT_RULES, ReadingRules


@dataclass(slots=True)
class Run:
    """A run's clock, who watches it, and where its time went."""

    # The moment that relative dates count back from and that the digest bears.
    as_of: datetime
    # Called with the number of documents done and the origin of the one just done.
    watch: Callable[[int, str], None] | None = None
    rules: ReadingRules = DEFAULT_RULES
    # Gives what the state knows of a publication's lines; None where there is no state.
    remember: Callable[[str], PublicationMemory | None] | None = None
    # Hosts and ports that the user named, which may be private.
    named: frozenset[tuple[str, int]] = frozenset()
    # Seconds spent by stage.
    seconds: dict[str, float] = field(default_factory=dict)
    # Pieces of text that were taken out of what the run delivers, by rule.
    removals: Counter[str] = field(default_factory=Counter)
    # Articles left out because they were published "before" or "after" the digest's window.
    outside: Counter[str] = field(default_factory=Counter)
    # Pages of sites themselves, which are no news, that were left out.
    no_news: int = 0
    # Steps that were left out for bugs of the program, each once.
    internal: dict[Failure, None] = field(default_factory=dict)
    _done: int = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time that the block takes under `name`, and guard it."""
        start = time.perf_counter()
        try:
            with self.guard():
                yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    @contextmanager
    def guard(self) -> Iterator[None]:
        """DocumentNote what fails for a bug of the program in the block, which goes on."""
        with collecting(self.internal):
            yield

    def learner(self) -> BoilerplateLearner:
        """A learner that begins with what the state knows."""
        if self.remember is None:
            return BoilerplateLearner(self.rules.cleaning)
        return BoilerplateLearner(self.rules.cleaning, self.remember)

    def count_removals(self, articles: Iterable[Article]) -> None:
        """Count what was taken out of articles that the run delivers."""
        self.removals.update(removal.rule for each in articles for removal in each.removed)

    def step(self, origin: str) -> None:
        """One more document is done."""
        self._done += 1
        if self.watch:
            self.watch(self._done, origin)
