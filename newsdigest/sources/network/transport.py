"""The httpx client, whose connections are checked when they are made."""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING

import httpcore
import httpx

from newsdigest.sources.network.connecting import GuardedBackend

if TYPE_CHECKING:
    from newsdigest.sources.network.options import NetworkOptions


def make_client(options: NetworkOptions) -> httpx.AsyncClient:
    """A client that ignores the environment, follows no redirects and checks each connection."""
    transport = _ProxyTransport(options) if options.proxy else _GuardedTransport(options)
    return httpx.AsyncClient(
        transport=transport,
        headers={"User-Agent": options.user_agent, "Accept-Encoding": "gzip"},
        timeout=httpx.Timeout(options.total_seconds, connect=options.connect_seconds),
        trust_env=False,
    )


@cache
def trusted_certificates() -> ssl.SSLContext:
    """The certificates of the authorities that httpx trusts; to load them takes 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport over a pool whose backend checks each address.

    httpx 0.28 has no public way to pass in a pool or a backend, hence `_pool`.
    """

    def __init__(self, options: NetworkOptions) -> None:
        context = trusted_certificates()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=options.concurrency,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(options.allowed, options.resolver),
        )


class _ProxyTransport(httpx.AsyncHTTPTransport):
    """Requests through the user's proxy, which may be private, unlike their targets."""

    def __init__(self, options: NetworkOptions) -> None:
        super().__init__(verify=trusted_certificates(), trust_env=False, proxy=options.proxy)
        self._guard = GuardedBackend(options.allowed, options.resolver)
        self._direct = _GuardedTransport(options)
        self._exceptions = options.no_proxy

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        host = request.url.host
        if is_exempt(host, port, self._exceptions):
            return await self._direct.handle_async_request(request)
        await self._guard.check_for_proxy(host, port)
        return await super().handle_async_request(request)

    async def aclose(self) -> None:
        await self._direct.aclose()
        await super().aclose()


def is_exempt(host: str, port: int, exceptions: str) -> bool:
    """Whether NO_PROXY lists a host: itself or a parent domain, with or without a port, or "*".

    >>> is_exempt("feeds.home.example", 443, "localhost, .home.example")
    True
    """
    names = {name.strip().lstrip(".").lower() for name in exceptions.split(",")} - {""}
    parts = host.lower().split(".")
    domains = {".".join(parts[number:]) for number in range(len(parts))}
    return not names.isdisjoint({"*", *domains, *(f"{each}:{port}" for each in domains)})
