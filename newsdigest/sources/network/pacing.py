"""Politeness per host: few concurrent requests, with a pause between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pacing:
    """Request slots, in all and per host; paced requests start `delay` seconds apart."""

    def __init__(self, concurrency: int, per_host: int, delay: float) -> None:
        self._all = asyncio.Semaphore(concurrency)
        self._per_host = per_host
        self._delay = delay
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._next_start: dict[str, float] = {}

    @asynccontextmanager
    async def slot(self, host: str, *, paced: bool) -> AsyncIterator[None]:
        """Wait for a slot at `host`, first of the host and then of all: waiting for a slow host
        must not take a slot from the others.
        """
        at_host = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with at_host:
            if paced:
                await self._pause(host)
            async with self._all:
                yield

    async def _pause(self, host: str) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start.get(host, now))
        self._next_start[host] = start + self._delay
        await asyncio.sleep(start - now)
