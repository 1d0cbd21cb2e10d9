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
from itertools import islice
from typing import Any, Generic, TypeVar

from newsdigest.errors import ExtractionError, NewsdigestError
from newsdigest.guard import report
from newsdigest.valueclasses import valueclass
from newsdigest.workers.calls import encode_calls
from newsdigest.workers.child import Child, WorkerLimits
from newsdigest.workers.outcome import OUT_OF_MEMORY, LostResult, ResultWithFailures
from newsdigest.workers.wire import answer_codec_of

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

    def end_idle(self) -> None:
        """End the children without work, and with them the memory that they hold.

        Later ones are no copies: those would have what this process holds by then, and memory of
        their own for it as soon as this process looks for garbage in it.
        """
        self._end_idle()
        self._may_fork = False

    def __exit__(self, *exc: object) -> None:
        self._end_idle()
        for running in self._busy:
            running.child.kill()
        self._busy.clear()

    def _end_idle(self) -> None:
        for child in self._idle:
            child.kill()
        self._idle.clear()

    def map(
        self,
        function: Callable[..., Value],
        items: Iterable[Item],
        *extra: object,
        at_once: int = 1,
    ) -> Iterator[tuple[Item, Value | NewsdigestError | LostResult]]:
        """`(item, function(item, *extra))` in the order of the items; streams may be endless.

        So many items are sent to a child `at_once`: more than one for short work on items that are
        at hand. An item that is lost costs no other one.
        """
        window: deque[_Slot[Item]] = deque()
        source = iter(items)
        while True:
            while len(window) <= (2 * self._size - 1) * at_once:
                slots = deque(map(_Slot, islice(source, at_once)))
                if not slots:
                    break
                window += slots
                self._start(_Calls(function, extra, slots))
            if not window:
                return
            while not window[0].done:
                self._collect()
            slot = window.popleft()
            yield slot.item, _reported(slot.result)

    def _start(self, calls: _Calls) -> None:
        """Have a child do the calls, once one is free."""
        message = calls.message()
        while not self._idle and len(self._busy) >= self._size:
            self._collect()
        child = self._idle.pop() if self._idle else self._child()
        if child.send(message):
            self._wait_for(child, calls)
        else:
            child.kill()  # it died while idle
            self._start_anew(calls)

    def _start_anew(self, calls: _Calls) -> None:
        """Have a new child do the calls."""
        child = self._child()
        child.send(calls.message())
        self._wait_for(child, calls)

    def _wait_for(self, child: Child, calls: _Calls) -> None:
        self._busy.append(_Running(child, calls, child.is_fresh, child.deadline()))

    def _child(self) -> Child:
        return Child(self._limits, self._preload, self._may_fork)

    def _collect(self) -> None:
        """Wait for data, the end of a child or a deadline, and settle what is complete."""
        nearest = min(running.deadline for running in self._busy)
        for running in self._ready(max(0.0, nearest - time.monotonic())):
            running.child.receive()
            while running in self._busy and running.child.has_answer:
                self._settle(running, running.answer())
        now = time.monotonic()
        for running in [each for each in self._busy if each.deadline <= now]:
            running.child.kill()
            seconds = f"{self._limits.patience:.0f} s"
            late = LostResult("too-complex", f"too complex: not done after {seconds}")
            self._settle(running, late)

    def _settle(self, running: _Running, result: object) -> None:
        """Settle the call that a child has just done; it goes on with those after it.

        One that got too little memory has one more try: what the child did before may still hold
        the memory, so the try is in a new child, as are the calls after one that ended its child.
        """
        child, calls = running.child, running.calls
        if running.was_fresh or not _lacked_memory(result):
            calls.slots.popleft().settle(result)
        elif child.alive:
            child.kill()
        if child.alive and calls.slots:
            running.was_fresh, running.deadline = False, child.deadline()
            return
        self._busy.remove(running)
        if child.alive:
            self._idle.append(child)
        elif calls.slots:
            self._start_anew(calls)

    def _ready(self, seconds: float) -> list[_Running]:
        with selectors.PollSelector() as selector:
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
    done: bool = False
    result: Any = None

    def settle(self, result: object) -> None:
        self.result = result
        self.done = True


@valueclass
class _Calls:
    """Calls that one child answers in their order."""

    function: Callable[..., object]
    extra: tuple[object, ...]
    # Those without a result.
    slots: deque[_Slot[Any]]

    def message(self) -> bytes:
        return encode_calls(self.function, self.extra, (slot.item for slot in self.slots))


@dataclass(slots=True, eq=False)
class _Running:
    child: Child
    calls: _Calls
    # Whether the child had done nothing before the call that it is at.
    was_fresh: bool
    deadline: float

    def answer(self) -> object:
        codec = answer_codec_of(self.calls.function)
        return self.child.answer(codec, is_last=len(self.calls.slots) == 1)
