"""No connection on behalf of fetched content leaves the public web: rows NET01–NET18."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from newsdigest.config import load_config
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


def test_a_name_is_looked_up_once(connected: list[str]) -> None:
    """NET06: the address that was judged is the one connected to, so rebinding finds no gap."""
    resolver = Recorder(["93.184.215.14"], ["127.0.0.1"])
    get("http://news.example/", NetworkOptions(resolver=resolver, retries=0, robots=False))
    assert (resolver.asked, connected) == (["news.example"], ["93.184.215.14"])


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://news.example/", "gopher://news.example/", "data:text/html,x",
        "javascript:alert(1)", "//news.example/", "/etc/passwd", "\\\\host\\share", "http://",
        "http:///path", "http://[::1", "http://news.example:port/", "http://news.example:99999/",
        "http://xn--a/", "http://１２７.０.０.１/", "http://exa\u200bmple.\u2024example/",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_not_fetched(url: str) -> None:
    """NET11–NET14: other schemes, paths and broken URLs are errors, whatever they contain."""
    resolver = Recorder(["127.0.0.1"])
    got = get(url, NetworkOptions(resolver=resolver, retries=0, robots=False))
    assert refused(got) in ("bad-url", "private-address", "network")


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


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a connection was tried to; none is made."""
    import httpcore

    tried: list[str] = []

    async def connect(self: object, host: str, *rest: object) -> None:
        tried.append(host)
        raise httpcore.ConnectError("recorded")

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    return tried


@pytest.mark.parametrize(
    "address",
    ["64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%lo", "fec0::1", "fc00::1", "100.64.0.1",
     "169.254.169.254", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"],
)  # fmt: skip
def test_special_addresses_get_no_packet(address: str, connected: list[str]) -> None:
    """NET09, NET10: behind a name or as they are."""
    options = replace(STRICT, resolver=Recorder([address]))
    assert refused(get("http://news.example/", options)) == "private-address"
    literal = f"[{address}]" if ":" in address else address
    assert refused(get(f"http://{literal}/")) in ("private-address", "bad-url", "network")
    assert connected == []
    get("http://news.example/", replace(STRICT, resolver=Recorder(["93.184.215.14"])))
    assert connected == ["93.184.215.14"]


DISGUISES = [
    "http://good.example@{}/", "http://good.example:80@{}/", "http://good.example%2f@{}/",
    "http://good.example%00@{}/", "http://good.example%23@{}/", "http://good.example\\@{}/",
    "http://{}\\@good.example/", "http://{}#@good.example/", "http://{}?@good.example/",
    "http://{}/@good.example/", "http:\\\\{}/", "http:/{}/", "http:{}/", "http:///{}/",
    "http://\t{}/", "http://{}\n/", "ht\ntp://{}/", " http://{}/", "http://@{}/", "http://:@{}/",
    "http://good.example,{}/", "http://good.example;@{}/", "http://[::ffff:7f00:1]@{}/",
    "HTTP://{}/", "//{}/", "http://{}%20.good.example/", "http://good.example{}/",
]  # fmt: skip


@pytest.mark.parametrize("url", DISGUISES)
def test_no_spelling_of_a_url_reaches_a_private_host(url: str, canary: Server) -> None:
    """NET13: the host that is connected to is judged, also for who may reach another of them.

    The canary is the host of some other feed, which the request in hand must not reach.
    """
    written = url.format(f"127.0.0.1:{canary.port}")
    options = replace(allowing(canary), resolver=Recorder(["127.0.0.1"]))
    for request in (Request(written, trusted=frozenset()), Request(written)):
        named = options if request.trusted is not None else replace(options, allowed=frozenset())
        (got,) = fetch_all([request], named)
        assert refused(got) in ("private-address", "bad-url", "network")


@pytest.mark.parametrize(
    ("host", "ascii_host"),
    [("münchen.example", "xn--mnchen-3ya.example"),
     ("раураl.example", "xn--l-7sba6dbr.example")],
)  # fmt: skip
def test_hosts_are_checked_and_reported_in_their_ascii_form(host: str, ascii_host: str) -> None:
    """NET14: letters that look like others do not hide where a connection would go."""
    resolver = Recorder([])
    got = get(f"http://{host}/", replace(STRICT, resolver=resolver))
    assert refused(got) in ("network", "private-address")
    assert resolver.asked == [ascii_host]
    if got.error is not None and got.error.code == "network":
        assert ascii_host in str(got.error)


@pytest.mark.parametrize(
    ("exceptions", "is_direct"),
    [("", False), ("other.example", False), ("127.0.0.1", True), ("localhost, 127.0.0.1", True),
     ("*", True), ("27.0.0.1", False), (":80", False)],
)  # fmt: skip
def test_no_proxy_is_honoured(
    server: Server, exceptions: str, *, is_direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NET16: with a configured proxy, what NO_PROXY names is reached without it, and judged."""
    with Server() as proxy:
        url = server.page("/page", "direct")
        proxy.page(url, "through the proxy")
        monkeypatch.setenv("NO_PROXY", exceptions)
        settings = load_config(None, {}).fetch
        configured = replace(settings, proxy=f"http://127.0.0.1:{proxy.port}", host_delay=0.0)
        options = replace(
            NetworkOptions.of(configured), retries=0, robots=False,
            allowed=frozenset({("127.0.0.1", server.port)}),
        )  # fmt: skip
        got = get(url, options)
        assert got.document is not None
        assert got.document.content == (b"direct" if is_direct else b"through the proxy")
        assert refused(get(f"http://127.0.0.1:{proxy.port}/", options)) == "private-address"


def test_errors_do_not_show_passwords(canary: Server) -> None:
    """SEC01: no part of a failed request repeats what stood before the @."""
    got = get(f"http://user:hunter2@127.0.0.1:{canary.port}/")
    assert isinstance(got.error, SourceError)
    assert "hunter2" not in str(got.error)
