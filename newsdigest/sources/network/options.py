"""Network options, requests and answers."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from newsdigest.errors import SourceError
from newsdigest.feedmodel import Validators
from newsdigest.model import Document
from newsdigest.sources.network.logins import SiteLogin
from newsdigest.sources.network.robots import RobotsJudge, is_allowed
from newsdigest.sources.parted_files import FileCopy
from newsdigest.valueclasses import valueclass
from newsdigest.version import __version__

if TYPE_CHECKING:
    from newsdigest.config import FetchSettings

# Resolves a host and port to addresses.
Resolver = Callable[[str, int], Awaitable[list[str]]]
# A host in lower case and a port.
HostPort = tuple[str, int]

USER_AGENT = f"newsdigest/{__version__} (+https://pypi.org/project/newsdigest/)"


@valueclass
class NetworkOptions:
    """Limits and politeness; the defaults suit a daily run against other people's servers."""

    # Concurrent requests, in all and per host.
    concurrency: int = 8
    per_host: int = 2
    # Seconds between the starts of two requests for pages to one host.
    host_delay: float = 0.5
    # Seconds for one request from first packet to last byte, including retries and redirects.
    total_seconds: float = 30.0
    # Requests not begun after so many seconds are left to the next run: cron may start one hourly.
    run_seconds: float = 3600.0
    # Seconds for an archive or a table: 1 GB at 400 kB/s takes 42 minutes.
    parted_seconds: float = 6 * 3600.0
    connect_seconds: float = 10.0
    # Decoded bytes.
    page_bytes: int = 10_000_000
    feed_bytes: int = 20_000_000
    picture_bytes: int = 8_000_000
    answer_bytes: int = 1_000_000
    redirects: int = 5
    retries: int = 2
    # Hosts (in lower case) and ports that the user named; they may be private.
    allowed: frozenset[HostPort] = frozenset()
    # URL of an HTTP proxy; proxy variables of the environment are ignored.
    proxy: str | None = None
    # Hosts reached without the proxy, in the syntax of NO_PROXY.
    no_proxy: str = ""
    robots: bool = True
    # Evaluates a site's robots.txt; a run does that in a child process.
    robots_judge: RobotsJudge = is_allowed
    user_agent: str = USER_AGENT
    # Called with the URL of each request when it begins, in the network thread.
    on_start: Callable[[str], None] | None = None
    # For tests: replaces the system's resolver.
    resolver: Resolver | None = None

    @classmethod
    def of(cls, fetch: FetchSettings | None) -> NetworkOptions:
        """The user's network settings; the defaults without any."""
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
    # An answer of a service at which the user has an account.
    API = "api"
    # The JSON answer to JSON that was sent.
    ANSWER = "answer"


@valueclass
class Request:
    url: str
    wanted: Wanted = Wanted.PAGE
    # Validators of an earlier answer, for a conditional request.
    validators: Validators = field(default=Validators())
    # Which of the user's hosts and ports this request may reach although they are private; None for
    # all. The links of one feed must not reach the private host of another.
    trusted: frozenset[HostPort] | None = None
    # Header fields for one host and port, sent nowhere else.
    login: SiteLogin | None = None
    # Whether a web archive or a table is kept, which may be larger and take longer than any page.
    keeps_parted: bool = False
    # The fields of a form to send by POST, which may be secrets; empty for GET.
    form: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    # JSON to send, by POST and only to the URL itself; None to ask for the URL by GET.
    content: bytes | None = field(default=None, repr=False)


@valueclass
class Fetched:
    """The answer to a request: a document, "not modified", or an error."""

    request: Request
    document: Document | None = None
    # In place of a document, to be closed by the caller.
    copy: FileCopy | None = None
    error: SourceError | None = None
    # HTTP status of the last answer.
    status: int | None = None
    not_modified: bool = False
    validators: Validators = field(default=Validators())
    # The target of the leading permanent redirects (301, 308).
    permanent_url: str | None = None
    # How long the server asks clients to wait, and how long the answer is fresh.
    retry_after: timedelta | None = None
    max_age: timedelta | None = None
