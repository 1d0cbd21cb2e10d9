"""How the network may be used, what is asked of it and what comes back."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from newsdigest.errors import SourceError
from newsdigest.feedmodel import Validators
from newsdigest.model import Document
from newsdigest.sources.network.logins import SiteLogin
from newsdigest.sources.network.robots import RobotsJudge, is_allowed
from newsdigest.version import __version__

if TYPE_CHECKING:
    from newsdigest.config import FetchSettings

# The addresses of a host and port.
Resolver = Callable[[str, int], Awaitable[list[str]]]
# A host in lower case and a port.
HostPort = tuple[str, int]

USER_AGENT = f"newsdigest/{__version__} (+https://pypi.org/project/newsdigest/)"


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """Bounds and manners; the defaults suit a daily run against other people's servers."""

    # Requests under way at once, over all hosts and to one of them.
    concurrency: int = 8
    per_host: int = 2
    # Seconds between the starts of two requests for pages to one host.
    host_delay: float = 0.5
    # One request from the first packet to the last byte, retries and redirects included.
    total_seconds: float = 30.0
    # After so long, what was not begun is left for the next run: cron may start one every hour.
    run_seconds: float = 3600.0
    connect_seconds: float = 10.0
    # Decoded bytes.
    page_bytes: int = 10_000_000
    feed_bytes: int = 20_000_000
    picture_bytes: int = 8_000_000
    redirects: int = 5
    retries: int = 2
    # Hosts (lower case) and ports that the user named, which may be private.
    allowed: frozenset[HostPort] = frozenset()
    # URL of an HTTP proxy; those of the environment are not used.
    proxy: str | None = None
    # Hosts that are reached without the proxy, as NO_PROXY lists them.
    no_proxy: str = ""
    robots: bool = True
    # What answers for a site's robots.txt; a run has that done in a child process.
    robots_judge: RobotsJudge = is_allowed
    user_agent: str = USER_AGENT
    # Called with the URL of each request when it begins, in the thread of the network.
    on_start: Callable[[str], None] | None = None
    # For tests: what to ask for the addresses of a host instead of the system.
    resolver: Resolver | None = None

    @classmethod
    def of(cls, fetch: FetchSettings | None) -> NetworkOptions:
        """As the user configured the network; the defaults where nothing is configured."""
        if fetch is None:
            return cls()
        return cls(
            concurrency=fetch.concurrency,
            per_host=fetch.per_host,
            host_delay=fetch.host_delay,
            total_seconds=fetch.timeout,
            proxy=fetch.proxy,
            no_proxy=os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or "",
            user_agent=fetch.user_agent or USER_AGENT,
        )


class Wanted(StrEnum):
    FEED = "feed"
    PAGE = "page"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    wanted: Wanted = Wanted.PAGE
    # Validators of an earlier answer: the server may then say that nothing changed.
    validators: Validators = field(default=Validators())
    # Of the places that the user named, those that this request may reach although they are
    # private; None for all. What one feed links to must not reach the private host of another.
    trusted: frozenset[HostPort] | None = None
    # Header fields for one place, which are sent there alone.
    login: SiteLogin | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to a request: a document, the news that nothing changed, or an error."""

    request: Request
    document: Document | None = None
    error: SourceError | None = None
    # HTTP status of the last answer.
    status: int | None = None
    not_modified: bool = False
    validators: Validators = field(default=Validators())
    # Where the request led by permanent redirects alone (301, 308).
    permanent_url: str | None = None
    # How long the server asked to be left alone, and how long the answer holds.
    retry_after: timedelta | None = None
    max_age: timedelta | None = None
