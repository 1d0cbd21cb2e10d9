"""A connection that is not safe is none: rows HTTP15 and HTTP16 of the fault list."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from newsdigest.errors import SourceError
from newsdigest.sources.network import Fetched, NetworkOptions, Request, fetch_all, transport
from tests.paths import ROOT

VALID = ROOT / "tests" / "deliver" / "localhost.pem"
EXPIRED = Path(__file__).with_name("expired.pem")
OPTIONS = NetworkOptions(total_seconds=5.0, robots=False, host_delay=0.0)
PAGE = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\npage"


class TlsServer:
    """Answers every request in the same way, where the client trusts its certificate."""

    def __init__(self, certificate: Path, answer: bytes = PAGE) -> None:
        self._answer = answer
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.requests: list[bytes] = []

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                # A client that does not trust the certificate goes away.
                with (
                    contextlib.suppress(OSError),
                    connection,
                    self.context.wrap_socket(connection, server_side=True) as safe,
                ):
                    self.requests.append(safe.recv(4096))
                    safe.sendall(self._answer)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@contextlib.contextmanager
def running(server: TlsServer) -> Iterator[TlsServer]:
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.close()


def get(server: TlsServer, host: str = "127.0.0.1") -> Fetched:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    options = replace(
        OPTIONS, resolver=resolver, allowed=frozenset({(host, server.port), ("127.0.0.1", 80)})
    )
    (got,) = fetch_all([Request(f"https://{host}:{server.port}/")], options)
    return got


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts our certificates."""
    context = httpx.create_ssl_context()
    for certificate in (VALID, EXPIRED):
        context.load_verify_locations(certificate)
    monkeypatch.setattr(transport, "trusted_certificates", lambda: context)


def refused(got: Fetched) -> SourceError:
    assert got.document is None
    assert got.error is not None
    return got.error


def test_a_certificate_that_nobody_signed_is_refused() -> None:
    """HTTP15: reported as such and requested once: never unchecked, never again."""
    with running(TlsServer(VALID)) as server:
        error = refused(get(server))
    assert (error.code, str(error)) == (
        "tls",
        "the certificate is not valid: self-signed certificate",
    )
    assert (server.connections, server.requests) == (1, [])


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    ("certificate", "host", "reason"),
    [(EXPIRED, "127.0.0.1", "expired"), (VALID, "news.example", "Hostname mismatch")],
    ids=["expired", "other host"],
)
def test_a_certificate_must_be_of_today_and_of_the_host(
    certificate: Path, host: str, reason: str
) -> None:
    """HTTP15: whoever signed it; no byte of the request is sent."""
    with running(TlsServer(certificate)) as server:
        error = refused(get(server, host))
    assert error.code == "tls"
    assert reason in str(error)
    assert (server.connections, server.requests) == (1, [])


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.usefixtures("trusting")
def test_old_tls_is_refused() -> None:
    """HTTP15: below TLS 1.2 there is no connection."""
    old = TlsServer(VALID)
    old.context.set_ciphers("ALL:@SECLEVEL=0")
    old.context.minimum_version = ssl.TLSVersion.TLSv1
    old.context.maximum_version = ssl.TLSVersion.TLSv1_1
    with running(old) as server:
        error = refused(get(server))
    assert (error.code, server.requests) == ("tls", [])


@pytest.mark.usefixtures("trusting")
def test_a_redirect_out_of_tls_is_refused() -> None:
    """HTTP16: what was asked for safely is not read unsafely; a safe page is read."""
    away = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"
    with running(TlsServer(VALID, away)) as server:
        assert str(refused(get(server))) == "redirect from https to http refused"
    with running(TlsServer(VALID)) as server:
        got = get(server)
    assert got.document is not None
    assert got.document.content == b"page"
