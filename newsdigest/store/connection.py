"""A connection that raises only our own errors, wherever its rows are read.

SQLite detects a damaged page when it steps to a row, possibly in a generator long after the
statement was executed. The cursor therefore wraps errors itself, so that callers need not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newsdigest.errors import LockedError, StateError
from newsdigest.language import printable

_RESCUE = "'newsdigest doctor --salvage FILE' saves what can be read"
# Errors caused by the disk, the system or another program rather than by the file's content.
_CIRCUMSTANCES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_AUTH,
    }
)
_TAKEN = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PRIMARY = 0xFF
_LONGEST_QUOTE = 200
# SQLite quotes damaged text in its messages; if that is not UTF-8, Python raises the second.
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)


@contextmanager
def wrapped(path: Path) -> Iterator[None]:
    """Turn errors of sqlite3 and the file system into StateError or LockedError with the path."""
    try:
        yield
    except SQLITE_ERRORS as error:
        raise _named(path, error) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StateError(f"the state {path} cannot be used: {reason}") from error


def damaged(path: Path, what: object) -> StateError:
    """The one-line error for a state that this program did not write."""
    # SQLite and Python quote the content, which may be anything.
    said = " ".join(printable(str(what)).split())[:_LONGEST_QUOTE]
    return StateError(f"the state {path} is damaged: {said}; {_RESCUE}")


def _named(path: Path, error: Exception) -> StateError | LockedError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code in _TAKEN:
        return LockedError(f"the state {path} is in use by another program")
    if code in _CIRCUMSTANCES:
        # Readers need disk space too, for the index of the log, which SQLite's message omits.
        detail = getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR_")
        hint = " (is the disk full?)" if detail else ""
        return StateError(f"the state {path} cannot be used: {error}{hint}")
    return damaged(path, reason_of(error))


def reason_of(error: Exception) -> str:
    """SQLite's message, as far as it is readable."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.decode("utf-8", "replace")
    return str(error)


class _Cursor(sqlite3.Cursor):
    """Steps through rows; each step may reach a damaged page."""

    connection: Connection

    def execute(self, *arguments: Any) -> _Cursor:
        with wrapped(self.connection.path):
            super().execute(*arguments)
            return self

    def executemany(self, *arguments: Any) -> _Cursor:
        with wrapped(self.connection.path):
            super().executemany(*arguments)
            return self

    def executescript(self, script: str) -> _Cursor:
        with wrapped(self.connection.path):
            super().executescript(script)
            return self

    def fetchone(self) -> Any:
        with wrapped(self.connection.path):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with wrapped(self.connection.path):
            return super().fetchall()

    def __next__(self) -> Any:
        with wrapped(self.connection.path):
            return super().__next__()


class Connection(sqlite3.Connection):
    """A connection to the state at `path`, which is set after opening."""

    path: Path

    def cursor(self, factory: Any = _Cursor) -> Any:
        with wrapped(self.path):
            return super().cursor(factory)

    # The inherited methods would create plain cursors.
    def execute(self, *arguments: Any) -> _Cursor:
        cursor: _Cursor = self.cursor()
        return cursor.execute(*arguments)

    def executemany(self, *arguments: Any) -> _Cursor:
        cursor: _Cursor = self.cursor()
        return cursor.executemany(*arguments)

    def executescript(self, script: str) -> _Cursor:
        cursor: _Cursor = self.cursor()
        return cursor.executescript(script)

    def commit(self) -> None:
        with wrapped(self.path):
            super().commit()

    def rollback(self) -> None:
        with wrapped(self.path):
            super().rollback()
