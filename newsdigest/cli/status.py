"""Exit statuses, a stable interface, and the one place that maps errors to them."""

from __future__ import annotations

import errno
import functools
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec

import typer

from newsdigest.cli.stopping import INTERRUPTED, TERMINATED, Stop
from newsdigest.cli.streams import abandon_stdout, write_stderr
from newsdigest.cli.usage import without_secrets
from newsdigest.errors import (
    DeliveryError,
    LockedError,
    NewsdigestError,
    PluginError,
    StateError,
    UsageError,
)

P = ParamSpec("P")


class Status(IntEnum):
    DONE = 0
    NO_DIGEST = 1
    USAGE = 2
    SOURCE_FAILED = 3
    OUTPUT_FAILED = 4
    STATE_UNUSABLE = 5
    LOCKED = 6
    INTERRUPTED = INTERRUPTED
    PIPE_CLOSED = 141
    TERMINATED = TERMINATED


_BY_ERROR: tuple[tuple[type[NewsdigestError], Status], ...] = (
    (DeliveryError, Status.OUTPUT_FAILED),
    (PluginError, Status.OUTPUT_FAILED),
    (StateError, Status.STATE_UNUSABLE),
    (LockedError, Status.LOCKED),
    (UsageError, Status.USAGE),
    (NewsdigestError, Status.NO_DIGEST),
)


# System errors for exhausted limits, and how to look up the limit.
_LIMITS = {
    errno.EMFILE: "too many open files for this process: 'ulimit -n' shows how many it may have",
    errno.ENFILE: "too many open files on this machine",
    errno.ENOMEM: "out of memory: 'ulimit -v' shows how much a process may have",
    errno.ENOSPC: "no space left on a disk that this run writes to: 'df -h' shows which",
    errno.EAGAIN: "too many processes: 'ulimit -u' shows how many you may have",
}


def command(function: Callable[P, Status]) -> Callable[P, None]:
    """Wrap a function that returns its status as a command that reports errors."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        raise typer.Exit(_status_of(function, *args, **kwargs))

    return run


def _status_of(function: Callable[P, Status], *args: P.args, **kwargs: P.kwargs) -> Status:
    stop = Stop()
    try:
        with stop:
            return function(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001 - `_failed` raises unknown errors again
        # A signal raises wherever the program just is. Python and libraries make another error of
        # it in places, so what counts is that it arrived.
        if stop.status is not None:
            return Status(stop.status)
        return _failed(error)


def _failed(error: BaseException) -> Status:
    """The status for an error, after reporting it; bugs of the program are raised again."""
    match error:
        case KeyboardInterrupt():
            return Status.INTERRUPTED
        case BrokenPipeError():
            abandon_stdout()
            return Status.PIPE_CLOSED
        case NewsdigestError():
            if isinstance(error, DeliveryError):
                abandon_stdout()
            text = without_secrets(str(error)) if isinstance(error, UsageError) else str(error)
            for line in text.splitlines():
                write_stderr(f"error: {line}")
            return next(status for kind, status in _BY_ERROR if isinstance(error, kind))
        case OSError() | MemoryError():
            write_stderr(f"error: {_refusal(error)}")
            return Status.NO_DIGEST
    raise error


def _refusal(error: OSError | MemoryError) -> str:
    """The message for a system error that no lower layer could explain."""
    number = errno.ENOMEM if isinstance(error, MemoryError) else error.errno
    if number in _LIMITS:
        return _LIMITS[number]
    about = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
    return f"{about}{getattr(error, 'strerror', None) or error}"
