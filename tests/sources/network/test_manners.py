"""How the network treats servers: validators, retries, pacing, robots.txt."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsdigest.feedmodel import Validators
from newsdigest.sources.network import (
    Fetched,
    NetworkOptions,
    Request,
    RestingHostError,
    Wanted,
    fetch_all,
)
from newsdigest.sources.network.headers import freshness, max_age, retry_after, validators
from tests.server import Server

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
BASE = NetworkOptions(total_seconds=5.0, retries=0, robots=False, host_delay=0.0)


def get(server: Server, *requests: Request, options: NetworkOptions = BASE) -> list[Fetched]:
    named = frozenset({("127.0.0.1", server.port)})
    return fetch_all(requests, replace(options, allowed=named))


def test_validators_are_sent_back_verbatim(server: Server) -> None:
    """A weak or unquoted ETag and any Last-Modified go back byte for byte."""
    url = server.page("/feed", "feed", etag="W/odd-tag", last_modified="yesterday or so")
    (first,) = get(server, Request(url, Wanted.FEED))
    assert replace(first.validators, address=None) == Validators("W/odd-tag", "yesterday or so")
    get(server, Request(url, Wanted.FEED, first.validators))
    assert "if-none-match: w/odd-tag\r\n" in server.requests[1].lower()
    assert "if-modified-since: yesterday or so\r\n" in server.requests[1].lower()


def test_validators_go_to_the_address_that_gave_them(server: Server) -> None:
    """FEED12: one ETag may mean two things at two addresses, so a redirect elsewhere gets none."""
    server.page("/one", "first", etag='"1"')
    server.page("/two", "second", etag='"1"')
    url = server.redirect("/feed", "/one", 302)
    (first,) = get(server, Request(url, Wanted.FEED))
    get(server, Request(url, Wanted.FEED, first.validators))
    server.redirect("/feed", "/two", 302)
    (moved,) = get(server, Request(url, Wanted.FEED, first.validators))
    assert moved.document is not None
    given = [(each.split()[1], "if-none-match" in each.lower()) for each in server.requests]
    assert given == [
        ("/feed", False), ("/one", False), ("/feed", False), ("/one", True), ("/feed", False),
        ("/two", False),
    ]  # fmt: skip


def test_not_modified_is_an_answer(server: Server) -> None:
    """304 means that nothing changed, but only to one who asked (FEED12)."""
    url = server.raw("/feed", b"HTTP/1.1 304 Not Modified\r\n\r\n")
    asked, unasked = get(
        server, Request(url, Wanted.FEED, Validators(etag='"a"')), Request(url, Wanted.FEED)
    )
    assert (asked.not_modified, asked.error) == (True, None)
    assert not unasked.not_modified
    assert unasked.error is not None


@pytest.mark.parametrize("value", ["x" * 8000, "tab\there", "café"])
def test_validators_that_no_server_means_are_dropped(value: str) -> None:
    """FEED12: an ETag of 8 KB or with control characters is not kept."""
    assert validators(value, None, "http://a.example/") == Validators()


def test_permanent_redirects_are_distinguished(server: Server) -> None:
    """FEED08, FEED09: only a chain that begins with 301 or 308 names a new address."""
    new = server.page("/new", "feed")
    server.redirect("/moved", "/new", 301)
    server.redirect("/found", "/new", 302)
    server.redirect("/both", "/found", 308)
    moved, found, both = get(
        server, *(Request(server.url(p)) for p in ("/moved", "/found", "/both"))
    )
    assert (moved.permanent_url, found.permanent_url) == (new, None)
    assert both.permanent_url == server.url("/found")


def flaky(server: Server, path: str, failures: int, failure: bytes) -> str:
    """A path that fails some times and then answers."""
    left = [failures]

    def answer(connection: socket.socket) -> None:
        left[0] -= 1
        connection.sendall(
            failure if left[0] >= 0 else b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        )

    return server.answer(path, answer)


@pytest.mark.parametrize(
    ("failure", "tries"),
    [(b"", 3), (b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", 2),
     (b"HTTP/1.1 429 Slow down\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n", 2)],
    ids=["reset", "503", "429"],
)  # fmt: skip
def test_passing_faults_are_tried_again(
    server: Server, failure: bytes, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTP14: a broken connection up to two more times, a busy server once; then it stands."""
    monkeypatch.setattr("newsdigest.sources.network.client._BACKOFF", 0.01)
    short, long = flaky(server, "/2", tries - 1, failure), flaky(server, "/3", tries, failure)
    good, bad = get(server, Request(short), Request(long), options=replace(BASE, retries=2))
    assert good.document is not None
    assert bad.document is None
    assert len(server.requests) == 2 * tries


