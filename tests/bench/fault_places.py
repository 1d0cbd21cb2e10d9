"""The distinct places at which a command calls the system, by a trace of its calls.

Thousands of calls are few places. Calls one after another that do the same to the same file are one
run, of which the first and the last one count: between them nothing changes but how much of it is
done. A transaction in the log of a database ends a run, so each of them has its own. A run that
comes after the same three runs is one place, whichever command it is in; a transaction is one place
in each command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

NETWORK_CALLS = ("connect", "sendto", "recvfrom")
NETWORK_ERRORS = ("ECONNRESET", "EPIPE", "ETIMEDOUT", "EINTR")
ERRORS = ("ENOSPC", "EIO", "EACCES", "EINTR")
# The errors that SQLite tells apart (os_unix.c): a write asks for ENOSPC and tries again after
# EINTR, an open asks for EACCES, and the rest is one error for each kind of call.
_SQLITE_ERRORS = {
    "pwrite64": ("ENOSPC", "EIO", "EINTR"),
    "openat": ("EIO", "EACCES", "EINTR"),
    "ftruncate": ("EIO", "EINTR"),
    "fdatasync": ("EIO",),
    "fsync": ("EIO",),
    "unlink": ("EIO",),
}
_SQLITE_FILE = re.compile(r"(?:news|saved)\.db(?!\.lock)")
# What differs from run to run: process ids, random names, dates.
_CHANGES = re.compile(r"\d{4,}(?:-\d\d-\d\d)?|(?<=mail\.)\w+")
_FLAGS = re.compile(r"O_\w+(?:\|O_\w+)*")
_WRITTEN = re.compile(r', "((?:[^"\\]|\\.)*)"\.*, (\d+), (\d+)\)')
_LOG_HEADER, _FRAME_HEADER = 32, 24
_BEFORE = 3


@dataclass(frozen=True)
class Call:
    """A call on a file of the home, on standard output or on the network."""

    name: str
    # Of the calls of this name.
    number: int
    # The file and what is done to it, without what differs from run to run.
    what: str
    # How many transactions were written to the log of the state before.
    transaction: int = 0

    @property
    def errors(self) -> tuple[str, ...]:
        """All errors that the kinds of calls are tried with."""
        return NETWORK_ERRORS if self.name in NETWORK_CALLS else ERRORS

    @property
    def distinct_errors(self) -> tuple[str, ...]:
        """Those of which no other one has the same effect."""
        is_of_sqlite = _SQLITE_FILE.search(self.what) is not None
        return _SQLITE_ERRORS.get(self.name, self.errors) if is_of_sqlite else self.errors


@dataclass(frozen=True)
class Place:
    """A call that stands for all that cannot be told from it."""

    call: Call
    # The run of calls in its command, and the end of it at which the call stands.
    run: int
    end: str
    key: tuple[object, ...]

    def __str__(self) -> str:
        return f"{self.call.name} {self.call.what} ({self.end} of run {self.run})"


def calls_of(lines: Iterable[str], home: Path) -> Iterator[Call]:
    """The calls in a trace of `strace -y` that name the home, standard output or the network."""
    numbers: dict[str, int] = {}
    transaction, is_commit = 0, False
    for line in lines:
        name = line.partition("(")[0]
        number = numbers[name] = numbers.get(name, 0) + 1
        what = _what(name, line, home)
        if what is None:
            continue
        written = _WRITTEN.search(line) if what.endswith("-wal") else None
        if written is not None and int(written[2]) == _FRAME_HEADER:
            # The header of the last page of a transaction holds the size of the database.
            content = written[1].encode().decode("unicode_escape").encode("latin-1")
            is_commit = any(content[4:8])
        if written is not None and int(written[2]) != _LOG_HEADER:
            what += " commit" if is_commit else " frame"
        yield Call(name, number, what, transaction)
        transaction += is_commit and written is not None and int(written[2]) > _LOG_HEADER


def _what(name: str, line: str, home: Path) -> str | None:
    # The directory that a call starts from stands in every line.
    text = line.replace(f"AT_FDCWD<{home}>", "")
    found = re.search(rf'{re.escape(str(home))}([^>",\s]*)', text)
    if found:
        flags = _FLAGS.search(text)
        return " ".join(filter(None, (_CHANGES.sub("N", found[1]) or ".", flags and flags[0])))
    if "write(1<" in line:
        return "standard output"
    return "network" if name in NETWORK_CALLS else None


def places_of(command: str, calls: Sequence[Call]) -> Iterator[Place]:
    """The ends of each run of calls; places with one key are one place."""
    runs = [
        list(same)
        for _, same in groupby(calls, key=lambda call: (call.name, call.what, call.transaction))
    ]
    for number, same in enumerate(runs):
        name, what = same[0].name, same[0].what
        before = tuple(
            (run[0].name, run[0].what) for run in runs[max(0, number - _BEFORE) : number]
        )
        is_of_transaction = what.endswith((" commit", " frame"))
        around = (command, same[0].transaction) if is_of_transaction else before
        yield Place(same[0], number, "first", (name, what, around, "first"))
        if len(same) > 1:
            yield Place(same[-1], number, "last", (name, what, around, "last"))
