"""No connection on behalf of fetched content leaves the public web: rows NET01–NET18."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from newsdigest.errors import SourceError
from newsdigest.sources.network import Fetched, NetworkOptions, Request, fetch_all
from tests.server import Server

STRICT = NetworkOptions(total_seconds=2.0, retries=0, robots=False, host_delay=0.0)


def get(url: str, options: NetworkOptions = STRICT) -> Fetched:
    (got,) = fetch_all([Request(url)], options)
    return got


def allowing(*servers: Server, **changes: object) -> NetworkOptions:
    named = frozenset(("127.0.0.1", server.port) for server in servers)
    return NetworkOptions(
        total_seconds=2.0, retries=0, robots=False, host_delay=0.0, allowed=named, **changes  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def canary() -> Iterator[Server]:
    """A private server that nobody named: a request to it fails the test."""
    with Server() as running:
        running.page("/", "secret")
        yield running
        assert running.requests == []


class Recorder:
    """A resolver that answers from a table and counts how often it was asked."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self._answers[min(len(self.asked), len(self._answers)) - 1]


def refused(got: Fetched) -> str:
    assert got.document is None
    assert got.error is not None
    return got.error.code


def test_an_address_that_nobody_named_is_refused(canary: Server) -> None:
    """NET01: a link of a feed to loopback gives an error and no connection."""
    assert refused(get(canary.url("/"))) == "private-address"


@pytest.mark.parametrize("hops", [1, 4])
def test_redirects_are_judged_at_every_hop(server: Server, canary: Server, hops: int) -> None:
    """NET02, NET03, NET18: what the user named may be private, where it redirects to may not."""
    server.redirect("/0", canary.url("/"))
    for n in range(1, hops):
        server.redirect(f"/{n}", f"/{n - 1}")
    assert refused(get(server.url(f"/{hops - 1}"), allowing(server))) == "private-address"


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f.1", "017700000001", "0", "[::1]", "[::]",
             "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "localhost"]
)  # fmt: skip
def test_spellings_of_loopback_are_refused(canary: Server, host: str) -> None:
    """NET07, NET08: the address connected to is judged, not its spelling."""
    assert refused(get(f"http://{host}:{canary.port}/")) == "private-address"
    assert refused(get(f"http://{host}/")) in ("private-address", "network")


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"]])
def test_names_with_a_private_address_are_refused(answers: list[str]) -> None:
    """NET04, NET05: one private address refuses the whole name."""
    options = NetworkOptions(resolver=Recorder(answers), retries=0, robots=False)
    assert refused(get("http://news.example/", options)) == "private-address"


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """NET06: the address that was judged is the one connected to, so rebinding finds no gap."""
    import httpcore

    connected: list[str] = []

    async def connect(self: object, host: str, *rest: object) -> None:
        connected.append(host)
        raise httpcore.ConnectError("recorded")

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    resolver = Recorder(["93.184.215.14"], ["127.0.0.1"])
    get("http://news.example/", NetworkOptions(resolver=resolver, retries=0, robots=False))
    assert (resolver.asked, connected) == (["news.example"], ["93.184.215.14"])


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://news.example/", "gopher://news.example/", "data:text/html,x",
        "javascript:alert(1)", "//news.example/", "/etc/passwd", "\\\\host\\share", "http://",
        "http:///path", "http://[::1", "http://news.example:port/", "http://news.example:99999/",
        "http://xn--a/",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_not_fetched(url: str) -> None:
    """NET11–NET14: other schemes, paths and broken URLs are errors, whatever they contain."""
    resolver = Recorder(["127.0.0.1"])
    got = get(url, NetworkOptions(resolver=resolver, retries=0, robots=False))
    assert refused(got) in ("bad-url", "private-address", "network")


@pytest.mark.parametrize("mask", ["http://good.example@{}/", "http://good.example%2f@{}/"])
def test_a_user_name_that_looks_like_a_host_does_not_help(canary: Server, mask: str) -> None:
    """NET13: the host that is connected to is judged."""
    assert refused(get(mask.format(f"127.0.0.1:{canary.port}"))) == "private-address"


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
def test_other_ports_are_refused(port: int) -> None:
    """NET15: a link of a feed cannot talk to mail servers or databases of public hosts either."""
    options = NetworkOptions(resolver=Recorder(["93.184.215.14"]), retries=0, robots=False)
    got = get(f"http://news.example:{port}/", options)
    assert refused(got) == "private-address"


def test_a_configured_proxy_may_be_private_and_its_targets_may_not(
    server: Server, canary: Server
) -> None:
    """NET16, NET17: the proxy is the user's choice; the private check holds for the target."""
    resolver = Recorder(["93.184.215.14"], ["127.0.0.1"])
    options = NetworkOptions(
        proxy=f"http://127.0.0.1:{server.port}", resolver=resolver, retries=0, robots=False,
        host_delay=0.0,
    )  # fmt: skip
    server.page("http://news.example/", "through the proxy")
    first, second = (get("http://news.example/", options) for _ in range(2))
    assert first.document is not None
    assert first.document.content == b"through the proxy"
    assert refused(second) == "private-address"
    assert len(server.requests) == 1


def test_a_proxy_finds_hosts_that_the_system_does_not_know(server: Server) -> None:
    """NET16: where only the proxy resolves names, pages are fetched all the same."""
    options = NetworkOptions(
        proxy=f"http://127.0.0.1:{server.port}", resolver=Recorder([]), retries=0, robots=False,
    )  # fmt: skip
    server.page("http://news.example/", "found by the proxy")
    got = get("http://news.example/", options)
    assert got.document is not None
    assert refused(get("http://10.0.0.8/", replace(options, resolver=None))) == "private-address"


def test_errors_do_not_show_passwords(canary: Server) -> None:
    """SEC01: no part of a failed request repeats what stood before the @."""
    got = get(f"http://user:hunter2@127.0.0.1:{canary.port}/")
    assert isinstance(got.error, SourceError)
    assert "hunter2" not in str(got.error)
