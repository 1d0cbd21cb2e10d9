"""HTTP: the one module that talks to the network.

httpx bounds neither the size of what it decodes nor the whole time of a transfer, and follows
redirects with cookies, so sizes, the deadline and redirects are handled here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsdigest import __version__
from newsdigest.errors import SourceError
from newsdigest.model import Document
from newsdigest.sources.compression import BoundedGunzip
from newsdigest.sources.files import too_large
from newsdigest.sources.limits import Limits

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"newsdigest/{__version__}"
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Pages of this kind are still pages: the extractor tells a paywall from an error.
_PAGES_WITH_STATUS = frozenset({401, 402, 403, 451})
_MAX_LOCATION = 4096


def is_web_address(source: str) -> bool:
    """Whether a SOURCE argument is meant as an http or https URL."""
    return source[:8].lower().startswith(("http://", "https://"))


def fetch_all(urls: Sequence[str], limits: Limits) -> list[Document | SourceError]:
    """One Document or error for each URL, in the order given whatever the order of the answers."""
    return asyncio.run(_fetch_all(urls, limits))


async def _fetch_all(urls: Sequence[str], limits: Limits) -> list[Document | SourceError]:
    import httpx

    slots = asyncio.Semaphore(limits.concurrency)
    headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
    timeout = httpx.Timeout(limits.total_seconds, connect=limits.connect_seconds)
    async with httpx.AsyncClient(headers=headers, timeout=timeout, trust_env=False) as client:

        async def one(url: str) -> Document | SourceError:
            async with slots:
                return await _fetch(client, url, limits)

        return await asyncio.gather(*map(one, urls))


async def _fetch(client: httpx.AsyncClient, url: str, limits: Limits) -> Document | SourceError:
    import httpx

    try:
        async with asyncio.timeout(limits.total_seconds):
            return await _follow(client, url, limits)
    except SourceError as error:
        return error
    except TimeoutError:
        return SourceError("timeout", f"not finished after {limits.total_seconds:.0f} s")
    except httpx.ConnectTimeout:
        return SourceError("timeout", f"no connection after {limits.connect_seconds:.0f} s")
    except httpx.TimeoutException:
        return SourceError("timeout", f"no answer within {limits.total_seconds:.0f} s")
    except httpx.InvalidURL as error:
        return SourceError("bad-url", f"not a valid URL ({error})")
    except httpx.TransportError as error:
        return SourceError("network", _network_reason(error))


def _network_reason(error: httpx.TransportError) -> str:
    return " ".join(str(error).split()) or type(error).__name__


async def _follow(client: httpx.AsyncClient, url: str, limits: Limits) -> Document:
    """The document at the end of the redirects."""
    import httpx

    target = httpx.URL(url)
    for _ in range(limits.redirects + 1):
        client.cookies.clear()  # no cookie of one source reaches another
        async with client.stream("GET", target) as response:
            if response.status_code not in _REDIRECTS:
                content = await _read_body(response, limits.document_bytes)
                return _document(url, response, content)
            target = _next_target(target, response)
    raise SourceError("redirects", f"more than {limits.redirects} redirects")


def _next_target(current: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "")
    if not location or len(location) > _MAX_LOCATION:
        raise SourceError("redirects", f"HTTP {response.status_code} without a usable Location")
    target = current.join(location)
    if target.scheme not in ("http", "https"):
        raise SourceError("redirects", f"redirect to a {target.scheme} address refused")
    if current.scheme == "https" and target.scheme == "http":
        raise SourceError("redirects", "redirect from https to http refused")
    if target.userinfo:
        raise SourceError("redirects", "redirect to an address with a password refused")
    return target


async def _read_body(response: httpx.Response, limit: int) -> bytes:
    """The decoded body; SourceError where it is too large, cut short or oddly encoded."""
    _refuse_status(response)
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise too_large(limit)
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        gunzip = BoundedGunzip(limit)
        async for piece in response.aiter_raw():
            gunzip.feed(piece)
        return gunzip.finish()
    if encoding not in ("", "identity"):
        raise SourceError("unsupported", f"content encoding {encoding!r} was not asked for")
    return await _collect(response.aiter_raw(), limit)


async def _collect(pieces: AsyncIterator[bytes], limit: int) -> bytes:
    content = bytearray()
    async for piece in pieces:
        content += piece
        if len(content) > limit:
            raise too_large(limit)
    return bytes(content)


def _refuse_status(response: httpx.Response) -> None:
    status = response.status_code
    if status >= 400 and status not in _PAGES_WITH_STATUS:
        raise SourceError(f"http-{status}", f"HTTP {status} {response.reason_phrase}".rstrip())
    if status in (204, 205):
        raise SourceError("no-content", f"HTTP {status}: no content")


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


def without_password(source: str) -> str:
    """A SOURCE as it may be shown and kept: a URL without its user and password."""
    if not is_web_address(source):
        return source
    try:
        parts = urlsplit(source)
    except ValueError:  # brackets that hold no IPv6 address
        return source.partition("//")[0] + "//" + source.rpartition("@")[2]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
