"""A pool of child processes for work on foreign input.

A hostile page of 39 KB can cost a parser ten seconds and a gigabyte (lexbor issue 340), and a
parse cannot be interrupted from Python. So each document is handled in a child that the kernel
bounds in memory and CPU time, and that the pool kills when the clock runs out.

Children are started as programs of their own rather than through multiprocessing: they import only
what they need, a parent with threads is no danger, and a script that uses the API needs no
`if __name__ == "__main__"` guard.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from subprocess import DEVNULL, Popen
from typing import Any, Generic, TypeVar

from newsdigest.errors import NewsdigestError
from newsdigest.guard import report
from newsdigest.workers.launch import child_command, child_environment
from newsdigest.workers.outcome import Guarded, Lost

Item = TypeVar("Item")
Value = TypeVar("Value")


_PATIENCE = 5


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one piece of work may cost."""

    # CPU time. The slowest of 711 real pages takes 0.2 s.
    seconds: float = 4.0
    # Address space of a child. It starts with 35 MB, and a real page of 10 MB adds 40 MB; two
    # children at this bound together with the parent stay under 400 MB of resident memory.
    memory_bytes: int = 160_000_000

    @property
    def patience(self) -> float:
        """Seconds by the clock, for work that hangs: a busy machine may be slow without fault."""
        return _PATIENCE * self.seconds


DEFAULT_WORKER_LIMITS = WorkerLimits()
_MAX_CHILDREN = 4


class WorkerPool:
    """Runs a function over a stream of values in child processes; use it as a context manager.

    `function` must be importable by its module and name. What it raises below NewsdigestError
    comes back as a value; anything else it raises is a `Lost` with a line on what went wrong.
    """

    def __init__(
        self,
        size: int | None = None,
        limits: WorkerLimits = DEFAULT_WORKER_LIMITS,
        preload: str = "",
        *,
        warm: bool = True,
    ) -> None:
        """`preload` names a module that children import while the parent is still busy.

        `warm` is False where there may well be no work: then no child is started before there is.
        """
        self._size = size or min(_MAX_CHILDREN, len(os.sched_getaffinity(0)))
        self._limits = limits
        self._preload = preload
        self._warm = warm
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Running] = {}

    def __enter__(self) -> WorkerPool:
        # One child is started at once, so that it loads while the parent looks for work.
        if self._warm:
            self._idle.append(self._child())
        return self

    def __exit__(self, *exc: object) -> None:
        for worker in [*self._idle, *(running.worker for running in self._busy.values())]:
            worker.kill()
        self._idle.clear()
        self._busy.clear()

    def map(
        self, function: Callable[..., Value], items: Iterable[Item], *extra: object
    ) -> Iterator[tuple[Item, Value | NewsdigestError | Lost]]:
        """`(item, function(item, *extra))` in the order of the items, for an endless stream too."""
        name = f"{function.__module__}:{function.__qualname__}"
        window: deque[_Slot[Item]] = deque()
        source = iter(items)
        exhausted = False
        while True:
            while not exhausted and len(window) < 2 * self._size:
                try:
                    slot = _Slot(next(source))
                except StopIteration:
                    exhausted = True
                    break
                window.append(slot)
                self._start(slot, (name, slot.item, *extra))
            if not window:
                return
            while not window[0].done:
                self._collect()
            slot = window.popleft()
            yield slot.item, _reported(slot.result)

    def _start(self, slot: _Slot[Any], call: tuple[object, ...]) -> None:
        while not self._idle and len(self._busy) >= self._size:
            self._collect()
        worker = self._idle.pop() if self._idle else self._child()
        if not worker.send(call):
            worker.kill()  # it died while it was idle
            worker = self._child()
            worker.send(call)
        deadline = time.monotonic() + self._limits.patience + worker.start_allowance()
        self._busy[worker.connection] = _Running(worker, slot, deadline)

    def _child(self) -> _Worker:
        return _Worker(self._limits, self._preload)

    def _collect(self) -> None:
        """Wait for the next answer, death or deadline, and settle it."""
        nearest = min(running.deadline for running in self._busy.values())
        ready = wait(list(self._busy), timeout=max(0.0, nearest - time.monotonic()))
        for connection in [c for c in self._busy if c in ready]:
            running = self._busy.pop(connection)
            running.slot.settle(running.worker.receive())
            self._retire(running.worker)
        now = time.monotonic()
        for connection in [c for c, running in self._busy.items() if running.deadline <= now]:
            running = self._busy.pop(connection)
            running.worker.kill()
            seconds = f"{self._limits.patience:.0f} s"
            running.slot.settle(Lost("too-complex", f"too complex: not done after {seconds}"))

    def _retire(self, worker: _Worker) -> None:
        if worker.alive:
            self._idle.append(worker)


def _reported(result: Any) -> Any:
    """The result of a child, once what failed on the way to it is reported."""
    if not isinstance(result, Guarded):
        return result
    for failure in result.failures:
        if not report(failure):
            return Lost("internal", failure.error)
    return result.result


@dataclass(slots=True)
class _Slot(Generic[Item]):
    item: Item
    done: bool = False
    result: Any = None

    def settle(self, result: object) -> None:
        self.result = result
        self.done = True


@dataclass(frozen=True, slots=True)
class _Running:
    worker: _Worker
    slot: _Slot[Any]
    deadline: float


# A child imports the parser and its data before its first piece of work; a machine under load
# must not make that look like a page that is too complex.
_START_SECONDS = 3.0


@dataclass(slots=True)
class _Worker:
    """One child process and the connection to it."""

    limits: WorkerLimits
    preload: str
    connection: Connection = field(init=False)
    alive: bool = field(init=False, default=True)
    _process: Popen[bytes] = field(init=False)
    _fresh: bool = field(init=False, default=True)

    def __post_init__(self) -> None:
        seconds, memory = str(self.limits.seconds), str(self.limits.memory_bytes)
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = Popen(  # noqa: S603 - this very program, no shell
                child_command(str(theirs.fileno()), seconds, memory, self.preload),
                pass_fds=[theirs.fileno()],
                stdin=DEVNULL,
                stdout=DEVNULL,
                # Ctrl-C in a terminal goes to the whole group; the parent decides what ends.
                process_group=0,
                env=child_environment(),
            )
        self.connection = Connection(ours.detach())

    def start_allowance(self) -> float:
        """Extra seconds for the first piece of work."""
        fresh, self._fresh = self._fresh, False
        return _START_SECONDS if fresh else 0.0

    def send(self, call: tuple[object, ...]) -> bool:
        try:
            self.connection.send(call)
        except OSError:
            return False
        return True

    def receive(self) -> object:
        """The answer, or a Lost when the child died instead."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return self._obituary()

    def _obituary(self) -> Lost:
        self.kill()
        died_of = -self._process.returncode if self._process.returncode else 0
        if died_of == signal.SIGXCPU:
            return Lost("too-complex", "too complex: out of CPU time")
        return Lost("crashed", f"parser died ({_signal_name(died_of)})")

    def kill(self) -> None:
        self.alive = False
        self.connection.close()
        # An idle child ends by itself when its connection closes; one in a parse does not.
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "ended early"
