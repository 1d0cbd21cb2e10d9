"""Connections whose addresses are checked at the moment of connecting.

httpcore asks its backend for a connection to a host and a port. This backend resolves the name
once, checks every address, and connects to an address that was checked, so that a second look-up
cannot return another one (DNS rebinding). TLS still checks the name.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

from newsdigest.errors import SourceError
from newsdigest.sources.network.addresses import is_public
from newsdigest.sources.network.options import Resolver
from newsdigest.sources.network.reasons import UnknownHostError, system_reason

# A name may have many addresses, and dead ones must not use up the whole deadline.
_MAX_ATTEMPTS = 3
_WEB_PORTS = frozenset({80, 443})


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host in the system's order of preference."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHostError.named(host) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses on web ports, and to the hosts and ports the user named."""

    def __init__(self, allowed: frozenset[tuple[str, int]], resolver: Resolver | None) -> None:
        self._allowed = allowed
        self._resolve = resolver or resolve
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        connect = self._inner.connect_tcp
        refusal = httpcore.ConnectError("no address answered")
        for address in (await self.judged(host, port))[:_MAX_ATTEMPTS]:
            try:
                return await connect(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as error:
                refusal = httpcore.ConnectError(system_reason(error) or "no connection")
        raise refusal

    async def judged(self, host: str, port: int) -> list[str]:
        """The addresses of a host, if all of them may be connected to; else SourceError."""
        if (host.lower(), port) not in self._allowed and port not in _WEB_PORTS:
            raise SourceError("private-address", f"port {port} refused")
        addresses = await self._resolve(host, port)
        if not addresses:
            raise UnknownHostError.named(host)
        if (host.lower(), port) in self._allowed:
            return addresses
        # One private address among public ones is a sign of an attack on this very check.
        if not all(map(is_public, addresses)):
            raise SourceError("private-address", "private address refused")
        return addresses

    async def check_for_proxy(self, host: str, port: int) -> None:
        """SourceError for a host that must not be requested from a proxy.

        Behind a proxy the system often cannot resolve names. A name that it does not know is left
        to the proxy, and hosts that the user named are always allowed.
        """
        if (host.lower(), port) in self._allowed:
            return
        with contextlib.suppress(UnknownHostError):
            await self.judged(host, port)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise SourceError("private-address", "unix socket refused")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
