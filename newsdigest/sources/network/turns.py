"""Round-robin over hosts: hands requests to workers so that none waits for a busy host."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Iterable

from newsdigest.sources.network.options import Request
from newsdigest.sources.urls import host_and_port


class Turns:
    """A queue of requests that takes hosts in turn, with at most `per_host` in flight for each."""

    def __init__(self, requests: Iterable[Request], per_host: int) -> None:
        # In the order of the hosts' turns.
        self._waiting: dict[str, deque[Request]] = {}
        for request in requests:
            self._waiting.setdefault(_host(request), deque()).append(request)
        self._per_host = per_host
        self._busy: Counter[str] = Counter()
        self._freed = asyncio.Event()

    async def take(self) -> Request | None:
        """The next request whose host is free, waiting for one; None when there are no more."""
        while self._waiting:
            for host in self._waiting:
                if self._busy[host] < self._per_host:
                    return self._taken(host)
            self._freed.clear()
            await self._freed.wait()
        return None

    def _taken(self, host: str) -> Request:
        requests = self._waiting.pop(host)
        request = requests.popleft()
        if requests:
            self._waiting[host] = requests  # behind the others
        self._busy[host] += 1
        return request

    def done(self, request: Request) -> None:
        """Free the host's slot of a finished request."""
        self._busy[_host(request)] -= 1
        self._freed.set()


def _host(request: Request) -> str:
    place = host_and_port(request.url)
    return place[0] if place else ""