def test_a_connection_that_breaks_after_a_busy_answer_is_no_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTP14: the one more try of a busy server is one that it can answer."""
    monkeypatch.setattr("newsdigest.sources.network.client._BACKOFF", 0.01)
    answers = iter([
        b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    ])  # fmt: skip
    url = server.answer("/4", lambda connection: connection.sendall(next(answers)))
    (got,) = get(server, Request(url), options=replace(BASE, retries=2))
    assert got.document is not None
    assert len(server.requests) == 3


def test_a_server_that_is_asked_too_often_is_left_alone(server: Server) -> None:
    """FEED11: a 429 that names no time is not answered by another request."""
    url = server.raw("/busy", b"HTTP/1.1 429 Busy\r\ncontent-length: 0\r\n\r\n")
    (got,) = get(server, Request(url, Wanted.FEED), options=replace(BASE, retries=2))
    assert got.status == 429
    assert len(server.requests) == 1


def test_the_host_of_a_429_is_left_alone(server: Server) -> None:
    """FEED11: who was asked too often is asked for nothing more in the run."""
    busy = server.raw("/busy", b"HTTP/1.1 429 Busy\r\ncontent-length: 0\r\n\r\n")
    feeds = [Request(server.page(f"/{n}", "feed"), Wanted.FEED) for n in range(3)]
    alone = replace(BASE, per_host=1)
    refused, *others = get(server, Request(busy, Wanted.FEED), *feeds, options=alone)
    assert refused.status == 429
    assert all(isinstance(each.error, RestingHostError) for each in others)
    assert len(server.requests) == 1


def test_a_long_retry_after_is_left_to_the_next_run(server: Server) -> None:
    """FEED11: a server that asks for an hour is not asked again now, and the wish is passed on."""
    url = server.raw(
        "/busy", b"HTTP/1.1 429 Busy\r\nretry-after: 3600\r\ncontent-length: 0\r\n\r\n"
    )
    (got,) = get(server, Request(url, Wanted.FEED), options=replace(BASE, retries=2))
    assert (got.status, got.retry_after) == (429, timedelta(hours=1))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Sun, 22 Nov 2026 07:00:00 GMT", timedelta(hours=1)),
        ("Sun, 22 Nov 2026 05:00:00 GMT", timedelta()),
        ("315360000", timedelta(days=1)),
        ("-5", None),
        ("soon", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", timedelta(days=1)),
        (None, None),
    ],
)
def test_retry_after(value: str | None, wait: timedelta | None) -> None:
    """FEED11: seconds and dates, clamped to a day; junk is no wish."""
    assert retry_after(value, NOW) == wait


@pytest.mark.parametrize(
    ("value", "age"),
    [
        ("public, max-age=600", timedelta(minutes=10)),
        ("max-age=99999999999", timedelta(days=1)),
        ("no-cache, max-age=600", None),
        ("s-maxage=600", None),
        (None, None),
    ],
)
def test_max_age(value: str | None, age: timedelta | None) -> None:
    """Cache-Control says how long an answer is fresh, capped at a day."""
    assert max_age(value) == age


@pytest.mark.parametrize(
    ("fields", "age"),
    [
        ({"expires": "Sun, 22 Nov 2026 09:00:00 GMT"}, timedelta(hours=3)),
        (
            {
                "expires": "Sun, 22 Nov 2026 09:00:00 GMT",
                "date": "Sun, 22 Nov 2026 07:00:00 GMT",
            },
            timedelta(hours=2),
        ),
        ({"expires": "Sun, 22 Nov 2026 09:00:00 GMT", "cache-control": "max-age=60"},
         timedelta(minutes=1)),
        ({"expires": "Sun, 22 Nov 2026 09:00:00 GMT", "cache-control": "no-cache"}, None),
        ({"expires": "Tue, 22 Nov 2033 09:00:00 GMT"}, timedelta(days=1)),
        ({"expires": "Sun, 22 Nov 2020 09:00:00 GMT"}, timedelta()),
        ({"expires": "-1"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_expires_counts_where_cache_control_is_silent(
    fields: dict[str, str], age: timedelta | None
) -> None:
    """RFC 9111, 5.3: Expires less the server's own Date, capped at a day; junk is no time."""
    assert freshness(fields, NOW) == age


def test_robots_txt_is_asked_once_and_obeyed(server: Server) -> None:
    """Pages that robots.txt keeps from us are not fetched; the file is read once a site."""
    server.page("/robots.txt", "\ufeffUser-agent: newsdigest\nDisallow: /private/\n")
    requests = [Request(server.page(path, "x")) for path in ("/a", "/b", "/private/c")]
    *allowed, forbidden = get(server, *requests, options=replace(BASE, robots=True))
    assert all(got.document for got in allowed)
    assert forbidden.error is not None
    assert forbidden.error.code == "robots"
    paths = sorted(request.split()[1] for request in server.requests)
    assert paths == ["/a", "/b", "/robots.txt"]


def test_no_robots_txt_allows_everything_and_a_broken_server_nothing(server: Server) -> None:
    """RFC 9309: 404 is permission, 500 is not."""
    page = server.page("/a", "x")
    (got,) = get(server, Request(page), options=replace(BASE, robots=True))
    assert got.document is not None
    server.raw("/robots.txt", b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n")
    (got,) = get(server, Request(page), options=replace(BASE, robots=True))
    assert got.error is not None


def test_feeds_do_not_ask_robots_txt(server: Server) -> None:
    """A feed is made to be polled by programs."""
    server.page("/robots.txt", "User-agent: *\nDisallow: /\n")
    url = server.page("/feed", "feed")
    (got,) = get(server, Request(url, Wanted.FEED), options=replace(BASE, robots=True))
    assert got.document is not None


def test_a_host_gets_few_requests_at_once(server: Server) -> None:
    """HTTP19: two at a time to one host, whatever the number of its pages."""
    running, most = [0], [0]

    def answer(connection: socket.socket) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        server.until_stopped(0.05)
        running[0] -= 1
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx")

    get(server, *(Request(server.answer(f"/{n}", answer)) for n in range(8)))
    assert most[0] == 2


def test_pages_of_a_host_are_paced(server: Server) -> None:
    """Starts of requests for pages of one host lie a pause apart."""
    times: list[float] = []

    def answer(connection: socket.socket) -> None:
        times.append(time.monotonic())
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx")

    requests = [Request(server.answer(f"/{n}", answer)) for n in range(4)]
    start = time.monotonic()
    get(server, *requests, options=replace(BASE, host_delay=0.1))
    assert max(times) - start >= 0.29
