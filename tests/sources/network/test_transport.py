"""Servers that break the protocol, stall or never end: rows HTTP01–19 of the fault list."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from dataclasses import replace

import pytest

from newsdigest.errors import SourceError
from newsdigest.model import Document
from newsdigest.sources.network import Fetched, NetworkOptions, Request, Wanted, fetch_all
from newsdigest.sources.urls import host_and_port
from tests.server import Server

QUICK = NetworkOptions(total_seconds=1.0, retries=0, robots=False, host_delay=0.0)
# For answers whose reading takes time: the deadline is not what is tested.
PATIENT = replace(QUICK, total_seconds=30.0)
OK = b"HTTP/1.1 200 OK\r\n"
LONG = "x" * 5000


def get(url: str, options: NetworkOptions = QUICK, wanted: Wanted = Wanted.PAGE) -> Fetched:
    named = frozenset(filter(None, [host_and_port(url)]))
    (got,) = fetch_all([Request(url, wanted)], replace(options, allowed=named))
    return got


def refused(got: Fetched) -> SourceError:
    assert got.document is None
    assert got.error is not None
    return got.error


def read(got: Fetched) -> Document:
    assert got.document is not None, got.error
    return got.document


def test_a_redirect_that_grows_is_left_after_five(server: Server) -> None:
    """HTTP01: each hop makes the address longer; the sixth is not asked for."""
    for length in range(10):
        server.redirect("/grow" + "/x" * length, "/grow" + "/x" * (length + 1))
    assert refused(get(server.url("/grow"))).code == "redirects"
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (b"", "redirects"),
        (b"location:\r\n", "redirects"),
        (b"location: http://127.0.0.1:99999/\r\n", "private-address"),
        (b"location: http://[::1\r\n", "network"),
        (b"location: /" + LONG.encode() + b"\r\n", "redirects"),
        (b"location: http://caf\xe9 \xff/\r\n", "network"),
    ],
    ids=["none", "empty", "port", "brackets", "8 KB", "no text"],
)
def test_a_location_that_leads_nowhere_is_a_failure(
    server: Server, field: bytes, code: str
) -> None:
    """HTTP02: one error about this source, whatever is wrong with it."""
    response = b"HTTP/1.1 302 Found\r\n" + field + b"content-length: 0\r\n\r\n"
    assert refused(get(server.raw("/away", response))).code == code


def test_a_location_in_other_letters_is_followed(server: Server) -> None:
    """HTTP02: bytes beyond ASCII are the UTF-8 that servers mean by them."""
    server.page("/caf%C3%A9", "coffee")
    head = "HTTP/1.1 302 Found\r\nlocation: /café\r\ncontent-length: 0\r\n\r\n"
    assert read(get(server.raw("/away", head.encode()))).content == b"coffee"


@pytest.mark.parametrize(
    ("wanted", "limit"), [(Wanted.PAGE, "page_bytes"), (Wanted.FEED, "feed_bytes")]
)
def test_a_page_and_a_feed_have_their_own_bounds(
    server: Server, wanted: Wanted, limit: str
) -> None:
    """HTTP03: by default 10 MB and 20 MB, decoded."""
    url = server.page("/", "x" * 2000)
    narrow = replace(QUICK, **{limit: 1999})  # type: ignore[arg-type]
    assert refused(get(url, narrow, wanted)).code == "too-large"
    assert read(get(url, QUICK, wanted)).content == b"x" * 2000
    assert (QUICK.page_bytes, QUICK.feed_bytes) == (10_000_000, 20_000_000)


def test_a_connection_that_nobody_takes_is_given_up() -> None:
    """HTTP07: a full backlog answers nothing at all, and the wait for it is bounded by itself."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for each in (first, second):
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        error = refused(get(url, replace(QUICK, total_seconds=30.0, connect_seconds=0.3)))
    assert error.code == "timeout"
    assert str(error).startswith("no connection after")


