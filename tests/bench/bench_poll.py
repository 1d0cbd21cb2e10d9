"""What a poll of 500 feeds costs beside a bare httpx loop, and what a large state costs a start.

    python -m tests.bench.bench_poll
    python -m tests.bench.bench_poll --starts     # only the starts

The server is a process of its own on loopback. The bare loop GETs the same URLs with the same
concurrency, sends no validators, reads the bodies and parses nothing. Ratios are of wall-clock
time, each the median of several runs; the poll is the one of the program, with its state on disk.
Cores at work are the processor seconds of the program and its children by wall-clock second; the
server, which shares the machine, is not among them.

On two cores with little else to do, the first poll once, the others medians of seven, Python 3.11:

    first poll, all new       30.27 s, 44.06 times the bare 0.69 s; 10000 articles, 1.50 of 2 cores
    poll, nothing changed      1.04 s,  1.25 times the bare 0.83 s; 500 unchanged
    poll, a tenth changed      2.34 s,  2.75 times the bare 0.85 s; 450 times 304, 50 new articles

A start of `digest --new` with nothing new, least of fifteen processor seconds on a busy machine:

    empty                      0.73 s
    100,000 articles           0.75 s
    1,000,000 articles         0.76 s; a look at each of them would take 0.8 s more

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
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import httpx

from newsdigest.daily import PollOptions, PollReport, Subscription, poll
from newsdigest.model import Article, Block, BlockKind
from newsdigest.pipeline import Run
from newsdigest.sources.network import NetworkOptions
from newsdigest.store import Store
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.program import started_cold

FEEDS, ITEMS, CONCURRENCY = 500, 20, 8
RUNS = 7
# Articles in the state of a start, and how often each is started.
STARTS, STARTED = (0, 100_000, 1_000_000), 15
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FEED = "http://127.0.0.1:9/feed"
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


def measure_starts(directory: Path) -> None:
    """`digest --new` with nothing new, in turn over an empty state and over delivered articles."""
    readers = {kept: Reader(directory / f"home{kept}") for kept in STARTS}
    spent: dict[int, list[float]] = {kept: [] for kept in STARTS}
    for kept, reader in readers.items():
        reader.home.mkdir()
        reader.subscribe([FEED])
        fill(reader.state, kept)
        start(reader)
    for _ in range(STARTED):
        for kept, reader in readers.items():
            before = processor_seconds()
            start(reader)
            spent[kept].append(processor_seconds() - before)
    least = {kept: min(runs) for kept, runs in spent.items()}
    for kept in STARTS:
        more = least[kept] - least[0]
        print(f"start of digest --new    {least[kept]:6.3f} s, {more:+.3f} s, {kept:,} articles")


def start(reader: Reader) -> None:
    clock = ("--as-of", NOW.isoformat())
    started_cold("digest", "--new", "--offline", "--config", reader.config, *clock)


def fill(path: Path, kept: int) -> None:
    """A state whose articles came ten minutes apart and were all delivered."""
    with Store(path) as store, store.transaction():
        if not kept:
            return
        entry = item(0)
        block = Block(BlockKind.PARAGRAPH, entry.text)
        article = Article("0", entry.title, (block,), FEED, source="Feed")
        store.articles.save(article, NOW - timedelta(minutes=10 * kept + 24 * 60))
        newest = (NOW - timedelta(days=1)).isoformat()
        copies = {"kept": kept, "newest": newest, "moment": "%Y-%m-%dT%H:%M:%f000+00:00"}
        for statement in _COPIES:
            store._connection.execute(statement, copies)


# The rows of one article for all the others, which are stored a hundred times slower one by one.
_COPIES = (
    """
    INSERT INTO articles (id, version, first_seen, updated, published, source, title, text, value)
        WITH counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :kept),
        aged AS (SELECT n, format('%d minutes', -10 * (:kept - n)) AS age FROM counted),
        timed AS (SELECT n, strftime(:moment, :newest, age) AS moment FROM aged)
        SELECT n, 1, moment, moment, moment, source, title, text, json_set(value, '$.id', n || '')
            FROM timed, articles WHERE id = '0'
    """,
    f"""
    INSERT INTO sightings (feed, key, article, first_seen, last_seen, fingerprint)
        SELECT '{FEED}', 'guid:' || id, id, first_seen, first_seen, 'said' FROM articles
    """,
    "INSERT INTO told SELECT '', number, 1 FROM articles",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        measure_starts(Path(directory))
        if sys.argv[1:] != ["--starts"]:
            serve_and_poll(Path(directory))


def serve_and_poll(directory: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.bench_poll", "--serve"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with server:
        assert server.stdout is not None
        with closing(server.stdout) as told:
            base = f"http://127.0.0.1:{int(told.readline())}"
            try:
                measure_polls(base, directory)
            finally:
                server.kill()


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        asyncio.run(Server().serve())
    else:
        main()
