"""The clock, rules and callbacks of one run, and what it counts."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from newsdigest.guard import collecting
from newsdigest.model import Article, Digest, Failure, Story
from newsdigest.pipeline.reading_rules import DEFAULT_RULES, ReadingRules
from newsdigest.valueclasses import recordclass

if TYPE_CHECKING:
    from newsdigest.clean import BoilerplateLearner, PublicationMemory


@recordclass
class Run:
    """The clock, rules and callbacks of a run, and its counters."""

    # The current time: the date of the digest, and the base of relative dates.
    as_of: datetime
    # Called with the number of documents done and the origin of the one just done.
    watch: Callable[[int, str], None] | None = None
    rules: ReadingRules = DEFAULT_RULES
    # Returns the lines of a publication known to the state; None without a state.
    remember: Callable[[str], PublicationMemory | None] | None = None
    # Has a model rewrite the summaries of a digest; None without one.
    rewrite: Callable[[Digest], Digest] | None = None
    # Hosts and ports named by the user, which may be on a private network.
    named: frozenset[tuple[str, int]] = frozenset()
    # Seconds spent by stage.
    seconds: dict[str, float] = field(default_factory=dict)
    # The number of texts removed from delivered articles, by rule.
    removals: Counter[str] = field(default_factory=Counter)
    # The number of articles published "before" and "after" the digest's window.
    outside: Counter[str] = field(default_factory=Counter)
    # The number of pages left out because they are a site's own and no news.
    no_news: int = 0
    # The number of articles left out because they only repeat reports delivered earlier.
    repeats: int = 0
    # The number of articles left out because their feeds are mute.
    mute: int = 0
    # Stories that were wanted at the top of an edition, and had no room there.
    below_top: int = 0
    # The stories of the last digest that had any, in reading order.
    stories: tuple[Story, ...] = ()
    # Steps skipped because of bugs in the program, each once.
    internal: dict[Failure, None] = field(default_factory=dict)
    _done: int = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Guard the block and add its time to `seconds[name]`."""
        start = time.perf_counter()
        try:
            with self.guard():
                yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Record failures that the block catches because of bugs in the program."""
        with collecting(self.internal):
            yield

    def learner(self) -> BoilerplateLearner:
        """A learner that starts from what the state knows, for articles that are all at hand."""
        from newsdigest.clean import BoilerplateLearner  # which one article alone does not need

        if self.remember is None:
            return BoilerplateLearner(self.rules.cleaning, at_once=True)
        return BoilerplateLearner(self.rules.cleaning, self.remember, at_once=True)

    def rewritten(self, digest: Digest) -> Digest:
        """The digest that is shown: its summaries rewritten, if that is wanted."""
        if self.rewrite is None:
            return digest
        with self.stage("rewrite"):
            return self.rewrite(digest)

    def count_removals(self, articles: Iterable[Article]) -> None:
        """Count the texts removed from articles that the run delivers."""
        self.removals.update(removal.rule for each in articles for removal in each.removed)

    def step(self, origin: str) -> None:
        """Count one more finished document."""
        self._done += 1
        if self.watch:
            self.watch(self._done, origin)
