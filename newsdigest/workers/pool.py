"""A pool of child processes for work on untrusted input.

A hostile page of 39 KB can cost a parser ten seconds and a gigabyte (lexbor issue 340), and
parsing cannot be interrupted from Python. So each document is handled in a child whose memory and
CPU time the kernel limits, and which the pool kills at its deadline.

Children are separate programs rather than multiprocessing workers: they import only what they
need, threads in the parent are safe, scripts that use the API need no `if __name__ == "__main__"`
guard, and answers are never unpickled.
"""

from __future__ import annotations

import os
import selectors
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from newsdigest.errors import ExtractionError, NewsdigestError
from newsdigest.guard import report
from newsdigest.workers.calls import encode_call
from newsdigest.workers.child import Child, WorkerLimits
from newsdigest.workers.outcome import OUT_OF_MEMORY, LostResult, ResultWithFailures
from newsdigest.workers.wire import AnswerCodec, answer_codec_of

__all__ = ["LostResult", "WorkerLimits", "WorkerPool"]

Item = TypeVar("Item")
Value = TypeVar("Value")

DEFAULT_WORKER_LIMITS = WorkerLimits()
_MAX_CHILDREN = 4


class WorkerPool:
    """Runs a function over a stream of values in child processes; use it as a context manager.

    `function` must be importable by module and name, and its return type must be supported by
    `wire`. A NewsdigestError is returned as a value; any other exception as a `LostResult` that
    says what went wrong.
    """

    def __init__(
        self,
        size: int | None = None,
        limits: WorkerLimits = DEFAULT_WORKER_LIMITS,
        preload: str = "",
        *,
        warm: bool = True,
        may_fork: bool = False,
    ) -> None:
        """`preload` names a module that children import in advance.

        With `warm` False, no child is started before there is work. With `may_fork`, children are
        copies of this process where that works: it must have read no secret.
        """
        self._size = size or min(_MAX_CHILDREN, len(os.sched_getaffinity(0)))
        self._limits = limits
        self._preload = preload
        self._warm = warm
        self._may_fork = may_fork
        self._idle: list[Child] = []
        self._busy: list[_Running] = []

    def __enter__(self) -> WorkerPool:
        # Start one child now, so that it loads while the parent looks for work.
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
    ) -> Iterator[tuple[Item, Value | NewsdigestError | LostResult]]:
        """`(item, function(item, *extra))` in the order of the items; streams may be endless."""
        codec = answer_codec_of(function)
        window: deque[_Slot[Item]] = deque()
        source = iter(items)
        exhausted = False
        while True:
            while not exhausted and len(window) < 2 * self._size:
                try:
                    item = next(source)
                except StopIteration:
                    exhausted = True
                    break
                slot = _Slot(item, encode_call(function, item, *extra), codec)
                window.append(slot)
                self._start(slot)
            if not window:
                return
            while not window[0].done:
                self._collect()
            slot = window.popleft()
            yield slot.item, _reported(slot.result)

    def _start(self, slot: _Slot[Any]) -> None:
        while not self._idle and len(self._busy) >= self._size:
            self._collect()
        child = self._idle.pop() if self._idle else self._child()
        if not child.send(slot.call):
            child.kill()  # it died while idle
            child = self._child()
            child.send(slot.call)
        self._wait_for(child, slot)

    def _wait_for(self, child: Child, slot: _Slot[Any]) -> None:
        self._busy.append(_Running(child, slot, child.is_fresh, child.deadline()))

    def _child(self) -> Child:
        return Child(self._limits, self._preload, self._may_fork)

    def _collect(self) -> None:
        """Wait for data, the end of a child or a deadline, and settle what is complete."""
        nearest = min(running.deadline for running in self._busy)
        for running in self._ready(max(0.0, nearest - time.monotonic())):
            if running.child.receive():
                self._busy.remove(running)
                self._settle(running)
        now = time.monotonic()
        for running in [each for each in self._busy if each.deadline <= now]:
            self._busy.remove(running)
            running.child.kill()
            seconds = f"{self._limits.patience:.0f} s"
            running.slot.settle(LostResult("too-complex", f"too complex: not done after {seconds}"))

    def _settle(self, running: _Running) -> None:
        """Settle an answered call; one that got too little memory has one more try.

        What the child did before may still hold the memory, so the try is in a new child.
        """
        result = running.child.answer(running.slot.codec)
        if not running.was_fresh and _lacked_memory(result):
            running.child.kill()
            child = self._child()
            child.send(running.slot.call)
            self._wait_for(child, running.slot)
            return
        running.slot.settle(result)
        if running.child.alive:
            self._idle.append(running.child)

    def _ready(self, seconds: float) -> list[_Running]:
        with selectors.DefaultSelector() as selector:
            for running in self._busy:
                selector.register(running.child.connection, selectors.EVENT_READ, running)
            return [key.data for key, _ in selector.select(seconds)]


def _lacked_memory(result: object) -> bool:
    """Whether a result may be due to a lack of memory, which C code often does not survive."""
    if isinstance(result, LostResult):
        return result == OUT_OF_MEMORY or result.code == "crashed"
    return isinstance(result, ExtractionError) and result.code == "too-complex"


def _reported(result: Any) -> Any:
    """The result of a child, after reporting the failures that came with it."""
    if not isinstance(result, ResultWithFailures):
        return result
    for failure in result.failures:
        if not report(failure):
            return LostResult("internal", failure.error)
    return result.result


@dataclass(slots=True)
class _Slot(Generic[Item]):
    item: Item
    call: bytes
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
    # Whether the child had done nothing before.
    was_fresh: bool
    deadline: float
