"""The state as one value: tables, transactions, search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsdigest.store.accounts import AccountTable
from newsdigest.store.articles import ArticleTable
from newsdigest.store.database import check_schema, connect
from newsdigest.store.digests import DigestTable
from newsdigest.store.feeds import FeedTable
from newsdigest.store.likes import LikeTable
from newsdigest.store.lines import LineTable
from newsdigest.store.mailboxes import MailboxTable
from newsdigest.store.rewrites import RewriteTable
from newsdigest.store.rows import misfits, read_index
from newsdigest.store.schema import VERSION
from newsdigest.store.searching import Hit, search
from newsdigest.store.stories import StoryTable


class Store:
    """An open state file; use it as a context manager.

    Every change must be inside a `transaction`. Errors are StateError or LockedError.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._connection = connect(path, read_only=read_only)
        self.feeds = FeedTable(self._connection)
        self.articles = ArticleTable(self._connection)
        self.digests = DigestTable(self._connection)
        self.stories = StoryTable(self._connection, self.articles)
        self.lines = LineTable(self._connection)
        self.likes = LikeTable(self._connection)
        self.mailboxes = MailboxTable(self._connection)
        self.accounts = AccountTable(self._connection)
        self.rewrites = RewriteTable(self._connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Apply all changes inside, or none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        try:
            self._connection.commit()
        except BaseException:  # a full disk may leave it open
            self._connection.rollback()
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A consistent view for any length of time, regardless of concurrent writes."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()

    def search(
        self, query: str, limit: int, accept: Callable[[Hit], bool] | None = None
    ) -> list[Hit]:
        return search(self._connection, query, limit, accept)

    @property
    def is_older_version(self) -> bool:
        """Whether the file is of an earlier version of the program and open for reading only."""
        found: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return found < VERSION

    @property
    def is_made(self) -> bool:
        """Whether it has tables; it has none if its first run ended too early."""
        return self._connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None

    def compact(self) -> None:
        """Free the disk space of deleted articles."""
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> list[str]:
        """The problems of the file, by SQLite's checks and ours; empty if it is intact.

        Every row is read as the commands read it. StateError if that is impossible.
        """
        rows = self._connection.execute("PRAGMA integrity_check").fetchall()
        problems = [row[0] for row in rows if row[0] != "ok"] or check_schema(self._connection)
        if not problems:
            problems = list(misfits(self._connection))
            read_index(self._connection)
        return problems
