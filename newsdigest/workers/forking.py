"""A child as a copy of the parent, which has loaded all that the child needs.

That saves the child's start, which costs more than reading a page. A copy also has what the parent
holds at that moment, so it is only for a parent that has read no secret and runs no other thread.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from newsdigest.workers.launch import child_environment, import_path
from newsdigest.workers.serving import serve

_STATM = Path("/proc/self/statm")
_FILES = Path("/proc/self/fd")
# The objects that a program may allocate before Python looks for cyclic garbage among them.
_ALLOCATIONS = 700
# The address space of a child that is started as a program of its own.
_EMPTY_CHILD = 35_000_000


def can_fork() -> bool:
    """Whether a copy of this process can work: on Linux, from its only thread."""
    return sys.platform == "linux" and threading.active_count() == 1 and _STATM.exists()


class ForkedProcess:
    """A running copy of this process that answers calls; with the methods of Popen in use."""

    def __init__(self, connection: socket.socket, seconds: float, memory_bytes: int) -> None:
        """`memory_bytes` is the address space beside what the parent takes already."""
        self.returncode: int | None = None
        limit = _address_space() + memory_bytes - _EMPTY_CHILD
        # What the parent has made stays as it is: collecting it would copy its pages, and could
        # finalise objects that are still in use there.
        gc.freeze()
        # A signal in between would run the parent's handlers in the copy, or lose its number.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _serve(connection, seconds, limit, mask)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            gc.unfreeze()

    def poll(self) -> int | None:
        if self.returncode is None:
            self._wait(os.WNOHANG)
        return self.returncode

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        if self.returncode is None:
            self._wait(0)

    def _wait(self, options: int) -> None:
        try:
            ended, status = os.waitpid(self.pid, options)
        except ChildProcessError:  # a signal interrupted the wait that saw its end
            ended, status = self.pid, 0
        if ended:
            self.returncode = os.waitstatus_to_exitcode(status)


def _address_space() -> int:
    return int(_STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _serve(
    connection: socket.socket, seconds: float, memory_bytes: int, mask: set[int]
) -> NoReturn:
    """What the copy does in place of the parent's work; it never returns there.

    `mask` are the signals that the parent blocked before it made the copy.
    """
    try:
        os.setpgid(0, 0)
        # However seldom the program looks for cyclic garbage: trees of pages are such, and a child
        # has to free them before they fill the memory that it may have.
        gc.set_threshold(_ALLOCATIONS)
        for number in signal.valid_signals():
            # What is ignored stays so, as in a program that is started.
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        descriptor = _only(connection.detach())
        sys.path[:] = [*_standard_library(), *import_path()]
        kept = child_environment()
        os.environ.clear()
        os.environ.update(kept)
        serve(str(descriptor), str(seconds), str(memory_bytes), "")
    finally:
        os._exit(0)


def _only(connection: int) -> int:
    """Close all files of the parent but the connection, and return its new number."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(null, number)
    os.dup2(connection, 3)
    for number in [int(each.name) for each in _FILES.iterdir()]:
        if number > 3:
            with suppress(OSError):  # that of the listing itself is closed already
                os.close(number)
    return 3


def _standard_library() -> list[str]:
    """The entries of the parent's path for the standard library."""
    own = Path(os.__file__).parent
    return [each for each in sys.path if own in (Path(each), Path(each).parent)]
