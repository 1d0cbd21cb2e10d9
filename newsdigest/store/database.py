"""Opening the state file, only if it is ours, intact and of a known version."""

from __future__ import annotations

import os
import shlex
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from newsdigest.atomic import replacement
from newsdigest.errors import LockedError, StateError
from newsdigest.store.connection import Connection, damaged, wrapped
from newsdigest.store.schema import APPLICATION_ID, MIGRATIONS, VERSION, names_of

# Seconds for which a reader or writer waits for another.
_BUSY_SECONDS = 10.0
_HEADER = b"SQLite format 3\x00"


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """A connection to the state at `path`, which is created or migrated unless `read_only`.

    StateError if the file is damaged, belongs to another program or has a newer version; it is left
    unchanged. LockedError if another program does not release it.
    """
    with wrapped(path):
        _check_file(path, read_only=read_only)
        looking = _open(path, read_only=True)
        try:
            _check_version(path, looking)
            _check_tables(looking)
        except BaseException:
            looking.close()
            raise
        if read_only:
            return looking
        # Only once the file is known to be ours: a connection with write access merges a log beside
        # the file when it closes, even if the file is another program's.
        looking.close()
        return _open_to_write(path)


def check_owner(path: Path) -> None:
    """Raise StateError if another user could replace the state (FS13)."""
    for each in (path, path.parent):
        if each.exists() and each.stat().st_uid not in (os.geteuid(), 0):
            raise StateError(f"{each} belongs to another user: the state is not safe there")


def copy_state(path: Path, copy: Path) -> None:
    """Copy the state into a new file, as it is at this moment. StateError as from `connect`."""
    with (
        wrapped(path),
        closing(connect(path, read_only=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def is_there(path: Path) -> bool:
    """Whether there is a state. StateError for anything that cannot be one, such as a pipe.

    A dangling link is an error too, since its target may come back.
    """
    with wrapped(path):
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            if path.is_symlink():
                raise StateError(f"the state {path} is a dangling link") from None
            return False
    if not stat.S_ISREG(mode):
        raise StateError(f"the state {path} is not a file")
    return True


def _check_file(path: Path, *, read_only: bool) -> None:
    check_owner(path)
    if not is_there(path):
        if read_only:
            raise StateError(f"there is no state at {path} yet: 'newsdigest fetch' makes it")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path)
        return
    with path.open("rb") as file:
        header = file.read(len(_HEADER))
    if header != _HEADER:
        what = "is empty" if not header else "is not a database"
        away = shlex.join(["mv", str(path), f"{path}.old"])
        raise StateError(f"the state {path} {what}: restore a backup, or begin anew with '{away}'")


def _create(path: Path) -> None:
    """Create an empty database marked as ours, atomically."""
    with replacement(path) as temporary:
        temporary.touch(mode=0o600)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _open_to_write(path: Path) -> Connection:
    connection = _open(path, read_only=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        _migrate(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(path: Path, *, read_only: bool) -> Connection:
    mode = "ro" if read_only else "rw"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, timeout=_BUSY_SECONDS, isolation_level=None, uri=True, factory=Connection
    )
    connection.path = path
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _check_version(path: Path, connection: sqlite3.Connection) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID:
        raise StateError(f"the state {path} belongs to another program; it is left untouched")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StateError(
            f"the state {path} was made by a newer newsdigest (version {version} of the state, "
            f"this program knows {VERSION}); it is left untouched"
        )
    if version < 0:
        raise damaged(path, f"its version is {version}")


def _check_tables(connection: Connection) -> None:
    """Raise StateError if a table, an index or a trigger of the state's version is missing.

    Compares only names, so that commands do not fail half way; `check_schema` reads everything.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    there = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master")}
    for name in names_of(version):
        if name not in there:
            raise damaged(connection.path, f"it has no {name}")


def check_schema(connection: Connection) -> list[str]:
    """One line for each table, index or trigger that differs from a new state of this version."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript("".join(MIGRATIONS[:version]))
        wanted = dict(fresh.execute(query).fetchall())
    found = {row["name"]: row["sql"] for row in connection.execute(query)}
    names = sorted(wanted.keys() | found.keys())
    return [
        f"{name} differs from its definition"
        for name in names
        if wanted.get(name) != found.get(name)
    ]


def _migrate(path: Path, connection: Connection) -> None:
    """Migrate the state to this program's version in one transaction, after a backup."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == VERSION:
        return
    if version > 0:
        backup(connection, path.with_name(f"{path.name}.v{version}.backup"))
    statements = "".join(MIGRATIONS[version:])
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE; {statements}; PRAGMA user_version = {VERSION}; COMMIT;"
        )
    except (StateError, LockedError):
        if connection.in_transaction:
            connection.rollback()
        # Another run may have migrated while this one waited for the lock.
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise


def backup(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the whole database to `target`, readable by its owner alone."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
