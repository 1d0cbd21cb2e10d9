"""The manners of `newsdigest fetch`, by the criteria of Rachel Kroll's feed reader score.

    python -m tests.bench.bench_manners

A server on loopback offers 24 feeds, each with a trait of its own. `feeds add` subscribes to one of
them, and `fetch` runs every quarter of an hour for a day and a half, then every three hours until
16 days are over, by --as-of. Each row of the sheet is a rule over all requests that arrived; with
a row that fails the program ends with 1. Four minutes on two busy cores; all 26 rows pass.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFTEN, SELDOM = timedelta(minutes=15), 3 * HOUR
FREQUENT_FOR, ENDS_AFTER = 36 * HOUR, 16 * DAY
# A run may be this early at a wait that is over: cron is not exact.
TOLERANCE = timedelta(minutes=1)
# The validators of feeds that never change, some of which no standard allows.
VERBATIM = {
    "/strong": {"etag": '"strong-1"'},
    "/weak": {"etag": 'W/"weak 1"'},
    "/bare": {"etag": "deadbeef"},
    "/modified": {"last-modified": "Sat, 07 Nov 2026 10:00:00 GMT"},
    "/odd": {"last-modified": "last Saturday at noon"},
    "/cookie": {"etag": '"cookie-1"'},
    "/found-to": {"etag": '"found-1"'},
    "/added": {"etag": '"added-1"', "last-modified": "Sat, 07 Nov 2026 10:00:00 GMT"},
}
# A second host, which is left alone as a whole while one of its feeds asks for that.
ON_SECOND_HOST = ("/later", "/found")


@dataclass(frozen=True)
class Asked:
    """One request that arrived."""

    at: datetime
    method: str
    path: str
    # By their names in lower case.
    headers: dict[str, str]
    status: int

    @property
    def is_conditional(self) -> bool:
        return not self.headers.keys().isdisjoint({"if-none-match", "if-modified-since"})


@dataclass
class Answer:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


class Host:
    """What all servers share: the clock of the simulation, and what was asked of them."""

    def __init__(self) -> None:
        self.start = self.now = datetime.now(UTC).replace(microsecond=0)
        self.log: list[Asked] = []
        self.second = ""

    def asked(self, path: str) -> list[Asked]:
        return [each for each in self.log if each.path == path]

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        """What a feed says at this moment to a request with these headers."""
        said = self._said(path)
        if said.status != 200:
            return said
        sent = headers.get("if-none-match"), headers.get("if-modified-since")
        own = said.headers.get("etag"), said.headers.get("last-modified")
        # Whoever sends both is answered by the ETag alone (RFC 9110, section 13.2.2).
        if (own[0] is not None and sent[0] == own[0]) or (
            sent[0] is None and own[1] is not None and sent[1] == own[1]
        ):
            return Answer(304, said.headers)
        return said

    def _said(self, path: str) -> Answer:
        since = self.now - self.start
        if path in VERBATIM:
            extra = {"set-cookie": "visit=1"} if path == "/cookie" else {}
            return Answer(200, VERBATIM[path] | extra, feed(path))
        special = getattr(self, f"_{path[1:].replace('-', '_')}", None)
        return special(since) if special else Answer(404)

    def _both(self, since: timedelta) -> Answer:
        """ETag and Last-Modified change once a day."""
        day = since // DAY
        modified = format_datetime(self.start - DAY + day * DAY, usegmt=True)
        fields = {"etag": f'"both-{day}"', "last-modified": modified}
        return Answer(200, fields, feed("/both", day))

    def _dropped(self, since: timedelta) -> Answer:
        """The validators are gone on the second day."""
        fields = {"etag": '"dropped-1"'} if since < DAY else {}
        return Answer(200, fields, feed("/dropped", int(since >= DAY)))

    def _none(self, since: timedelta) -> Answer:
        return Answer(200, {}, feed("/none"))

    def _news(self, since: timedelta) -> Answer:
        """New bytes each hour, and no validators."""
        return Answer(200, {}, feed("/news", since // HOUR))

    def _fails(self, since: timedelta) -> Answer:
        """A good hour in four; else an error, nothing, or a page with an ETag of its own."""
        hour = since // HOUR % 4
        if hour == 1:
            return Answer(500)
        if hour == 2:
            return Answer(200, {"etag": '"empty"'})
        if hour == 3:
            return Answer(200, {"etag": '"page"', "content-type": "text/html"}, "<p>Sign in.</p>")
        return Answer(200, {"etag": '"fails-1"'}, feed("/fails"))

    def _maxage(self, since: timedelta) -> Answer:
        fields = {"etag": '"maxage-1"', "cache-control": "public, max-age=10800"}
        return Answer(200, fields, feed("/maxage"))

    def _expires(self, since: timedelta) -> Answer:
        expires = format_datetime(datetime.now(UTC) + 3 * HOUR, usegmt=True)
        return Answer(200, {"etag": '"expires-1"', "expires": expires}, feed("/expires"))

    def _ttl(self, since: timedelta) -> Answer:
        body = feed("/ttl").replace("<item>", "<ttl>180</ttl><item>", 1)
        return Answer(200, {"etag": '"ttl-1"'}, body)

    def _skip(self, since: timedelta) -> Answer:
        hours = "".join(f"<hour>{hour}</hour>" for hour in range(12))
        body = feed("/skip").replace("<item>", f"<skipHours>{hours}</skipHours><item>", 1)
        return Answer(200, {"etag": '"skip-1"'}, body)

    def _later(self, since: timedelta) -> Answer:
        """Asks for two hours of peace when it is polled for the second time."""
        if len(self.asked("/later")) == 1:
            return Answer(429, {"retry-after": "7200"})
        return Answer(200, {"etag": '"later-1"'}, feed("/later"))

    def _toomany(self, since: timedelta) -> Answer:
        return Answer(429)

    def _unavailable(self, since: timedelta) -> Answer:
        return Answer(503)

    def _renewed(self, since: timedelta) -> Answer:
        """Its ETag was written differently on each day, though nothing changed."""
        return Answer(200, {"etag": f'"renewed-{since // DAY}"'}, feed("/renewed"))

    def _moved(self, since: timedelta) -> Answer:
        return Answer(301, {"location": "/moved-to"})

    def _moved_to(self, since: timedelta) -> Answer:
        return Answer(200, {"etag": '"moved-1"'}, feed("/moved-to"))

    def _found(self, since: timedelta) -> Answer:
        return Answer(302, {"location": "/found-to"})

    def _gone(self, since: timedelta) -> Answer:
        return Answer(410)

    def _missing(self, since: timedelta) -> Answer:
        return Answer(404)


FEEDS = (
    *(path for path in VERBATIM if path not in ("/found-to", "/added")),
    "/both", "/dropped", "/none", "/news", "/fails", "/maxage", "/expires", "/ttl", "/skip",
    "/later", "/toomany", "/unavailable", "/renewed", "/moved", "/found", "/gone", "/missing",
)  # fmt: skip


def feed(path: str, version: int = 0) -> str:
    """Items of long ago, and one more for each version."""
    number = sum(path.encode()) % 90
    items = [item(number + n) for n in range(3)]
    return rss(f"Feed {path[1:]}", [item(200 + number + version), *items] if version else items)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    host: Host

    def do_GET(self) -> None:
        host = self.server.host  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        renewed = self.path == "/renewed" and "if-none-match" in headers
        said = host.answer(self.path, headers)
        if renewed and said.status == 200:
            said = Answer(304, said.headers)
        host.log.append(Asked(host.now, self.command, self.path, headers, said.status))
        self.send_response(said.status)
        body = said.body.encode()
        if "gzip" in headers.get("accept-encoding", "") and body:
            body = gzip.compress(body)
            self.send_header("content-encoding", "gzip")
        for name, value in ({"content-type": "application/rss+xml"} | said.headers).items():
            self.send_header(name, value)
        if said.status != 304:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if said.status != 304:
            self.wfile.write(body)

    # To be seen in the log.
    do_HEAD = do_POST = do_GET  # noqa: N815 - names that http.server looks up

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@dataclass(frozen=True)
class Row:
    criterion: str
    passed: bool
    evidence: str


def gaps(asked: list[Asked]) -> list[timedelta]:
    """Between the runs that asked, not between the requests of one run."""
    times = sorted({each.at for each in asked})
    return [later - earlier for earlier, later in pairwise(times)]


def sheet(host: Host) -> Iterator[Row]:
    """The criteria, in the order of the published reports."""
    paths: dict[str, list[Asked]] = defaultdict(list)
    for each in host.log:
        paths[each.path].append(each)
    yield from _conditional(host, paths)
    yield from _frequency(paths)
    yield from _wishes(host, paths)
    yield from _errors(host, paths)
    yield from _clean(host)


def _conditional(host: Host, paths: dict[str, list[Asked]]) -> Iterator[Row]:
    names = {"etag": "if-none-match", "last-modified": "if-modified-since"}
    sent = {path: [each for each in asked if each.is_conditional] for path, asked in paths.items()}
    right = {
        path: {names[name]: value for name, value in fields.items()}
        for path, fields in VERBATIM.items()
    }
    wrong = [
        each for path, fields in right.items() for each in sent[path]
        if {n: v for n, v in each.headers.items() if n in names.values()} != fields
    ]  # fmt: skip
    count = sum(len(sent[path]) for path in right)
    yield Row(
        "ETag and Last-Modified come back byte for byte, none invented",
        count > 0 and not wrong,
        f"{count} conditional requests of {len(right)} feeds, {len(wrong)} wrong",
    )
    pairs = {
        (each.headers["if-none-match"], each.headers["if-modified-since"]) for each in sent["/both"]
    }
    days = {
        (f'"both-{n}"', format_datetime(host.start - DAY + n * DAY, usegmt=True)) for n in range(17)
    }
    yield Row(
        "both validators change together", pairs <= days, f"{len(pairs)} pairs, each of one day"
    )
    late = [each for each in sent["/dropped"] if each.at - host.start > DAY + 2 * HOUR]
    yield Row(
        "validators are dropped when a 200 has none", not late, f"{len(late)} sent afterwards"
    )
    poisoned = {each.headers["if-none-match"] for each in sent["/fails"]} - {'"fails-1"'}
    yield Row(
        "an error, an empty answer or a page does not replace them",
        bool(sent["/fails"]) and not poisoned,
        f"{len(sent['/fails'])} requests with the feed's own, {len(poisoned)} others",
    )
    renewed = [each.headers["if-none-match"] for each in sent["/renewed"]]
    yield Row(
        "a new ETag of a 304 is taken up (RFC 9110, 15.4.5)",
        len(set(renewed)) > 10,
        f"{len(set(renewed))} ETags on 16 days",
    )


def _frequency(paths: dict[str, list[Asked]]) -> Iterator[Row]:
    shortest = {path: min(gaps(asked), default=DAY) for path, asked in paths.items()}
    least = min(shortest.values())
    yield Row(
        "no feed is asked more than once an hour", least >= HOUR - TOLERANCE, f"shortest: {least}"
    )
    whole = gaps([each for each in paths["/none"] if not each.is_conditional])
    yield Row(
        "without validators a feed is fetched whole once a day at most",
        len(whole) > 10 and min(whole) >= DAY - TOLERANCE,
        f"{len(whole) + 1} times in 16 days, shortest: {min(whole)}",
    )
    lasting = [
        each for path in VERBATIM for each in paths[path][1:]
        if each.status in (200, 304) and not each.is_conditional
    ]  # fmt: skip
    weekly = [
        gap for path in VERBATIM for gap in gaps([e for e in paths[path] if not e.is_conditional])
    ]
    yield Row(
        "with validators a feed is asked without them once a week at most",
        min(weekly, default=7 * DAY) >= 7 * DAY,
        f"{len(lasting)} times in 16 days over {len(VERBATIM)} feeds",
    )
    news = gaps([each for each in paths["/news"] if each.at - paths["/news"][0].at < 6 * DAY])
    yield Row(
        "one that changes each hour is asked sooner with every change",
        news == sorted(news, reverse=True) and news[-1] <= SELDOM,
        " ".join(str(gap) for gap in news[:8]),
    )
    added = [each for each in paths["/added"] if not each.is_conditional][:2]
    yield Row(
        "a new subscription is one request",
        len(added) < 2 or added[1].at - added[0].at >= 7 * DAY,
        f"the first whole request by `feeds add`, the next after {added[-1].at - added[0].at}",
    )


def _wishes(host: Host, paths: dict[str, list[Asked]]) -> Iterator[Row]:
    for path, said in (("/maxage", "max-age"), ("/expires", "Expires"), ("/ttl", "ttl")):
        least = min(gaps(paths[path]))
        yield Row(
            f"{said} of three hours is kept", least >= 3 * HOUR - TOLERANCE, f"shortest: {least}"
        )
    hours = sorted({each.at.hour for each in paths["/skip"][1:]})
    yield Row(
        "skipHours 0 to 11 are kept", bool(hours) and min(hours) >= 12, f"asked in hours {hours}"
    )
    second = [each for path in (*ON_SECOND_HOST, "/found-to") for each in paths[path]]
    (refused,) = [each for each in second if each.status == 429]
    after = min(each.at - refused.at for each in second if each.at > refused.at)
    yield Row(
        "Retry-After of two hours is kept for the whole host",
        after >= 2 * HOUR,
        f"next after {after}",
    )


def _errors(host: Host, paths: dict[str, list[Asked]]) -> Iterator[Row]:
    for path, most in (("/toomany", 1), ("/unavailable", 2)):
        runs: defaultdict[datetime, int] = defaultdict(int)
        for each in paths[path]:
            runs[each.at] += 1
        waits = gaps(paths[path])
        grows = waits == sorted(waits) and waits[-1] >= 2 * DAY
        status = paths[path][0].status
        yield Row(
            f"{status} without Retry-After: {'gone away' if most == 1 else 'one retry, then gone'}",
            max(runs.values()) <= most and grows,
            f"{max(runs.values())} a run, then {', '.join(map(str, waits[:4]))}, ...",
        )
    waits = gaps(paths["/missing"])
    yield Row(
        "404 backs off", waits == sorted(waits) and waits[-1] >= 4 * DAY, f"longest: {waits[-1]}"
    )
    yield Row("410 is asked once", len(paths["/gone"]) == 1, f"{len(paths['/gone'])} request")
    old = [each.at - host.start for each in paths["/moved"]]
    yield Row(
        "301 is taken over in the end",
        max(old) < 3 * DAY and len(paths["/moved-to"]) > len(old),
        f"the old address was last asked after {max(old)}",
    )
    yield Row(
        "302 is not",
        len(paths["/found"]) >= len(paths["/found-to"]) > 10,
        f"the old address was asked {len(paths['/found'])} times",
    )


def _clean(host: Host) -> Iterator[Row]:
    odd = [each for each in host.log if {"cookie", "referer"} & each.headers.keys()]
    yield Row("no cookies and no Referer", not odd, f"{len(odd)} of {len(host.log)} requests")
    known = {*FEEDS, "/added", "/moved-to", "/found-to"}
    made_up = {each.path for each in host.log} - known
    yield Row(
        "no made-up addresses, queries, favicon, robots.txt for feeds",
        not made_up,
        f"{made_up or 'none'}",
    )
    methods = {each.method for each in host.log}
    yield Row("GET alone", methods == {"GET"}, ", ".join(methods))
    agents = {each.headers.get("user-agent", "") for each in host.log}
    named = all("newsdigest/" in agent and "+https://" in agent for agent in agents)
    yield Row("User-Agent with name, version and address", named, ", ".join(agents))
    packed = all("gzip" in each.headers.get("accept-encoding", "") for each in host.log)
    yield Row("gzip is asked for and read", packed, f"{len(host.log)} requests")


def moments(start: datetime) -> Iterator[datetime]:
    at = start + timedelta(minutes=5)
    while at < start + ENDS_AFTER:
        yield at
        at += OFTEN if at < start + FREQUENT_FOR else SELDOM


def serve(stack: ExitStack, host: Host, address: str, port: int = 0) -> int:
    server = ThreadingHTTPServer((address, port), Handler)
    server.daemon_threads = True
    server.host = host  # type: ignore[attr-defined]
    stack.callback(server.server_close)
    stack.callback(server.shutdown)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return int(server.server_address[1])


def run(host: Host, show: Callable[[str], None]) -> list[Row]:
    """Live through the days; the sheet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = serve(stack, host, "127.0.0.1")
        serve(stack, host, "127.0.0.2", port)
        reader = Reader(folder)
        where = {path: 1 + (path in ON_SECOND_HOST) for path in FEEDS}
        reader.subscribe([f"http://127.0.0.{where[path]}:{port}{path}" for path in FEEDS])
        added = reader.run("feeds", "add", f"http://127.0.0.1:{port}/added")
        assert added.status == 0, added.stderr
        runs = 0
        for moment in moments(host.start):
            host.now = moment
            done = reader.run("fetch", as_of=moment.isoformat())
            assert done.status in (0, 3), done.stderr
            runs += 1
        show(f"{len(FEEDS) + 1} feeds, {runs} runs in 16 days, {len(host.log)} requests")
    return list(sheet(host))


def main() -> int:
    rows = run(Host(), print)
    width = max(len(row.criterion) for row in rows)
    for row in rows:
        print(f"{'pass' if row.passed else 'FAIL'}  {row.criterion:<{width}}  {row.evidence}")
    passed = sum(row.passed for row in rows)
    print(f"{passed} of {len(rows)} rows pass")
    return int(passed < len(rows))


if __name__ == "__main__":
    sys.exit(main())
