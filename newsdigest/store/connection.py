"""A connection whose every step raises our own errors, wherever its rows are read.

SQLite finds a torn page when a row is stepped to, which may be in a generator and long after the
statement was made. So the wrapping is in the cursor, and no caller has to think of it.
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
# What the disk, the system or another program is to blame for, and not what the file holds.
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
# SQLite quotes torn text in its messages, and where that is not UTF-8 Python raises the second.
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)


@contextmanager
def wrapped(path: Path) -> Iterator[None]:
    """Errors of sqlite3 and of the file system as StateError or LockedError with the path."""
    try:
        yield
    except SQLITE_ERRORS as error:
        raise _named(path, error) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StateError(f"the state {path} cannot be used: {reason}") from error


def damaged(path: Path, what: object) -> StateError:
    """The error for a state that is not what this program wrote, in one line."""
    # SQLite and Python quote what they found, which may be anything.
    said = " ".join(printable(str(what)).split())[:_LONGEST_QUOTE]
    return StateError(f"the state {path} is damaged: {said}; {_RESCUE}")


def _named(path: Path, error: Exception) -> StateError | LockedError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code in _TAKEN:
        return LockedError(f"the state {path} is in use by another program")
    if code in _CIRCUMSTANCES:
        # A reader needs room too, for the index of the log, and SQLite does not say so.
        detail = getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR_")
        hint = " (is the disk full?)" if detail else ""
        return StateError(f"the state {path} cannot be used: {error}{hint}")
    return damaged(path, reason_of(error))


def reason_of(error: Exception) -> str:
    """What SQLite said of a database, as far as it can be read."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.decode("utf-8", "replace")
    return str(error)


class _Cursor(sqlite3.Cursor):
    """Steps through rows; each step may be the one that meets a torn page."""

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
    """A connection to the state at `path`, which is set once it is open."""

    path: Path

    def cursor(self, factory: Any = _Cursor) -> Any:
        with wrapped(self.path):
            return super().cursor(factory)

    # Python's own versions make a cursor of their own kind.
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
