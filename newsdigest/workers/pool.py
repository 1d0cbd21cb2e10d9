"""A pool of child processes for work on foreign input.

A hostile page of 39 KB can cost a parser ten seconds and a gigabyte (lexbor issue 340), and a
parse cannot be interrupted from Python. So each document is handled in a child that the kernel
bounds in memory and CPU time, and that the pool kills when the clock runs out.

Children are started as programs of their own rather than through multiprocessing: they import only
what they need, a parent with threads is no danger, a script that uses the API needs no
`if __name__ == "__main__"` guard, and what they answer is never unpickled.
"""

from __future__ import annotations

import os
import selectors
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from newsdigest.errors import NewsdigestError
from newsdigest.guard import report
from newsdigest.workers.calls import packed_call
from newsdigest.workers.child import Child, WorkerLimits
from newsdigest.workers.outcome import Guarded, Lost
from newsdigest.workers.wire import AnswerCodec, answers_of

Item = TypeVar("Item")
Value = TypeVar("Value")

DEFAULT_WORKER_LIMITS = WorkerLimits()
_MAX_CHILDREN = 4


class WorkerPool:
    """Runs a function over a stream of values in child processes; use it as a context manager.

    `function` must be importable by its module and name, and its return type must be one that
    `wire` carries. What it raises below NewsdigestError comes back as a value; anything else it
    raises is a `Lost` with a line on what went wrong.
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
        self._idle: list[Child] = []
        self._busy: list[_Running] = []

    def __enter__(self) -> WorkerPool:
        # One child is started at once, so that it loads while the parent looks for work.
        if self._warm:
            self._idle.append(self._child())
        return self

    def __exit__(self, *exc: object) -> None:
        for child in [*self._idle, *(running.child for running in self._busy)]:
            child.kill()
        self._idle.clear()
        self._busy.clear()

    def map(
        self, function: Callable[..., Value], items: Iterable[Item], *extra: object
    ) -> Iterator[tuple[Item, Value | NewsdigestError | Lost]]:
        """`(item, function(item, *extra))` in the order of the items, for an endless stream too."""
        codec = answers_of(function)
        window: deque[_Slot[Item]] = deque()
        source = iter(items)
        exhausted = False
        while True:
            while not exhausted and len(window) < 2 * self._size:
                try:
                    slot = _Slot(next(source), codec)
                except StopIteration:
                    exhausted = True
                    break
                window.append(slot)
                self._start(slot, packed_call(function, slot.item, *extra))
            if not window:
                return
            while not window[0].done:
                self._collect()
            slot = window.popleft()
            yield slot.item, _reported(slot.result)

    def _start(self, slot: _Slot[Any], call: bytes) -> None:
        while not self._idle and len(self._busy) >= self._size:
            self._collect()
        child = self._idle.pop() if self._idle else self._child()
        if not child.send(call):
            child.kill()  # it died while it was idle
            child = self._child()
            child.send(call)
        self._busy.append(_Running(child, slot, child.deadline()))

    def _child(self) -> Child:
        return Child(self._limits, self._preload)

    def _collect(self) -> None:
        """Wait for the next piece of an answer, death or deadline, and settle what is complete."""
        nearest = min(running.deadline for running in self._busy)
        for running in self._ready(max(0.0, nearest - time.monotonic())):
            if running.child.receive():
                self._busy.remove(running)
                running.slot.settle(running.child.answer(running.slot.codec))
                if running.child.alive:
                    self._idle.append(running.child)
        now = time.monotonic()
        for running in [each for each in self._busy if each.deadline <= now]:
            self._busy.remove(running)
            running.child.kill()
            seconds = f"{self._limits.patience:.0f} s"
            running.slot.settle(Lost("too-complex", f"too complex: not done after {seconds}"))

    def _ready(self, seconds: float) -> list[_Running]:
        with selectors.DefaultSelector() as selector:
            for running in self._busy:
                selector.register(running.child.connection, selectors.EVENT_READ, running)
            return [key.data for key, _ in selector.select(seconds)]


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
    codec: AnswerCodec
    done: bool = False
    result: Any = None

    def settle(self, result: object) -> None:
        self.result = result
        self.done = True


@dataclass(frozen=True, slots=True, eq=False)
class _Running:
    child: Child
    slot: _Slot[Any]
    deadline: float
