"""The learner: the memories of all publications that a run meets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from newsdigest.clean.cleaning import DEFAULT_CLEANING, Cleaning
from newsdigest.clean.engine import clean
from newsdigest.clean.learning.judging import is_boilerplate
from newsdigest.clean.learning.memory import Line, Memory
from newsdigest.clean.learning.taking import RULE, take
from newsdigest.clean.learning.units import Unit, units
from newsdigest.model import Article, Block


def publication_key(article: Article) -> str:
    """What an article's lines are counted under: its publication, its host, or its directory."""
    if article.source:
        return article.source.casefold().removeprefix("the ")
    host = _host(article.url) or _host(article.origin)
    return host or str(PurePath(article.origin).parent)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _nothing(name: str) -> Memory | None:
    return None


@dataclass(slots=True)
class Learner:
    """Learns the lines that publications repeat, and takes them out of articles."""

    cleaning: Cleaning = DEFAULT_CLEANING
    # Gives what is remembered of a publication; None where nothing is.
    remember: Callable[[str], Memory | None] = _nothing
    memories: dict[str, Memory] = field(default_factory=dict)
    # By article: its blocks, and their lines, which are needed twice.
    _units: dict[str, tuple[tuple[Block, ...], list[Unit]]] = field(default_factory=dict)

    def observe(
        self, articles: Iterable[Article], now: datetime, *, unknown_only: bool = False
    ) -> None:
        """Count the lines of the articles; an article that was counted before is passed over.

        `unknown_only` passes over the publications of which something is remembered.
        """
        by_publication: dict[str, list[tuple[str, list[Unit]]]] = {}
        for article in articles:
            lines = by_publication.setdefault(publication_key(article), [])
            lines.append((article.id, self._units_of(article)))
        for name, lines in by_publication.items():
            memory = self.memory(name)
            if not (unknown_only and memory.stories.count):
                memory.observe(lines, now)

    def prepare(self, article: Article) -> bool:
        """Take an article's lines apart, which `observe` and `strip` do else; True."""
        self._units_of(article)
        return True

    def memory(self, name: str) -> Memory:
        """What is known of a publication, remembered when it is first asked for."""
        if name not in self.memories:
            self.memories[name] = self.remember(name) or Memory(name)
        return self.memories[name]

    def learnt(self, name: str) -> dict[str, Line]:
        """The lines of a publication that are taken out of its articles, by skeleton."""
        memory = self.memory(name)
        told = memory.stories.count
        return {key: line for key, line in memory.lines.items() if is_boilerplate(line, told)}

    def by_rule(self) -> dict[str, Line]:
        """The learnt lines of all publications that were met, by the rule of their removals."""
        return {
            RULE + line.id: line for name in self.memories for line in self.learnt(name).values()
        }

    def strip(self, articles: Sequence[Article]) -> list[Article]:
        """The articles without the learnt lines of their publications.

        An article that names no publication loses, and thereby tells, the lines of those that
        share its document: in a dump of an aggregator's page the lead often bears no name.
        """
        learnt = {name: self.learnt(name) for name in sorted(set(map(publication_key, articles)))}
        neighbours = _neighbours(articles)
        return [self._stripped(article, learnt, neighbours) for article in articles]

    def _units_of(self, article: Article) -> list[Unit]:
        blocks, found = self._units.get(article.id, ((), []))
        if blocks is not article.blocks:
            found = units(article)
            self._units[article.id] = (article.blocks, found)
        return found

    def _stripped(
        self,
        article: Article,
        learnt: dict[str, dict[str, Line]],
        neighbours: dict[str, dict[str, str]],
    ) -> Article:
        own = learnt[publication_key(article)]
        near = {} if article.source else neighbours.get(article.origin, {})
        if not own and not any(learnt[name] for name in near):
            return article
        lines = self._units_of(article)
        stripped = take(article, lines, own, self.cleaning)
        for name, shown in near.items():
            if stripped is article:
                stripped = take(article, lines, learnt[name], self.cleaning)
                if stripped is not article:
                    stripped = replace(stripped, source=shown)
        # What stood in front of a line at the end may be an agency's.
        return stripped if stripped is article else clean(stripped, self.cleaning)


def _neighbours(articles: Iterable[Article]) -> dict[str, dict[str, str]]:
    """The publications of each document by key, with their names as printed."""
    found: dict[str, dict[str, str]] = {}
    for article in articles:
        if article.source:
            found.setdefault(article.origin, {}).setdefault(
                publication_key(article), article.source
            )
    return found


def is_learnt(rule: str) -> bool:
    """Whether a removal's rule is a learnt line."""
    return rule.startswith(RULE)
