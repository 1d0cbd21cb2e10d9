"""Fetching: one request to one answer, with every failure on the way returned as a value."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from newsdigest.errors import SourceError
from newsdigest.feedmodel import Validators
from newsdigest.model import Document
from newsdigest.sources.network.body import Body, read_body
from newsdigest.sources.network.headers import (
    address_digest,
    check_head,
    freshness,
    retry_after,
    validators,
)
from newsdigest.sources.network.options import Fetched, NetworkOptions, Request, Wanted
from newsdigest.sources.network.pacing import Pacing
from newsdigest.sources.network.reasons import RestingHostError, system_reason, tls_reason
from newsdigest.sources.network.redirects import REDIRECTS, Hop
from newsdigest.sources.network.robots import Robots
from newsdigest.sources.urls import host_and_port, without_password
from newsdigest.valueclasses import recordclass, replace

if TYPE_CHECKING:
    import httpx

_ACCEPT = {
    Wanted.PICTURE: "image/jpeg,image/png,image/webp,image/gif;q=0.8",
    Wanted.ANSWER: "application/json",
    Wanted.PAGE: "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    Wanted.FEED: "application/atom+xml,application/rss+xml,application/feed+json,application/xml;"
    "q=0.9,text/xml;q=0.9,application/json;q=0.8,*/*;q=0.5",
    Wanted.API: "application/json,text/plain;q=0.9,*/*;q=0.5",
}
# The server failed, which is worth one more try in the same run. One that is rate-limiting (429) is
# left alone, unless it names a time that is short enough to wait for.
_PASSING = frozenset({500, 502, 503, 504})
_TOO_MANY_REQUESTS = 429
# What the user subscribed to, and not the content of a site, which robots.txt is about.
_WITHOUT_ROBOTS = frozenset({Wanted.FEED, Wanted.API, Wanted.ANSWER})
_FORM_TYPE = "application/x-www-form-urlencoded"
# Answers with these statuses may still be pages: the extractor distinguishes a paywall from an
# error.
_PAGES_WITH_STATUS = frozenset({401, 402, 403, 451})
# Seconds before the first retry, doubled each time, plus random jitter of up to the same.
_BACKOFF = 0.5
# A longer Retry-After is left to the next run.
_PATIENCE = timedelta(seconds=5)


class Network:
    """Fetches politely and within bounds; an async context manager."""

    def __init__(self, options: NetworkOptions) -> None:
        from newsdigest.sources.network.connecting import GuardedBackend

        self._options = options
        # Checks hosts and ports that the user named, but not for the current request.
        self._strict = GuardedBackend(frozenset(), options.resolver)
        self._pacing = Pacing(options.concurrency, options.per_host, options.host_delay)
        # Rate-limited hosts, which get no more requests in this run.
        self._resting: set[str] = set()
        self._client: httpx.AsyncClient
        self._robots: Robots
        # By the clock of the loop.
        self._end = 0.0

    async def __aenter__(self) -> Network:
        from newsdigest.sources.network.transport import make_client

        self._client = make_client(self._options)
        self._end = asyncio.get_running_loop().time() + self._options.run_seconds
        self._robots = Robots(
            self._options.user_agent, self._robots_text, self._options.robots_judge
        )
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._client.aclose()

    async def fetch(self, request: Request) -> Fetched:
        """The answer to a request; never raises for failures of a server or the network."""
        return _without_secrets(await self._fetched(request))

    async def _fetched(self, request: Request) -> Fetched:
        try:
            host = _host(request.url)
            await self._check_trust(request, request.url)
            if request.wanted not in _WITHOUT_ROBOTS and self._options.robots:
                await self._check_robots(request.url)
            paced = request.wanted is Wanted.PAGE
            async with self._pacing.slot(host, paced=paced):
                self._check_time()
                self._check_rest(host)
                if self._options.on_start:
                    self._options.on_start(request.url)
                got = await self._within_deadline(request)
                if got.status == _TOO_MANY_REQUESTS:
                    self._resting.add(host)
                return got
        except SourceError as error:
            return Fetched(request, error=error)

    async def _check_trust(self, request: Request, url: str) -> None:
        """SourceError for a private host and port that the user named, but not for this request."""
        place = host_and_port(url)
        if request.trusted is None or place is None or place in request.trusted:
            return
        if place in self._options.allowed:
            await self._strict.judged(*place)

    def _check_time(self) -> None:
        """SourceError if the run has used up its time."""
        if asyncio.get_running_loop().time() > self._end:
            limit = self._options.run_seconds
            raise SourceError("timeout", f"not asked: the run is longer than {limit:.0f} s")

    def _check_rest(self, host: str) -> None:
        """RestingHostError for a host that answered 429 in this run."""
        if host in self._resting:
            raise RestingHostError("rests", "not asked: the server answered 429 to another request")

    async def _check_robots(self, url: str) -> None:
        if not await self._robots.allow(url):
            raise SourceError("robots", "the site's robots.txt asks not to fetch this page")

    async def _robots_text(self, url: str) -> str | None:
        """A site's robots.txt; None after a failure that may be temporary."""
        own = frozenset(filter(None, [host_and_port(url)]))
        got = await self._within_deadline(Request(url, trusted=own))
        if got.document is not None:
            return got.document.content.decode("utf-8", "replace")
        return "" if got.status is not None and 400 <= got.status < 500 else None

    async def _within_deadline(self, request: Request) -> Fetched:
        import httpx

        seconds = self._options.total_seconds
        try:
            async with asyncio.timeout(seconds) as timeout:
                deadline = _Deadline(seconds, timeout)
                return await self._with_retries(request, deadline)
        except TimeoutError:
            error = SourceError("timeout", f"not finished after {deadline.seconds:.0f} s")
        except httpx.ConnectTimeout:
            waited = min(seconds, self._options.connect_seconds)
            error = SourceError("timeout", f"no connection after {waited:.0f} s")
        except httpx.TimeoutException:
            error = SourceError("timeout", f"no answer within {seconds:.0f} s")
        # httpx does not wrap the errors of its idna library, which are UnicodeErrors.
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as raised:
            error = SourceError("bad-url", f"not a valid URL ({raised})")
        except httpx.TransportError as raised:
            error = _network_error(raised)
        return Fetched(request, error=error)

    async def _with_retries(self, request: Request, deadline: _Deadline) -> Fetched:
        """The answer of the last try that the options allow, with growing, jittered pauses.

        Broken connections use all tries; a server that did answer gets only one more. A connection
        that breaks in between, such as a kept one that the server had closed, is not an answer.
        """
        import httpx

        attempt, was_busy = 0, False
        while True:
            is_last = attempt >= self._options.retries
            pause = _BACKOFF * 2**attempt * (1 + random.random())  # noqa: S311 - jitter, no secret
            attempt += 1
            try:
                got = await self._follow(request, deadline)
            except (httpx.ConnectTimeout, httpx.UnsupportedProtocol):
                raise
            except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
                if is_last or tls_reason(error):
                    raise  # another try would see the same certificate
                await asyncio.sleep(pause)
                continue
            if is_last or was_busy or not _is_passing(got):
                return got
            was_busy = True
            asked = got.retry_after.total_seconds() if got.retry_after else 0.0
            await asyncio.sleep(max(pause, asked))

    async def _follow(self, request: Request, deadline: _Deadline) -> Fetched:
        """The answer at the end of the redirects."""
        import httpx

        hop = Hop(httpx.URL(request.url))
        for _ in range(self._options.redirects + 1):
            self._client.cookies.clear()  # no cookie of one source reaches another
            fields = self._request_headers(request, str(hop.target))
            sent = urlencode(request.form).encode() if request.form else request.content
            method = "GET" if sent is None else "POST"
            async with self._client.stream(
                method, hop.target, headers=fields, content=sent
            ) as response:
                check_head(response.headers.raw)
                if response.status_code not in REDIRECTS:
                    return await self._answer(request, hop, response, deadline)
                if sent is not None:
                    # A form may hold a password, which is for the address that the user named.
                    kind = "a form" if request.form else "JSON"
                    raise SourceError("redirects", f"{kind} is not sent to another address")
                hop = hop.next(response)
            await self._check_trust(request, str(hop.target))
        raise SourceError("redirects", f"more than {self._options.redirects} redirects")

    def _request_headers(self, request: Request, target: str) -> dict[str, str]:
        fields = {"Accept": _ACCEPT[request.wanted]}
        if request.form:
            fields["Content-Type"] = _FORM_TYPE
        if request.content is not None:
            fields["Content-Type"] = "application/json"
        if request.login:
            fields |= request.login.fields_for(target)
        known = _validators_for(request, target)
        if known.etag:
            fields["If-None-Match"] = known.etag
        if known.last_modified:
            fields["If-Modified-Since"] = known.last_modified
        return fields

    async def _answer(
        self, request: Request, hop: Hop, response: httpx.Response, deadline: _Deadline
    ) -> Fetched:
        headers = response.headers
        target = str(hop.target)
        got = Fetched(
            request,
            status=response.status_code,
            validators=validators(headers.get("etag"), headers.get("last-modified"), target),
            permanent_url=hop.permanent,
            retry_after=retry_after(headers.get("retry-after"), datetime.now(UTC)),
            max_age=freshness(headers, datetime.now(UTC)),
        )
        is_conditional = _validators_for(request, target) != Validators()
        if response.status_code == 304 and is_conditional:
            # It has no body, but only a response that was read to its end frees its connection.
            await response.aread()
            return replace(got, not_modified=True)
        refusal = _refusal(response, request.wanted)
        if refusal is not None:
            return replace(got, error=refusal)
        body = Body(response)
        if request.keeps_parted and await body.is_parted():
            deadline.extend(self._options.parted_seconds)
            return replace(got, copy=await body.copy())
        content = await read_body(response, body, self._limit(request.wanted))
        return replace(got, document=_document(request.url, response, content))

    def _limit(self, wanted: Wanted) -> int:
        match wanted:
            case Wanted.FEED | Wanted.API:
                return self._options.feed_bytes
            case Wanted.PICTURE:
                return self._options.picture_bytes
            case Wanted.ANSWER:
                return self._options.answer_bytes
            case _:
                return self._options.page_bytes


