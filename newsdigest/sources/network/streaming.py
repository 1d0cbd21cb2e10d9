"""Answers as they arrive, for callers that are not asynchronous themselves."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from newsdigest.sources.network.client import Network
from newsdigest.sources.network.options import Fetched, NetworkOptions, Request
from newsdigest.sources.urls import host_and_port

# Requests that are under way or whose answers wait to be taken: more would only fill memory with
# pages that nobody has time for yet.
_AHEAD = 32
THREAD_NAME = "newsdigest-network"


def fetch_stream(requests: Iterable[Request], options: NetworkOptions) -> Iterator[Fetched]:
    """The answers in the order in which they arrive, while the caller works on earlier ones.

    The event loop runs in a thread of its own. Closing the iterator ends what is under way.
    """
    stream = _Stream(interleaved(requests), options)
    thread = threading.Thread(target=stream.run, name=THREAD_NAME, daemon=True)
    thread.start()
    try:
        yield from stream.answers()
    finally:
        stream.cancel()
        thread.join()


def interleaved(requests: Iterable[Request]) -> list[Request]:
    """The requests with the hosts in turn, so that a slow one does not fill what is under way."""
    by_host: dict[str, list[Request]] = {}
    for request in requests:
        place = host_and_port(request.url)
        by_host.setdefault(place[0] if place else "", []).append(request)
    turns = zip_longest(*by_host.values())
    return [request for turn in turns for request in turn if request is not None]


class _Stream:
    """Requests in the thread of their loop, answers in the thread of the caller."""

    def __init__(self, requests: list[Request], options: NetworkOptions) -> None:
        self._requests = requests
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._fetch_all())
        self._ahead = asyncio.Semaphore(_AHEAD)
        # Ends with None, or with what went wrong.
        self._answers: queue.SimpleQueue[Fetched | BaseException | None] = queue.SimpleQueue()

    def run(self) -> None:
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self._answers.put(error)
        finally:
            self._loop.close()
            self._answers.put(None)

    def answers(self) -> Iterator[Fetched]:
        while (answer := self._answers.get()) is not None:
            if isinstance(answer, BaseException):
                raise answer
            self._call(self._ahead.release)
            yield answer

    def cancel(self) -> None:
        self._call(self._task.cancel)

    def _call(self, function: Callable[[], object]) -> None:
        """Run a function in the loop's thread, unless the loop has ended."""
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:
            return

    async def _fetch_all(self) -> None:
        async with Network(self._options) as network, asyncio.TaskGroup() as tasks:
            for request in self._requests:
                await self._ahead.acquire()
                tasks.create_task(self._fetch(network, request))

    async def _fetch(self, network: Network, request: Request) -> None:
        self._answers.put(await network.fetch(request))
