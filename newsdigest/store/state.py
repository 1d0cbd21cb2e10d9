"""The state as one value: tables, transactions, search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsdigest.store.articles import ArticleTable
from newsdigest.store.database import connect, wrapped
from newsdigest.store.digests import DigestTable
from newsdigest.store.feeds import FeedTable
from newsdigest.store.lines import LineTable
from newsdigest.store.searching import Hit, search


class Store:
    """An open state file; use it as a context manager.

    Every change belongs into a `transaction`. Errors are StateError or LockedError.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._connection = connect(path, read_only=read_only)
        self.feeds = FeedTable(self._connection)
        self.articles = ArticleTable(self._connection)
        self.digests = DigestTable(self._connection)
        self.lines = LineTable(self._connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the changes inside, or none."""
        with wrapped(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view, however long it takes and whatever is written meanwhile."""
        with wrapped(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.rollback()

    def search(self, query: str, limit: int) -> list[Hit]:
        with wrapped(self.path):
            return search(self._connection, query, limit)

    def compact(self) -> None:
        """Give back the room that deleted articles took."""
        with wrapped(self.path):
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is whole."""
        with wrapped(self.path):
            rows = self._connection.execute("PRAGMA integrity_check").fetchall()
        return [row[0] for row in rows if row[0] != "ok"]
