"""The stored lines that publications repeat: a bounded number, of at most 200 bytes each."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from newsdigest.clean import ArticleSketch, LineHistory, PublicationMemory, StoryIndex, is_away
from newsdigest.store.connection import Connection
from newsdigest.store.values import a_number, a_text, mapped, storable
from newsdigest.valueclasses import replace

# Lines kept per publication: those that recur, then the newest. A day of fifty articles brings four
# hundred lines that appear at an edge for the first time.
MOST_LINES = 1000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_COUNTS = ("stories", "first", "last", "head", "tail", "alone", "inside", "changes")
_COLUMNS = (
    "publication", "skeleton", "text", *_COUNTS, "first_day", "last_day", "recent", "forgotten",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO lines ({', '.join(_COLUMNS)}) "  # noqa: S608 - our own column names
    f"VALUES ({', '.join('?' * len(_COLUMNS))})"
)


class LineTable:
    """The memories of publications in an open state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def publications(self) -> list[str]:
        """The names of all stored publications."""
        if not self._exists():
            return []
        rows = self._connection.execute("SELECT name FROM publications ORDER BY name")
        with mapped(self._connection, "publications"):
            return [a_text(row["name"]) for row in rows]

    def memory(self, publication: str) -> PublicationMemory | None:
        """The memory of a publication; None if there is none."""
        row = self._publication(publication) if self._exists() else None
        if row is None:
            return None
        lines = self._connection.execute(
            "SELECT * FROM lines WHERE publication = ? ORDER BY skeleton", [row["number"]]
        )
        sketches = self._connection.execute(
            "SELECT * FROM sketches WHERE publication = ? ORDER BY place", [row["number"]]
        )
        with mapped(self._connection, "lines"):
            found = [line_of(publication, each) for each in lines]
        with mapped(self._connection, "sketches"):
            recent = [sketch_of(each) for each in sketches]
        with mapped(self._connection, "publications"):
            stories = StoryIndex(a_number(row["stories"]), recent)
        return PublicationMemory(publication, {line.skeleton: line for line in found}, stories)

    def save(self, memory: PublicationMemory, now: datetime) -> None:
        """Store a memory without the lines that no longer recur."""
        number = self._number(memory)
        self._connection.execute("DELETE FROM lines WHERE publication = ?", [number])
        self._connection.executemany(
            _INSERT, [_row(number, line) for line in worth_keeping(memory, now)]
        )
        self._connection.execute("DELETE FROM sketches WHERE publication = ?", [number])
        self._connection.executemany(
            "INSERT INTO sketches VALUES (?, ?, ?, ?, ?)",
            [
                (number, place, story, _packed(sketch.names), _packed(sketch.prints))
                for place, (story, sketch) in enumerate(memory.stories.newest())
            ],
        )

    def forget(self, id: str) -> LineHistory | None:
        """Stop removing this line, and never learn it again; None if no line has the id."""
        for name in self.publications():
            memory = self.memory(name)
            for line in memory.lines.values() if memory else ():
                if line.id == id:
                    self._connection.execute(
                        "UPDATE lines SET forgotten = 1 WHERE skeleton = ? AND publication = "
                        "(SELECT number FROM publications WHERE name = ?)",
                        [line.skeleton, storable(name)],
                    )
                    return replace(line, forgotten=True)
        return None

    def prune(self, before: datetime) -> None:
        """Delete the publications without articles since then."""
        self._connection.execute(
            "DELETE FROM publications WHERE number NOT IN (SELECT publication FROM lines "
            "WHERE last_day >= ? OR forgotten)",
            [_day(before)],
        )

    def _exists(self) -> bool:
        """Whether the tables exist; a read-only state of an older version lacks them."""
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'publications'")
        return found.fetchone() is not None

    def _publication(self, name: str) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._connection.execute(
            "SELECT * FROM publications WHERE name = ?", [storable(name)]
        ).fetchone()
        return found

    def _number(self, memory: PublicationMemory) -> int:
        self._connection.execute(
            "INSERT INTO publications (name, stories) VALUES (?, ?) "
            "ON CONFLICT DO UPDATE SET stories = excluded.stories",
            [storable(memory.publication), memory.stories.count],
        )
        row = self._publication(memory.publication)
        assert row is not None
        number: int = row["number"]
        return number


def worth_keeping(memory: PublicationMemory, now: datetime) -> list[LineHistory]:
    """The lines to store, at most MOST_LINES: recurring ones before those seen once.

    A line seen once in the middle of a report is dropped at once: there are too many of them.
    """
    story_count = memory.stories.count
    alive = [line for line in memory.lines.values() if _is_alive(line, story_count, now)]
    alive.sort(key=lambda line: (not line.forgotten, line.stories < 2, -line.last, line.skeleton))
    return alive[:MOST_LINES]


def _is_alive(line: LineHistory, story_count: int, now: datetime) -> bool:
    if line.forgotten:
        return True
    if line.inside and line.stories < 2:
        return False
    return not is_away(line, story_count, (now - (line.last_seen or now)) / _DAY)


def _row(number: int, line: LineHistory) -> tuple[object, ...]:
    return (
        number,
        storable(line.skeleton),
        storable(line.text),
        *(getattr(line, name) for name in _COUNTS),
        _day(line.first_seen),
        _day(line.last_seen),
        " ".join(map(str, line.recent)),
        line.forgotten,
    )


def _day(moment: datetime | None) -> int:
    return ((moment or _EPOCH) - _EPOCH) // _DAY


def line_of(publication: str, row: sqlite3.Row) -> LineHistory:
    """The line of a row; raises one of MISFITS if this program did not write the row."""
    return LineHistory(
        publication,
        a_text(row["skeleton"]),
        a_text(row["text"]),
        **{name: a_number(row[name]) for name in _COUNTS},
        first_seen=_EPOCH + row["first_day"] * _DAY,
        last_seen=_EPOCH + row["last_day"] * _DAY,
        recent=tuple(map(int, a_text(row["recent"]).split())),
        forgotten=bool(row["forgotten"]),
    )


def _packed(numbers: Iterable[int]) -> bytes:
    return array("I", sorted(numbers)).tobytes()


def sketch_of(row: sqlite3.Row) -> tuple[int, ArticleSketch]:
    """The number of a story and its sketch, with the errors of line_of."""
    return a_number(row["story"]), ArticleSketch(_unpacked(row["names"]), _unpacked(row["prints"]))


def _unpacked(content: bytes) -> frozenset[int]:
    numbers = array("I")
    numbers.frombytes(content[: len(content) // numbers.itemsize * numbers.itemsize])
    return frozenset(numbers)
