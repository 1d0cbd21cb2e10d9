"""One run at a time: a lock that the kernel releases when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsdigest.errors import LockedError, StateError
from newsdigest.store.connection import wrapped

# Opening must not block if a pipe is in place of the lock.
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
_BETWEEN_TRIES = 0.2
_LOOKS, _BETWEEN_LOOKS = 10, 0.02


@contextmanager
def only_run(state: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock of a state file during a run.

    LockedError, with the process id of the other run, if it is not free within `wait_seconds`.
    The lock file stays, but the lock on it ends with its holder, so there are no stale locks.
    """
    path = state.with_name(f"{state.name}.lock")
    with wrapped(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, _FLAGS, 0o600)
    try:
        with wrapped(path):  # some network file systems do not support locks
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StateError(f"{path} is not a file: remove it")
            _acquire(descriptor, path, time.monotonic() + wait_seconds)
        _sign(descriptor, f"{os.getpid()}\n")
        try:
            yield
        finally:
            _sign(descriptor, "")
    finally:
        with contextlib.suppress(OSError):  # a failing close still closes
            os.close(descriptor)


def _sign(descriptor: int, name: str) -> None:
    """Write the holder's process id into the lock; failures are ignored: only messages use it."""
    with contextlib.suppress(OSError):
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, name.encode(), 0)


def _acquire(descriptor: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                who = _holder(descriptor)
                raise LockedError(f"another run is under way ({who} holds {path})") from error
        else:
            return
        time.sleep(_BETWEEN_TRIES)


def _holder(descriptor: int) -> str:
    """The process id of the holder, waiting briefly for one that has only just got the lock."""
    for _ in range(_LOOKS):
        number = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        if number.isdecimal():
            return f"process {number}"
        time.sleep(_BETWEEN_LOOKS)
    return "another process"
