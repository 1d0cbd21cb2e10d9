"""What a server may do to us: rows HTTP, DEC and NET of the fault list that hold already."""

from __future__ import annotations

import gzip
import socket
import zlib
from dataclasses import replace

import pytest

from newsdigest.errors import SourceError
from newsdigest.model import Document
from newsdigest.sources.network import Fetched, NetworkOptions, Request, fetch_all
from newsdigest.sources.urls import host_and_port, without_password
from tests.server import Server

PAGE = "<title>Harbour fair</title><p>The harbour fair opened on Saturday."
QUICK = NetworkOptions(page_bytes=100_000, total_seconds=1.0, retries=0, robots=False)


def get(*urls: str, options: NetworkOptions = QUICK) -> list[Fetched]:
    """Fetch what a user named: its hosts may be private."""
    named = frozenset(filter(None, map(host_and_port, urls)))
    return fetch_all([Request(url) for url in urls], replace(options, allowed=named))


def fetched(url: str, options: NetworkOptions = QUICK) -> Document:
    (got,) = get(url, options=options)
    assert got.document is not None, got.error
    return got.document


def refused(url: str, options: NetworkOptions = QUICK) -> SourceError:
    (got,) = get(url, options=options)
    assert got.error is not None
    return got.error


def test_a_page_comes_with_where_it_came_from(server: Server) -> None:
    """A document carries its bytes, address, media type, charset and status."""
    url = server.page("/fair", PAGE, content_type="text/html; charset=ISO-8859-1")
    document = fetched(url)
    assert document.content == PAGE.encode()
    assert (document.origin, document.url, document.status) == (url, url, 200)
    assert (document.media_type, document.charset) == ("text/html", "iso-8859-1")


def test_results_stand_in_the_order_of_the_urls(server: Server) -> None:
    """A slow server does not change the order of what is read."""

    def slow(connection: socket.socket) -> None:
        server.until_stopped(0.3)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nslow")

    urls = [server.answer("/slow", slow), server.page("/fast", "fast")]
    assert [got.document and got.document.content for got in get(*urls)] == [b"slow", b"fast"]


def test_gzip_is_decoded(server: Server) -> None:
    """Compressed pages arrive decompressed."""
    url = server.page("/gz", gzip.compress(PAGE.encode()), content_encoding="gzip")
    assert fetched(url).content == PAGE.encode()


def test_redirects_are_followed_up_to_the_limit(server: Server) -> None:
    """Five redirects are followed, a sixth is refused, and so is a loop."""
    server.page("/0", PAGE)
    for n in range(1, 7):
        server.redirect(f"/{n}", f"/{n - 1}")
    assert fetched(server.url("/5")).url == server.url("/0")
    assert refused(server.url("/6")).code == "redirects"
    assert refused(server.redirect("/loop", "/loop")).code == "redirects"


@pytest.mark.parametrize(
    "location",
    ["", "file:///etc/passwd", "javascript:alert(1)", "http://user:secret@127.0.0.1/", "/" * 5000],
)
def test_a_redirect_to_what_is_no_plain_web_page_is_refused(server: Server, location: str) -> None:
    """Only http and https, only without a password, only of a sane length."""
    # Some of them httpx refuses before we see them.
    assert refused(server.redirect("/away", location)).code in ("redirects", "network", "bad-url")


def test_cookies_do_not_travel(server: Server) -> None:
    """A cookie set by one answer is sent to nobody, not even on the way of one redirect."""
    fields = b"set-cookie: id=7; Path=/\r\nlocation: /page\r\ncontent-length: 0"
    server.page("/page", PAGE)
    fetched(server.raw("/set", b"HTTP/1.1 302 Found\r\n" + fields + b"\r\n\r\n"))
    assert not any("cookie" in request.lower() for request in server.requests)


