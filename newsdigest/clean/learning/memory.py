"""The history of a publication's lines across its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newsdigest.clean.learning.article_lines import ArticleLine, LinePosition
from newsdigest.clean.learning.skeletons import LONGEST, shortened
from newsdigest.clean.learning.story_index import StoryIndex, sketch
from newsdigest.hashing import blake2b

# The newest stories of a line are kept, so that another version of one is not counted again.
_STORIES_OF_A_LINE = 4


def line_id(publication: str, skeleton: str) -> str:
    return blake2b(
        f"{publication}\n{skeleton}".encode("utf-8", "replace"), digest_size=4
    ).hexdigest()


@dataclass(slots=True)
class LineHistory:
    """A line of a publication, and in how many stories it was seen."""

    publication: str
    skeleton: str
    # As it was last printed, shortened.
    text: str = ""
    stories: int = 0
    # The numbers of the stories in which it was first and last seen, and when.
    first: int = 0
    last: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    # How often it was at the head, at the tail, alone in a block, elsewhere.
    head: int = 0
    tail: int = 0
    alone: int = 0
    inside: int = 0
    # How often its wording differed from the previous story's.
    changes: int = 0
    # The user does not want it removed.
    forgotten: bool = False
    recent: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Eight hexadecimal digits, by which users name the line."""
        return line_id(self.publication, self.skeleton)

    def see(self, unit: ArticleLine, story: int, now: datetime) -> None:
        """Count the line, once a story."""
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
        match unit.position:
            case LinePosition.HEAD:
                self.head += 1
            case LinePosition.TAIL:
                self.tail += 1
            case LinePosition.ALONE:
                self.alone += 1
            case _:
                self.inside += 1


@dataclass(slots=True)
class PublicationMemory:
    """The lines of one publication by skeleton, and its stories."""

    publication: str
    lines: dict[str, LineHistory] = field(default_factory=dict)
    stories: StoryIndex = field(default_factory=StoryIndex)
    # Ids of the articles that were counted, so that none counts twice.
    articles: set[str] = field(default_factory=set)

    def observe(
        self,
        articles: Iterable[tuple[str, Sequence[ArticleLine]]],
        now: datetime,
        *,
        recurring_only: bool = False,
    ) -> None:
        """Count the lines of articles, given in order as pairs of id and lines.

        `recurring_only` leaves out those of one article alone, which are most.
        """
        fresh = {id: units for id, units in articles if id not in self.articles}
        recurring = self._recurring(fresh.values())
        for id, units in fresh.items():
            self.articles.add(id)
            story = self.stories.number(sketch(units, recurring))
            for unit in units:
                for skeleton in unit.skeletons:
                    if not recurring_only or skeleton in recurring:
                        self._line(skeleton).see(unit, story, now)

    def _recurring(self, articles: Iterable[Sequence[ArticleLine]]) -> set[str]:
        """The skeletons seen in more than one article, now or earlier."""
        counted = Counter(
            skeleton
            for units in articles
            for skeleton in {each for unit in units for each in unit.skeletons}
        )
        return {
            skeleton for skeleton, count in counted.items()
            if count > 1 or skeleton in self.lines
        }  # fmt: skip

    def _line(self, skeleton: str) -> LineHistory:
        line = self.lines.get(skeleton)
        if line is None:
            line = LineHistory(self.publication, skeleton)
            self.lines[skeleton] = line
        return line
