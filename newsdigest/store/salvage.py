"""Saving what can be read of a damaged state into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsdigest.errors import StateError
from newsdigest.store.database import connect, wrapped
from newsdigest.store.schema import APPLICATION_ID, VERSION
from newsdigest.store.values import from_json

# The columns that tell a row of each table from the others, by which it is read from both of its
# ends. In the order in which rows can be put in: what others refer to comes first.
_KEYS = {
    "feeds": "url",
    "hosts": "host",
    "articles": "number",
    "sightings": "feed, key",
    "digests": "id",
    "digest_articles": "digest, article",
    "deliveries": "digest, channel",
    "told": "profile, article",
    "publications": "number",
    "lines": "publication, skeleton",
    "sketches": "publication, place",
}
# Numbers that are asked for one by one between the readable ends of the articles.
_MOST_NUMBERS = 5_000_000
# Numbers without an article after which there are none to come.
_BEYOND_THE_END = 10_000


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was saved of one table."""

    table: str
    rows: int
    # Whether a part of the table could not be read.
    has_gap: bool


def salvage(damaged: Path, target: Path) -> list[Salvage]:
    """Copy every readable row of a damaged state into a new one at `target`.

    The damaged file is not written to. StateError where `target` is there already, where the file
    is not a state or of a newer version, and where nothing of it can be read.
    """
    if target.exists():
        raise StateError(f"{target} is there already")
    with wrapped(damaged):
        address = f"{damaged.absolute().as_uri()}?mode=ro"
        source = sqlite3.connect(address, isolation_level=None, uri=True)
    with closing(source):
        source.text_factory = lambda raw: raw.decode("utf-8", "replace")
        tables = _tables(damaged, source)
        with closing(connect(target)) as new, wrapped(target):
            new.execute("BEGIN")
            saved = [_copy(table, source, new) for table in _KEYS if table in tables]
            new.commit()
    return saved


def _tables(damaged: Path, source: sqlite3.Connection) -> frozenset[str]:
    """The tables of a state of this version or an older one."""
    try:
        owner = source.execute("PRAGMA application_id").fetchone()[0]
        version = source.execute("PRAGMA user_version").fetchone()[0]
        rows = source.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        raise StateError(f"nothing of {damaged} can be read: {error}; restore a backup") from error
    if owner != APPLICATION_ID or version > VERSION:
        raise StateError(f"{damaged} is not a state that this version of newsdigest knows")
    return frozenset(row[0] for row in rows)


def _copy(table: str, source: sqlite3.Connection, new: sqlite3.Connection) -> Salvage:
    reader = _Reader(source, table)
    rows = 0
    for row in reader.rows():
        marks = ", ".join("?" * len(row))
        # What came out wrong in type or refers to what is lost is lost as well.
        with suppress(sqlite3.Error):
            done = new.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608 - our own table names
            rows += done.rowcount
    return Salvage(table, rows, reader.has_gap)


class _Reader:
    """The rows of a table from its beginning, from its end, and single ones in between."""

    def __init__(self, source: sqlite3.Connection, table: str) -> None:
        self._source = source
        self._table = table
        self.has_gap = False

    def rows(self) -> Iterator[tuple[Any, ...]]:
        last = first = None
        for row in self._scan("ASC"):
            last = row
            yield from self._whole(row)
        if not self.has_gap:
            return
        for row in self._scan("DESC"):
            if row == last:
                break
            first = row
            yield from self._whole(row)
        if self._table == "articles":
            yield from self._between(last, first)

    def _scan(self, order: str) -> Iterator[tuple[Any, ...]]:
        keys = ", ".join(f"{key} {order}" for key in _KEYS[self._table].split(", "))
        try:
            yield from self._source.execute(f"SELECT * FROM {self._table} ORDER BY {keys}")  # noqa: S608 - our own names
        except sqlite3.Error:
            self.has_gap = True

    def _between(
        self, last: tuple[Any, ...] | None, first: tuple[Any, ...] | None
    ) -> Iterator[tuple[Any, ...]]:
        """The articles that are readable one by one though their neighbours are not."""
        start = last[0] + 1 if last else 1
        end = first[0] if first else start + _MOST_NUMBERS
        missed = 0
        for number in range(start, min(end, start + _MOST_NUMBERS)):
            try:
                row = self._source.execute(
                    "SELECT * FROM articles WHERE number = ?", [number]
                ).fetchone()
            except sqlite3.Error:
                continue
            missed = 0 if row else missed + 1
            if row:
                yield from self._whole(row)
            elif first is None and missed > _BEYOND_THE_END:
                return

    def _whole(self, row: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """The row, unless it is an article whose value is no longer one."""
        if self._table == "articles":
            try:
                from_json(row[-1])
            except (ValueError, TypeError, KeyError, AttributeError):
                self.has_gap = True
                return
        yield row