def stalling(server: Server) -> Callable[[socket.socket], None]:
    """Answers with a first byte and then keeps the line."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(OK + b"content-length: 10\r\n\r\nx")
        server.until_stopped(10)

    return answer


def flooding(server: Server) -> Callable[[socket.socket], None]:
    """Says for ever that the answer is about to come."""

    def answer(connection: socket.socket) -> None:
        while not server.until_stopped(0.001):
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")

    return answer


@pytest.mark.parametrize("make", [stalling, flooding])
def test_an_answer_that_does_not_come_is_given_up(
    server: Server, make: Callable[[Server], Callable[[socket.socket], None]]
) -> None:
    """HTTP08, HTTP13: at the deadline, also where bytes keep coming."""
    url = server.answer("/", make(server))
    assert refused(get(url, replace(QUICK, total_seconds=0.3))).code == "timeout"


@pytest.mark.parametrize(
    "response",
    [
        OK + b"transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        OK + b"content-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        OK + b"content-length: -5\r\n\r\nhello",
        OK + b"".join(b"x%d: y\r\n" % n for n in range(10_000)) + b"content-length: 1\r\n\r\nx",
        OK + b"x: a\x00b\r\ncontent-length: 1\r\n\r\nx",
        OK + b"x: a\rb\r\ncontent-length: 1\r\n\r\nx",
        b"\x15\x03\x01\x00\x02\x02\x46",
        bytes(range(256)),
    ],
    ids=["length and chunks", "two lengths", "negative", "10,000 fields", "NUL", "CR", "TLS",
         "bytes"],
)  # fmt: skip
def test_an_answer_that_breaks_the_protocol_is_a_failure(server: Server, response: bytes) -> None:
    """HTTP10, HTTP11, HTTP12: nothing of it is read as a page."""
    assert refused(get(server.raw("/", response), PATIENT)).code == "network"


def test_what_follows_the_body_is_ignored(server: Server) -> None:
    """HTTP10: as many bytes count as were announced, for the next request too."""
    url = server.raw("/", OK + b"content-length: 5\r\n\r\nhello" + OK + b"\r\nworld")
    assert [read(get(url)).content for _ in range(2)] == [b"hello", b"hello"]


def test_a_line_feed_alone_ends_a_header_line_and_nothing_more(server: Server) -> None:
    """HTTP11: RFC 9112, section 2.2, allows that; a field made in this way gains nothing."""
    head = OK + b"x: a\nset-cookie: id=7\r\ncontent-length: 2\r\n\r\nok"
    url = server.raw("/", head)
    assert read(get(url)).content == b"ok"
    get(url)
    assert "cookie" not in "".join(server.requests).lower()


@pytest.mark.parametrize("status", [204, 205, 206])
def test_a_part_or_nothing_is_no_document(server: Server, status: int) -> None:
    """HTTP13: nobody asked for a part, and no content is not an empty feed."""
    url = server.raw("/", b"HTTP/1.1 %d X\r\ncontent-length: 0\r\n\r\n" % status)
    assert refused(get(url, wanted=Wanted.FEED)).code == "no-content"


def test_a_reset_within_the_body_is_tried_twice_more(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTP14: then it stands; what came is not taken for the whole."""
    monkeypatch.setattr("newsdigest.sources.network.client._BACKOFF", 0.01)

    def reset(connection: socket.socket) -> None:
        connection.sendall(OK + b"content-length: 500\r\n\r\nhalf")
        # Closed without a wait: the client sees a reset, no end.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    url = server.answer("/", reset)
    error = refused(get(url, replace(QUICK, total_seconds=10.0, retries=2)))
    assert error.code == "network"
    assert len(server.requests) == 3


def test_cookies_of_one_source_do_not_reach_another(server: Server) -> None:
    """HTTP17: on one host and port, in one run."""
    cookie = b"set-cookie: id=7; Path=/\r\nconnection: close\r\n"
    server.raw("/a", OK + cookie + b"content-length: 1\r\n\r\nx")
    requests = [Request(server.url("/a")), Request(server.page("/b", "x"))]
    named = frozenset({("127.0.0.1", server.port)})
    fetch_all(requests * 2, replace(QUICK, allowed=named, per_host=1))
    assert len(server.requests) == 4
    assert "cookie" not in "".join(server.requests).lower()


def test_a_password_stays_with_its_place(server: Server) -> None:
    """HTTP18: a redirect within the place keeps it, one to another port drops it."""
    with Server() as other:
        other.page("/there", "there")
        server.page("/new", "new")
        server.redirect("/here", "/new")
        server.redirect("/away", other.url("/there"))
        named = frozenset({("127.0.0.1", server.port), ("127.0.0.1", other.port)})
        urls = [f"http://me:secret@127.0.0.1:{server.port}{path}" for path in ("/here", "/away")]
        got = fetch_all([Request(url) for url in urls], replace(QUICK, allowed=named))
        assert [read(each).content for each in got] == [b"new", b"there"]
        assert all("authorization: basic" in request.lower() for request in server.requests)
        assert len(server.requests) == 3
        assert [r for r in other.requests if "authorization" in r.lower()] == []
        assert "secret" not in repr([(each.document, each.permanent_url) for each in got])


def test_many_slow_hosts_get_eight_requests_at_once(server: Server) -> None:
    """HTTP19: whatever their number; all are answered."""
    running, most = [0], [0]

    def answer(connection: socket.socket) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        server.until_stopped(0.03)
        running[0] -= 1
        connection.sendall(OK + b"content-length: 1\r\nconnection: close\r\n\r\nx")

    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    server.answer("/", answer)
    places = [(f"host{n}.example", server.port) for n in range(40)]
    options = replace(QUICK, total_seconds=10.0, resolver=resolver, allowed=frozenset(places))
    got = fetch_all([Request(f"http://{host}:{port}/") for host, port in places], options)
    assert all(each.document for each in got)
    assert most[0] == 8


def test_a_run_ends(server: Server) -> None:
    """HTTP19: what was not begun when the time of the run is over is a failure, the rest stands."""

    def slow(connection: socket.socket) -> None:
        server.until_stopped(0.2)
        connection.sendall(OK + b"content-length: 1\r\nconnection: close\r\n\r\nx")

    server.answer("/", slow)
    options = replace(
        QUICK, run_seconds=0.1, per_host=1, allowed=frozenset({("127.0.0.1", server.port)})
    )
    got = fetch_all([Request(server.url("/"))] * 3, options)
    assert [each.error and each.error.code for each in got] == [None, "timeout", "timeout"]
    assert len(server.requests) == 1
