"""The learner: memories of all publications of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newsdigest.clean.cleaner import clean
from newsdigest.clean.cleaning_options import DEFAULT_OPTIONS, CleaningOptions
from newsdigest.clean.learning.article_lines import ArticleLine, article_lines
from newsdigest.clean.learning.criteria import is_boilerplate
from newsdigest.clean.learning.line_removal import RULE, remove_lines
from newsdigest.clean.learning.memory import LineHistory, PublicationMemory
from newsdigest.clean.publication_keys import publication_key
from newsdigest.model import Article, Block
from newsdigest.valueclasses import replace


def _nothing(name: str) -> PublicationMemory | None:
    return None


@dataclass(slots=True)
class BoilerplateLearner:
    """Learns the lines that publications repeat, and removes them from articles."""

    cleaning: CleaningOptions = DEFAULT_OPTIONS
    # Loads the memory of a publication, or None.
    remember: Callable[[str], PublicationMemory | None] = _nothing
    # Whether all articles are observed at once: lines of one of them alone need not be kept.
    at_once: bool = False
    memories: dict[str, PublicationMemory] = field(default_factory=dict)
    # By article id: its blocks and their lines, which are needed twice.
    _lines: dict[str, tuple[tuple[Block, ...], list[ArticleLine]]] = field(default_factory=dict)

    def observe(
        self, articles: Iterable[Article], now: datetime, *, unknown_only: bool = False
    ) -> None:
        """Count the lines of the articles; articles that were counted before are skipped.

        `unknown_only` skips publications that have a memory already.
        """
        by_publication: dict[str, list[tuple[str, list[ArticleLine]]]] = {}
        for article in articles:
            lines = by_publication.setdefault(publication_key(article), [])
            lines.append((article.id, self._lines_of(article)))
        for name, lines in by_publication.items():
            memory = self.memory(name)
            if not (unknown_only and memory.stories.count):
                memory.observe(lines, now, recurring_only=self.at_once)

    def prepare(self, article: Article) -> bool:
        """Split an article into lines ahead of `observe` and `strip`; returns True."""
        self._lines_of(article)
        return True

    def memory(self, name: str) -> PublicationMemory:
        """The memory of a publication, loaded on first use."""
        if name not in self.memories:
            self.memories[name] = self.remember(name) or PublicationMemory(name)
        return self.memories[name]

    def learnt(self, name: str) -> dict[str, LineHistory]:
        """The lines that are removed from a publication's articles, by skeleton."""
        memory = self.memory(name)
        story_count = memory.stories.count
        return {
            key: line for key, line in memory.lines.items() if is_boilerplate(line, story_count)
        }

    def by_rule(self) -> dict[str, LineHistory]:
        """The learnt lines of all publications so far, by the rule of their removals."""
        return {
            RULE + line.id: line for name in self.memories for line in self.learnt(name).values()
        }

    def strip(self, articles: Sequence[Article]) -> list[Article]:
        """The articles without the learnt lines of their publications.

        An article without a publication is matched against those of its document, and takes the
        name of the one whose lines it has: in a dump of an aggregator's page the lead is often
        unnamed.
        """
        learnt = {name: self.learnt(name) for name in sorted(set(map(publication_key, articles)))}
        neighbours = _neighbours(articles)
        return [self._stripped(article, learnt, neighbours) for article in articles]

    def _lines_of(self, article: Article) -> list[ArticleLine]:
        blocks, found = self._lines.get(article.id, ((), []))
        if blocks is not article.blocks:
            found = article_lines(article)
            self._lines[article.id] = (article.blocks, found)
        return found

    def _stripped(
        self,
        article: Article,
        learnt: dict[str, dict[str, LineHistory]],
        neighbours: dict[str, dict[str, str]],
    ) -> Article:
        own = learnt[publication_key(article)]
        near = {} if article.source else neighbours.get(article.origin, {})
        if not own and not any(learnt[name] for name in near):
            return article
        lines = self._lines_of(article)
        stripped = remove_lines(article, lines, own, self.cleaning)
        for name, shown in near.items():
            if stripped is article:
                stripped = remove_lines(article, lines, learnt[name], self.cleaning)
                if stripped is not article:
                    stripped = replace(stripped, source=shown)
        # An agency line may have stood before the removed line.
        return stripped if stripped is article else clean(stripped, self.cleaning)


def _neighbours(articles: Iterable[Article]) -> dict[str, dict[str, str]]:
    """The publications of each document: their keys and printed names."""
    found: dict[str, dict[str, str]] = {}
    for article in articles:
        if article.source:
            found.setdefault(article.origin, {}).setdefault(
                publication_key(article), article.source
            )
    return found


def is_learnt(rule: str) -> bool:
    """Whether a removal's rule is that of a learnt line."""
    return rule.startswith(RULE)
