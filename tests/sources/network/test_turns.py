"""Whose turn it is among requests to several hosts: HTTP19."""

from __future__ import annotations

import asyncio

import pytest

from newsdigest.sources.network import NetworkOptions, Request, Wanted, fetch_stream
from newsdigest.sources.network.turns import Turns
from tests.server import Server


def requests(*hosts: str) -> list[Request]:
    return [Request(f"http://{host}.example/{number}") for number, host in enumerate(hosts)]


def test_hosts_have_their_turns() -> None:
    """Two of one host at most are under way, and the others do not wait for it."""

    async def run() -> None:
        asked = requests("a", "a", "a", "b", "c")
        turns = Turns(asked, per_host=2)
        taken = [await turns.take() for _ in range(4)]
        assert taken == [asked[0], asked[3], asked[4], asked[1]]
        last = asyncio.create_task(turns.take())
        await asyncio.sleep(0)
        assert not last.done()
        turns.done(asked[0])
        assert await last == asked[2]
        assert await turns.take() is None

    asyncio.run(run())


@pytest.mark.parametrize("count", [1, 7, 8, 33, 47, 100])
@pytest.mark.parametrize("wanted", list(Wanted))
def test_every_request_is_answered(server: Server, count: int, wanted: Wanted) -> None:
    """However many there are, each gets one answer, and the stream ends."""
    options = NetworkOptions(
        host_delay=0.0, per_host=8, robots=False, retries=0,
        allowed=frozenset({("127.0.0.1", server.port)}),
    )  # fmt: skip
    asked = [Request(server.page(f"/{number}", "x"), wanted) for number in range(count)]
    answers = list(fetch_stream(asked, options))
    assert {got.request for got in answers} == set(asked)
    assert all(got.document is not None for got in answers)
