"""What a poll of 500 feeds costs beside a bare httpx loop, and what a large state costs a start.

    python -m tests.bench.bench_poll

The server is a process of its own on loopback. The bare loop GETs the same URLs with the same
concurrency, sends no validators, reads the bodies and parses nothing. Ratios are of wall-clock
time, each the median of several runs; the poll is the one of the program, with its state on disk.
Cores at work are the processor seconds of the program and its children by wall-clock second; the
server, which shares the machine, is not among them.

On two cores with little else to do, the first poll once, the others medians of seven, Python 3.11:

    first poll, all new       30.27 s, 44.06 times the bare 0.69 s; 10000 articles, 1.50 of 2 cores
    poll, nothing changed      1.04 s,  1.25 times the bare 0.83 s; 500 unchanged
    poll, a tenth changed      2.34 s,  2.75 times the bare 0.85 s; 450 times 304, 50 new articles
    start of digest --new      0.66 s empty, -0.02 s over 100,000 articles

The server runs on the same two cores. Feeds that have not changed share a transaction.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import httpx

from newsdigest.daily import PollOptions, PollReport, Subscription, poll
from newsdigest.model import Article, Block, BlockKind
from newsdigest.pipeline import Run
from newsdigest.sources.network import NetworkOptions
from newsdigest.store import FeedItemKeys, Store
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.program import started_cold

FEEDS, ITEMS, CONCURRENCY = 500, 20, 8
KEPT = 100_000
RUNS = 7
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
NETWORK = NetworkOptions(concurrency=CONCURRENCY, per_host=CONCURRENCY, host_delay=0.0)


class Server:
    """Feeds answered as fast as Python can, nine in ten with 304 for who has their ETag.

    A request for /change gives every tenth, which never says 304, a new item.
    """

    def __init__(self) -> None:
        self._bodies = [self._body(number, 0) for number in range(FEEDS)]
        self._changes = 0

    def _body(self, number: int, changes: int) -> tuple[bytes, bytes]:
        items = [item(number * ITEMS + n) for n in range(ITEMS - 1)]
        items.insert(0, item(FEEDS * ITEMS * (changes + 1) + number))
        body = rss(f"Feed {number}", items).encode()
        return body, f'"{blake2b(body, digest_size=8).hexdigest()}"'.encode()

    async def serve(self) -> None:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._response(head))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _response(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1]
        if path == b"/change":
            self._changes += 1
            for number in range(0, FEEDS, 10):
                self._bodies[number] = self._body(number, self._changes)
            return b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
        body, etag = self._bodies[int(path[1:])]
        if etag in head and int(path[1:]) % 10:
            return b"HTTP/1.1 304 Not Modified\r\netag: " + etag + b"\r\n\r\n"
        return (
            b"HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\netag: " + etag
            + b"\r\ncontent-length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )  # fmt: skip


async def bare(urls: list[str]) -> None:
    """The loop that the poll is measured against."""
    queue = iter(urls)
    async with httpx.AsyncClient(trust_env=False) as client:

        async def work() -> None:
            for url in queue:
                (await client.get(url)).raise_for_status()

        await asyncio.gather(*(work() for _ in range(CONCURRENCY)))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


class Polls:
    """Polls of one state, each an hour after the one before."""

    def __init__(self, urls: list[str], state: Path) -> None:
        self._subscriptions = [Subscription(url) for url in urls]
        self._state = state
        self._now = NOW
        self.report = PollReport()

    def run(self) -> None:
        self._now += timedelta(hours=1)
        with Store(self._state) as store:
            options = PollOptions(NETWORK, first_items=ITEMS)
            self.report = poll(self._subscriptions, store, options, Run(self._now))


def measure_polls(base: str, directory: Path) -> None:
    """Each kind of poll in turn with the bare loop, so that both meet the same machine."""
    urls = [f"{base}/{number}" for number in range(FEEDS)]
    polls = Polls(urls, directory / "poll.db")

    def beside_bare(before: Callable[[], object] = lambda: None) -> tuple[float, float]:
        loops, spent = [], []
        for _ in range(RUNS):
            loops.append(seconds(lambda: asyncio.run(bare(urls))))
            before()
            spent.append(seconds(polls.run))
        return statistics.median(spent), statistics.median(loops)

    asyncio.run(bare(urls))
    loop = seconds(lambda: asyncio.run(bare(urls)))
    before_first = processor_seconds()
    first = seconds(polls.run)
    cores = (processor_seconds() - before_first) / first
    said = f"{polls.report.new_articles} articles, {cores:.2f} of {os.cpu_count()} cores at work"
    tell("first poll, all new", first, loop, said)
    tell("poll, nothing changed", *beside_bare(), f"{polls.report.unchanged} unchanged")
    timed = beside_bare(lambda: httpx.get(f"{base}/change", trust_env=False))
    said = f"{polls.report.unchanged} times 304, {polls.report.new_articles} new articles"
    tell("poll, a tenth changed", *timed, said)


def tell(what: str, spent: float, loop: float, remark: str) -> None:
    print(f"{what:<24} {spent:6.2f} s, {spent / loop:5.2f} times the bare {loop:.2f} s; {remark}")


def measure_start(directory: Path) -> None:
    """`digest --new` with nothing new, over a state of many told articles and over an empty one."""
    spent = {}
    for kept in (0, KEPT):
        home = directory / f"home{kept}"
        home.mkdir()
        reader = Reader(home)
        reader.subscribe(["http://127.0.0.1:9/feed"])
        fill(reader.state, kept)
        arguments = ("digest", "--new", "--offline", "--config", reader.config)
        clock = ("--as-of", NOW.isoformat())
        started_cold(*arguments, *clock)
        runs = [seconds(lambda a=arguments, c=clock: started_cold(*a, *c)) for _ in range(RUNS)]  # type: ignore[misc]
        spent[kept] = statistics.median(runs)
    more = spent[KEPT] - spent[0]
    print(f"start of digest --new    {spent[0]:6.2f} s empty, {more:+.2f} s over {KEPT:,} articles")


def fill(path: Path, kept: int) -> None:
    """A state whose articles came ten minutes apart and were all told."""
    feed = "http://127.0.0.1:9/feed"
    with Store(path) as store, store.transaction():
        for number in range(kept):
            entry = item(number)
            block = Block(BlockKind.PARAGRAPH, entry.text)
            article = Article(f"{number:016x}", entry.title, (block,), feed, source="Feed")
            moment = NOW - timedelta(minutes=10 * (kept - number) + 24 * 60)
            store.articles.save(replace(article, published=moment), moment)
            store.articles.see(FeedItemKeys(feed, (f"guid:{number}",), article.id, "said"), moment)
            store.articles.mark_delivered("", {article.id: 1})


def main() -> None:
    command = [sys.executable, "-m", "tests.bench.bench_poll", "--serve"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with server, tempfile.TemporaryDirectory() as directory:
        assert server.stdout is not None
        with closing(server.stdout) as told:
            base = f"http://127.0.0.1:{int(told.readline())}"
            try:
                measure_polls(base, Path(directory))
            finally:
                server.kill()
        measure_start(Path(directory))


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        asyncio.run(Server().serve())
    else:
        main()