@recordclass
class _Deadline:
    """The time for an answer, which is longer for an archive or a table."""

    seconds: float
    timeout: asyncio.Timeout

    def extend(self, seconds: float) -> None:
        self.seconds = seconds
        self.timeout.reschedule(asyncio.get_running_loop().time() + seconds)


def _without_secrets(got: Fetched) -> Fetched:
    """The answer without parts of a login that a server repeats in its reason or redirects."""
    login = got.request.login
    if login is None:
        return got
    if got.error is not None:
        message = login.without_secrets(str(got.error))
        got = replace(got, error=type(got.error)(got.error.code, message))
    if got.permanent_url and login.without_secrets(got.permanent_url) != got.permanent_url:
        got = replace(got, permanent_url=None)
    return got


def _validators_for(request: Request, target: str) -> Validators:
    """The validators of this address; those of another address could match by chance."""
    known = request.validators
    return known if known.address in (None, address_digest(target)) else Validators()


def _is_passing(got: Fetched) -> bool:
    """Whether a refusal is temporary and short enough to wait for."""
    if got.status == _TOO_MANY_REQUESTS and got.retry_after is None:
        return False
    is_busy = got.status in _PASSING or got.status == _TOO_MANY_REQUESTS
    return is_busy and (got.retry_after or timedelta()) <= _PATIENCE


