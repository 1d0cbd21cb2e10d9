"""Saving the readable parts of a damaged state into a new one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from newsdigest.atomic import replacement
from newsdigest.errors import StateError
from newsdigest.language import printable
from newsdigest.store.connection import SQLITE_ERRORS, reason_of, wrapped
from newsdigest.store.database import connect, is_there
from newsdigest.store.rows import READERS
from newsdigest.store.schema import APPLICATION_ID, VERSION
from newsdigest.store.values import MISFITS
from newsdigest.valueclasses import valueclass

# The key columns of each table, by which it is read from both ends. Tables are in insertion order:
# those that others refer to come first. Arrivals and marks are not copied, since rows that they
# vouch for may be lost: the new state logs its own arrivals, and profiles look at everything once.
_KEYS = {
    "feeds": "url",
    "hosts": "host",
    "articles": "number",
    "sightings": "feed, key",
    "digests": "id",
    "digest_articles": "digest, article",
    "deliveries": "digest, channel",
    "digest_stories": "digest, story",
    "told": "profile, article",
    "left_over": "profile, channel, article",
    "publications": "number",
    "lines": "publication, skeleton",
    "sketches": "publication, place",
    "likes": "article",
    "forgotten_terms": "term",
    "mailboxes": "mailbox",
    "account_feeds": "account, stream",
    "items_to_mark": "account, item",
    "rewrites": "request",
}
_HEADER = 100
# A damaged header may claim any length. A sparse file takes no room on the disk.
_LONGEST = 1 << 34
# Row numbers that are tried one by one between the readable ends of the articles.
_MOST_NUMBERS = 5_000_000
# So many numbers without a readable article mean the end of the table.
_BEYOND_THE_END = 10_000


@valueclass
class Salvage:
    """The rows saved from one table."""

    table: str
    rows: int
    # Whether a part of the table could not be read.
    has_gap: bool


def salvage(damaged: Path, target: Path) -> list[Salvage]:
    """Copy every readable row of a damaged state into a new one at `target`.

    The damaged file is not modified, and `target` appears only once everything is saved. StateError
    if it exists already, if the file is not a state or has a newer version, and if nothing can be
    read.
    """
    if target.exists():
        raise StateError(f"{target} is there already")
    if not is_there(damaged):
        raise StateError(f"there is no state at {damaged}")
    with _readable(damaged) as source:
        tables = _tables(damaged, source)
        with wrapped(target), replacement(target) as made:
            connect(made).close()
            with closing(sqlite3.connect(made, isolation_level=None)) as new:
                # The log is merged into the file on closing, where errors of the disk go
                # unreported.
                new.execute("PRAGMA journal_mode = DELETE")
                new.execute("BEGIN")
                saved = [_copy(table, source, new) for table in _KEYS if table in tables]
                new.execute("COMMIT")
    return saved


@contextmanager
def _readable(damaged: Path) -> Iterator[sqlite3.Connection]:
    """The damaged state, or a copy with its log beside it, padded to its full length.

    SQLite refuses to read a file that is shorter than its header says.
    """
    with wrapped(damaged), ExitStack() as stack:
        path, missing = damaged, _missing_bytes(damaged)
        if missing:
            folder = stack.enter_context(TemporaryDirectory(prefix="newsdigest-"))
            path = _padded(damaged, missing, Path(folder))
        address = f"{path.absolute().as_uri()}?mode={'rw' if missing else 'ro'}"
        source = sqlite3.connect(address, isolation_level=None, uri=True)
        stack.callback(source.close)
        source.text_factory = lambda raw: raw.decode("utf-8", "replace")
        source.row_factory = sqlite3.Row
        yield source


def _padded(damaged: Path, missing: int, folder: Path) -> Path:
    path = folder / damaged.name
    copyfile(damaged, path)
    os.truncate(path, path.stat().st_size + missing)
    log = damaged.with_name(f"{damaged.name}-wal")
    if log.exists():
        copyfile(log, path.with_name(f"{path.name}-wal"))
    return path


def _missing_bytes(path: Path) -> int:
    """The missing bytes of a database by its header; 0 if it is complete or not a database."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(b"SQLite format 3\x00"):
        return 0
    size, pages = (int.from_bytes(header[n : n + w], "big") for n, w in ((16, 2), (28, 4)))
    whole = (65_536 if size == 1 else size) * pages
    return max(0, min(whole, _LONGEST) - path.stat().st_size)


def _tables(damaged: Path, source: sqlite3.Connection) -> frozenset[str]:
    """The tables of a state of this version or an older one."""
    try:
        owner = source.execute("PRAGMA application_id").fetchone()[0]
        version = source.execute("PRAGMA user_version").fetchone()[0]
        rows = source.execute("SELECT name FROM sqlite_master").fetchall()
    except SQLITE_ERRORS as error:
        said = " ".join(printable(reason_of(error)).split())
        raise StateError(f"nothing of {damaged} can be read: {said}; restore a backup") from error
    if owner != APPLICATION_ID or version > VERSION:
        raise StateError(f"{damaged} is not a state that this version of newsdigest knows")
    return frozenset(row[0] for row in rows)


def _copy(table: str, source: sqlite3.Connection, new: sqlite3.Connection) -> Salvage:
    """Copy the readable rows into the new table, with the columns that both have."""
    known = {row[1] for row in new.execute(f"PRAGMA table_info({table})")}
    reader = _Reader(source, table)
    rows = 0
    for row in reader.rows():
        columns = [name for name in row.keys() if name in known]  # noqa: SIM118 - a Row has values
        marks = ", ".join("?" * len(columns))
        # Rows that refer to lost rows, and duplicates, are dropped.
        with suppress(sqlite3.IntegrityError, sqlite3.DataError):
            done = new.execute(
                f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
                [row[name] for name in columns],
            )
            rows += done.rowcount
    return Salvage(table, rows, reader.has_gap)


class _Reader:
    """The rows of a table, read from its beginning, from its end, and singly in between."""

    def __init__(self, source: sqlite3.Connection, table: str) -> None:
        self._source = source
        self._table = table
        self.has_gap = False

    def rows(self) -> Iterator[sqlite3.Row]:
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

    def _scan(self, order: str) -> Iterator[sqlite3.Row]:
        keys = ", ".join(f"{key} {order}" for key in _KEYS[self._table].split(", "))
        try:
            yield from self._source.execute(f"SELECT * FROM {self._table} ORDER BY {keys}")  # noqa: S608 - our own names
        except SQLITE_ERRORS:
            self.has_gap = True

    def _between(
        self, last: sqlite3.Row | None, first: sqlite3.Row | None
    ) -> Iterator[sqlite3.Row]:
        """The articles that are readable singly although their neighbours are not."""
        start = last[0] + 1 if last else 1
        end = first[0] if first else start + _MOST_NUMBERS
        missed = 0
        for number in range(start, min(end, start + _MOST_NUMBERS)):
            try:
                row = self._source.execute(
                    "SELECT * FROM articles WHERE number = ?", [number]
                ).fetchone()
            except SQLITE_ERRORS:
                row = None
            missed = 0 if row else missed + 1
            if row:
                yield from self._whole(row)
            elif first is None and missed > _BEYOND_THE_END:
                return

    def _whole(self, row: sqlite3.Row) -> Iterator[sqlite3.Row]:
        """The row, unless this program did not write it."""
        try:
            READERS[self._table](row)
        except MISFITS:
            self.has_gap = True
            return
        yield row
