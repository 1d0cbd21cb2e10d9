"""Whose turn it is: requests handed to workers so that none of them waits for a busy host."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Iterable

from newsdigest.sources.network.options import Request
from newsdigest.sources.urls import host_and_port


class Turns:
    """Requests to take, the hosts in turn and at most `per_host` of each under way."""

    def __init__(self, requests: Iterable[Request], per_host: int) -> None:
        # In the order in which the hosts have their turns.
        self._waiting: dict[str, deque[Request]] = {}
        for request in requests:
            self._waiting.setdefault(_host(request), deque()).append(request)
        self._per_host = per_host
        self._busy: Counter[str] = Counter()
        self._freed = asyncio.Event()

    async def take(self) -> Request | None:
        """The next request, once its host is free; None when there are no more."""
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
        """Let the host of a request that was taken have another one."""
        self._busy[_host(request)] -= 1
        self._freed.set()


def _host(request: Request) -> str:
    place = host_and_port(request.url)
    return place[0] if place else ""
