"""What is remembered of the lines of one publication, from article to article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from newsdigest.clean.learning.skeletons import LONGEST, shortened
from newsdigest.clean.learning.stories import Stories, sketch
from newsdigest.clean.learning.units import Spot, Unit

# The newest stories of a line, by which one that is told again is not counted again.
_STORIES_OF_A_LINE = 4


def line_id(publication: str, skeleton: str) -> str:
    return blake2b(
        f"{publication}\n{skeleton}".encode("utf-8", "replace"), digest_size=4
    ).hexdigest()


@dataclass(slots=True)
class Line:
    """A line that a publication printed, and in how many stories."""

    publication: str
    skeleton: str
    # As it was last printed, shortened.
    text: str = ""
    stories: int = 0
    # Numbers of the stories in which it was first and last seen, and when that was.
    first: int = 0
    last: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    # How often it stood at the head, at the tail, alone in a block, elsewhere.
    head: int = 0
    tail: int = 0
    alone: int = 0
    inside: int = 0
    # How often it was printed otherwise than in the story before.
    changes: int = 0
    # The user does not want it to be taken.
    forgotten: bool = False
    recent: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Eight hexadecimal digits, by which users name the line."""
        return line_id(self.publication, self.skeleton)

    def see(self, unit: Unit, story: int, now: datetime) -> None:
        """Count the line in a story, once in each."""
        printed = shortened(unit.text, LONGEST)
        changed = printed != self.text
        self.text = printed
        self.last_seen = max(self.last_seen or now, now)
        self.first_seen = min(self.first_seen or now, now)
        if story in self.recent:
            return
        self.recent = (*self.recent, story)[-_STORIES_OF_A_LINE:]
        self.changes += changed and self.stories > 0
        self.stories += 1
        self.first = self.first or story
        self.last = max(self.last, story)
        match unit.spot:
            case Spot.HEAD:
                self.head += 1
            case Spot.TAIL:
                self.tail += 1
            case Spot.ALONE:
                self.alone += 1
            case _:
                self.inside += 1


@dataclass(slots=True)
class Memory:
    """The lines of one publication by skeleton, and the stories that it told."""

    publication: str
    lines: dict[str, Line] = field(default_factory=dict)
    stories: Stories = field(default_factory=Stories)
    # Ids of the articles that were counted: one that comes again says nothing new.
    articles: set[str] = field(default_factory=set)

    def observe(self, articles: Iterable[tuple[str, Sequence[Unit]]], now: datetime) -> None:
        """Count the lines of articles, given as their ids and lines, in their order."""
        fresh = {id: units for id, units in articles if id not in self.articles}
        recurring = self._recurring(fresh.values())
        for id, units in fresh.items():
            self.articles.add(id)
            story = self.stories.number(sketch(units, recurring))
            for unit in units:
                for skeleton in unit.skeletons:
                    self._line(skeleton).see(unit, story, now)

    def _recurring(self, articles: Iterable[Sequence[Unit]]) -> set[str]:
        """The skeletons that more than one article has, those seen before among them."""
        counted = Counter(skeleton for units in articles for skeleton in {u.plain for u in units})
        return {
            skeleton for skeleton, count in counted.items()
            if count > 1 or skeleton in self.lines
        }  # fmt: skip

    def _line(self, skeleton: str) -> Line:
        line = self.lines.get(skeleton)
        if line is None:
            line = Line(self.publication, skeleton)
            self.lines[skeleton] = line
        return line