def test_a_declared_size_past_the_limit_is_refused_unread(server: Server) -> None:
    """HTTP04: ten gigabytes announced are ten gigabytes not read."""
    url = server.raw("/huge", b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n")
    assert refused(url).code == "too-large"


def test_an_endless_body_is_cut(server: Server) -> None:
    """HTTP03: what never ends is refused at the limit."""

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        while not server.until_stopped(0):
            connection.sendall(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")

    url = server.answer("/endless", endless)
    assert refused(url, replace(QUICK, total_seconds=30.0)).code == "too-large"


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n"])
def test_a_drip_is_cut_at_the_deadline(server: Server, head: bytes) -> None:
    """HTTP05, HTTP06: a byte now and then keeps a read alive, but not the whole transfer."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(head)
        while not server.until_stopped(0.1):
            connection.sendall(b"x")

    assert refused(server.answer("/drip", drip)).code == "timeout"


@pytest.mark.parametrize(
    "response",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 5_000_000 + b"\r\n\r\n",
        b"",
    ],
    ids=["short body", "cut chunks", "not HTTP", "header of 5 MB", "nothing"],
)
def test_a_broken_answer_is_a_failure(server: Server, response: bytes) -> None:
    """HTTP09, HTTP11, HTTP12: half an answer is never half an article."""
    assert refused(server.raw("/broken", response)).code == "network"


def test_a_gzip_bomb_is_cut(server: Server) -> None:
    """DEC01: 50 KB that would grow to 50 MB stop at the limit."""
    bomb = gzip.compress(bytes(50_000_000))
    assert refused(server.page("/bomb", bomb, content_encoding="gzip")).code == "too-large"


@pytest.mark.parametrize(
    ("encoding", "body", "code"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(b"x")), "unsupported"),
        ("br", b"x", "unsupported"),
        ("zstd", b"x", "unsupported"),
        ("deflate", zlib.compress(b"x"), "unsupported"),
        ("gzip", gzip.compress(PAGE.encode() * 9)[:-20], "truncated"),
        ("gzip", b"plain text", "bad-compression"),
        ("gzip", gzip.compress(PAGE.encode())[:-8] + bytes(8), "bad-compression"),
        ("gzip", gzip.compress(b"") * 2000, "too-complex"),
    ],
    ids=["stacked", "brotli", "zstd", "deflate", "cut", "no gzip", "checksum", "members"],
)
def test_odd_encodings_are_refused(server: Server, encoding: str, body: bytes, code: str) -> None:
    """DEC02–05, DEC07: only what was asked for is decoded, and only whole."""
    assert refused(server.page("/odd", body, content_encoding=encoding)).code == code


def test_statuses_without_a_page_are_failures(server: Server) -> None:
    """404 and 500 are reported by number; 403 may be a paywall and goes to the extractor."""
    assert str(refused(server.url("/missing"))) == "HTTP 404 Not Found"
    assert (
        refused(server.raw("/x", b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n")).code
        == "http-500"
    )
    forbidden = server.raw("/y", b"HTTP/1.1 403 No\r\ncontent-length: 3\r\n\r\npay")
    assert fetched(forbidden).status == 403


def test_nobody_there_is_a_failure() -> None:
    """A refused connection is reported with the system's message."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    refusal = refused(f"http://127.0.0.1:{port}/")
    assert (refusal.code, str(refusal)) == ("network", "connection refused")


def test_proxies_of_the_environment_are_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NET16: HTTP_PROXY alone sends nothing to a proxy."""
    monkeypatch.setenv("HTTP_PROXY", server.url("/proxy"))
    monkeypatch.setenv("http_proxy", server.url("/proxy"))
    fetched(server.page("/direct", PAGE))
    assert [request.split()[1] for request in server.requests] == ["/direct"]


@pytest.mark.parametrize(
    ("shown", "given"),
    [
        ("http://example.org/a?b=c", "http://user:canary@example.org/a?b=c"),
        ("http://[::1/x", "http://u:canary@[::1/x"),
        ("notes@home.txt", "notes@home.txt"),
    ],
)
def test_passwords_are_not_shown(shown: str, given: str) -> None:
    """SEC01: a URL is shown without its user and password; a file name stays as it is."""
    assert without_password(given) == shown
