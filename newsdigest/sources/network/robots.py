"""robots.txt (RFC 9309): asked once for each site and run, before pages are fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import urlsplit

# RFC 9309 asks parsers to take at least 500 KiB.
_MAX_CHARS = 512_000


class _Rules(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...


class Robots:
    """The robots.txt of every site met so far.

    `read` gives a site's robots.txt: "" where there is none, which allows everything, and None
    where it cannot be had for a reason that may pass, which RFC 9309 takes as a refusal.
    """

    def __init__(self, user_agent: str, read: Callable[[str], Awaitable[str | None]]) -> None:
        self._agent = user_agent
        self._read = read
        self._sites: dict[str, asyncio.Task[_Rules | None]] = {}

    async def allow(self, url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            # A task, so that two pages of a site wait for the same answer.
            self._sites[site] = asyncio.create_task(self._rules(f"{site}/robots.txt"))
        rules = await self._sites[site]
        return rules is not None and rules.can_fetch(url, self._agent)

    async def _rules(self, url: str) -> _Rules | None:
        from protego import Protego

        text = await self._read(url)
        if text is None:
            return None
        rules: _Rules = Protego.parse(text[:_MAX_CHARS].removeprefix("\ufeff"))
        return rules
