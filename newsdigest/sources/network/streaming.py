"""Answers as they arrive, for synchronous callers."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import select
import socket
import threading
from collections.abc import Callable, Iterable, Iterator

from newsdigest.sources.network.client import Network
from newsdigest.sources.network.options import Fetched, NetworkOptions, Request, Wanted
from newsdigest.sources.network.turns import Turns

# Requests in flight or answered but not yet consumed: more would only fill memory with pages that
# wait to be processed.
_AHEAD = 32
# Answers consumed before the loop is notified, since each notification wakes it up.
_TAKEN_AT_ONCE = 8
THREAD_NAME = "newsdigest-network"


def fetch_stream(requests: Iterable[Request], options: NetworkOptions) -> Iterator[Fetched]:
    """The answers in the order in which they arrive, while the caller works on earlier ones.

    The event loop runs in a separate thread. Closing the iterator cancels outstanding requests.
    """
    wanted = list(requests)
    if not wanted:
        return  # a client loads the system's certificates even without any request
    stream = _Stream(wanted, options)
    thread = threading.Thread(target=stream.run, name=THREAD_NAME, daemon=True)
    try:
        thread.start()
        yield from stream.answers()
    finally:
        stream.cancel()
        if thread.is_alive():
            thread.join()


class _Stream:
    """Requests run in the loop's thread, answers are consumed in the caller's."""

    def __init__(self, requests: list[Request], options: NetworkOptions) -> None:
        self._requests = requests
        self._options = options
        # A signal may interrupt the caller at any point, so the loop is made in its own thread.
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._cancelled = False
        self._ahead = asyncio.Semaphore(_AHEAD)
        # Ends with None, or with the exception that ended the loop.
        self._answers: queue.SimpleQueue[Fetched | BaseException | None] = queue.SimpleQueue()

    def run(self) -> None:
        try:
            loop = _new_loop()
        except OSError as error:
            self._answers.put(error)
            return
        try:
            loop.run_until_complete(self._until_cancelled())
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self._answers.put(error)
        finally:
            loop.close()
            self._answers.put(None)

    async def _until_cancelled(self) -> None:
        self._task = asyncio.current_task()
        self._loop = asyncio.get_running_loop()
        if not self._cancelled:
            await self._fetch_all()

    def answers(self) -> Iterator[Fetched]:
        taken = 0
        while (answer := self._answers.get()) is not None:
            if isinstance(answer, BaseException):
                raise answer
            taken += 1
            if taken % _TAKEN_AT_ONCE == 0:
                self._call(self._release)
            yield answer

    def _release(self) -> None:
        for _ in range(_TAKEN_AT_ONCE):
            self._ahead.release()

    def cancel(self) -> None:
        self._cancelled = True
        if self._task is not None:
            self._call(self._task.cancel)

    def _call(self, function: Callable[[], object]) -> None:
        """Run a function in the loop's thread, unless the loop has ended or not yet started."""
        if self._loop is None:
            return
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(function)

    async def _fetch_all(self) -> None:
        turns = Turns(self._requests, self._options.per_host)
        async with Network(self._options) as network, asyncio.TaskGroup() as tasks:
            for _ in range(self._workers()):
                tasks.create_task(self._work(network, turns))

    def _workers(self) -> int:
        """The number of workers: many for pages, as paced workers mostly wait.

        For feeds, workers beyond the network's concurrency would compete for connections: 500
        answers of 304 cost 0.88 s of CPU time with 32 workers and 0.54 s with 8.
        """
        pauses = any(request.wanted is Wanted.PAGE for request in self._requests)
        most = _AHEAD if pauses else min(self._options.concurrency, _AHEAD)
        return min(most, len(self._requests))

    async def _work(self, network: Network, turns: Turns) -> None:
        while (request := await turns.take()) is not None:
            await self._ahead.acquire()
            self._answers.put(await network.fetch(request))
            turns.done(request)


def _new_loop() -> asyncio.AbstractEventLoop:
    """An event loop; OSError if the process cannot open the files that it needs.

    asyncio leaves a half-built loop to the garbage collector, which prints a traceback for it.
    """
    for each in (select.epoll(), *socket.socketpair()) if hasattr(select, "epoll") else ():
        each.close()
    return asyncio.new_event_loop()