def _host(url: str) -> str:
    place = host_and_port(url)
    if place is None:
        raise SourceError("bad-url", "not a valid URL (no host)")
    return place[0]


def _refusal(response: httpx.Response, wanted: Wanted) -> SourceError | None:
    """Why an answer with this status has no document; None if it may have one."""
    status = response.status_code
    if status >= 400 and (wanted is not Wanted.PAGE or status not in _PAGES_WITH_STATUS):
        return SourceError(f"http-{status}", f"HTTP {status} {response.reason_phrase}".rstrip())
    if status in (204, 205, 206, 304):
        return SourceError("no-content", f"HTTP {status}: not a whole document")
    return None


def _document(origin: str, response: httpx.Response, content: bytes) -> Document:
    media_type, _, _ = response.headers.get("content-type", "").partition(";")
    return Document(
        content=content,
        origin=without_password(origin),
        url=without_password(str(response.url)),
        media_type=media_type.strip().lower() or None,
        charset=response.charset_encoding,
        status=response.status_code,
        fetched=datetime.now(UTC),
    )


# How httpx says so.
_CLOSED = "Server disconnected without sending a response"


def _network_error(error: httpx.TransportError) -> SourceError:
    refusal = tls_reason(error)
    if refusal is not None:
        return SourceError("tls", refusal)
    reason = " ".join(str(error).split()) or system_reason(error) or "the connection broke off"
    if _CLOSED in reason:
        reason = "the server closed the connection without an answer"
    return SourceError("network", reason.rstrip("."))
