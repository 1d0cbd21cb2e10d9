"""robots.txt (RFC 9309): fetched once per site and run, before any page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

from newsdigest.valueclasses import valueclass

# RFC 9309 requires parsers to accept at least 500 KiB.
_MAX_CHARS = 512_000
# Sites whose parsed rules are cached: the pages of a run come from a few sites at a time.
_SITES_AT_HAND = 8


@valueclass
class RobotsQuestion:
    """The question whether a robots.txt allows fetching a page."""

    text: str
    url: str
    user_agent: str


RobotsJudge = Callable[[RobotsQuestion], bool]


class _RobotsRules(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...


class Robots:
    """The robots.txt of every site requested so far.

    `read` returns a site's robots.txt: "" if it does not exist, which allows everything, or None
    after a temporary failure, which RFC 9309 treats as a refusal. `judge` is called in a separate
    thread.
    """

    def __init__(
        self,
        user_agent: str,
        read: Callable[[str], Awaitable[str | None]],
        judge: RobotsJudge,
    ) -> None:
        self._agent = user_agent
        self._read = read
        self._judge = judge
        self._sites: dict[str, asyncio.Task[str | None]] = {}

    async def allow(self, url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            # A task, so that all pages of a site wait for the same answer.
            self._sites[site] = asyncio.create_task(self._text(f"{site}/robots.txt"))
        text = await self._sites[site]
        if not text:
            return text is not None
        return await asyncio.to_thread(self._judge, RobotsQuestion(text, url, self._agent))

    async def _text(self, url: str) -> str | None:
        text = await self._read(url)
        return None if text is None else text[:_MAX_CHARS].removeprefix("\ufeff").strip()


def is_allowed(question: RobotsQuestion) -> bool:
    """Whether the site's rules allow fetching the page.

    Rules of 200 kB with 5,000 robots and 10,000 paths take minutes and gigabytes to parse, so this
    belongs in a child process.
    """
    return _parsed(question.text).can_fetch(question.url, question.user_agent)


@lru_cache(maxsize=_SITES_AT_HAND)
def _parsed(text: str) -> _RobotsRules:
    from protego import Protego

    rules: _RobotsRules = Protego.parse(text)
    return rules
