"""The state of each feed between polls."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import field, fields
from datetime import datetime, timedelta

from newsdigest.feedmodel import Validators
from newsdigest.hashing import blake2b
from newsdigest.masking import masked_address
from newsdigest.store.connection import Connection
from newsdigest.store.values import (
    a_number,
    a_text,
    a_text_or_none,
    known_time,
    mapped,
    near_time,
    storable,
    to_time,
)
from newsdigest.valueclasses import valueclass

# A requested wait never exceeds this, so a longer one was recorded by a wrong clock.
_LONGEST_REST = timedelta(days=1)


def state_key(url: str) -> str:
    """The key of a feed in the state: its URL without secrets."""
    shown = masked_address(url)
    return url if shown == url else shown + _fingerprint(url)


def _fingerprint(url: str) -> str:
    """A suffix that distinguishes addresses that differ only in their secrets."""
    return f"#{blake2b(url.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


@valueclass
class FeedState:
    """The state of one feed; before the first poll, only its URL and when it was added."""

    # The feed's `state_key`.
    url: str
    added: datetime
    # The feed's new permanent address, fetched instead of `url`.
    fetch_url: str | None = None
    # The name of its publication, or its own title.
    title: str | None = None
    site: str | None = None
    validators: Validators = field(default=Validators())
    # A digest of the bytes last read: the same bytes need not be parsed again.
    content: str | None = None
    polled: datetime | None = None
    succeeded: datetime | None = None
    # When the feed was last read completely rather than answered with 304.
    read_whole: datetime | None = None
    next_poll: datetime | None = None
    # The polling hints of the feed when it was last read completely.
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[str] = frozenset()
    # Consecutive failed polls, since when, and the reason for the last.
    failures: int = 0
    failing_since: datetime | None = None
    error: str | None = None
    # A permanent redirect that was seen but is not trusted yet.
    moved_to: str | None = None
    moved_times: int = 0
    moved_since: datetime | None = None
    # When the server reported the feed as gone for good.
    gone: datetime | None = None
    # The faults tolerated when it was last read, and whether it was truncated.
    note: str | None = None
    is_cut: bool = False


_TIMES = frozenset(
    {
        "added",
        "polled",
        "succeeded",
        "read_whole",
        "next_poll",
        "failing_since",
        "moved_since",
        "gone",
    }
)
_TEXTS = frozenset(
    {
        "fetch_url",
        "title",
        "site",
        "etag",
        "last_modified",
        "validated",
        "content",
        "error",
        "moved_to",
        "note",
    }
)
_FIELDS = [f.name for f in fields(FeedState) if f.name != "validators"]
_COLUMNS = [*_FIELDS, "etag", "last_modified", "validated"]
_REPLACE = (
    f"INSERT OR REPLACE INTO feeds ({', '.join(_COLUMNS)}) "  # noqa: S608 - our own column names
    f"VALUES ({', '.join(':' + name for name in _COLUMNS)})"
)

_COUNT_BROUGHT_ALONE = """
    SELECT count(*) FROM (
        SELECT 1 FROM sightings JOIN articles ON articles.id = sightings.article
        GROUP BY sightings.article HAVING min(feed) = :url AND max(feed) = :url
    )
"""


class FeedTable:
    """The feeds of an open state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, FeedState]:
        """Every known feed, by its `state_key`."""
        rows = self._connection.execute("SELECT * FROM feeds ORDER BY url")
        with mapped(self._connection, "feeds"):
            return {row["url"]: feed_of(row) for row in rows}

    def get(self, url: str, now: datetime) -> FeedState:
        """The feed's state, or a new one."""
        row = self._connection.execute("SELECT * FROM feeds WHERE url = ?", [url]).fetchone()
        with mapped(self._connection, "feeds"):
            return feed_of(row) if row else FeedState(url, now)

    def save(self, feed: FeedState) -> None:
        values = {name: _to_column(getattr(feed, name)) for name in _FIELDS}
        values["etag"] = _to_column(feed.validators.etag)
        values["last_modified"] = _to_column(feed.validators.last_modified)
        values["validated"] = _to_column(feed.validators.address)
        self._connection.execute(_REPLACE, values)

    def brought_alone(self, url: str) -> int:
        """The number of stored articles that only this feed has brought."""
        row = self._connection.execute(_COUNT_BROUGHT_ALONE, {"url": url}).fetchone()
        return int(row[0])

    def forget(self, url: str) -> None:
        """Drop what is known of a feed, its sightings too; articles that it brought stay."""
        self._connection.execute("DELETE FROM sightings WHERE feed = ?", [url])
        self._connection.execute("DELETE FROM feeds WHERE url = ?", [url])

    def rename(self, urls: Iterable[str]) -> None:
        """Give feeds their present `state_key` that are known by one of an earlier version.

        What counts as a secret grows from version to version, and with it what a key leaves out.
        """
        names = self._connection.execute("SELECT url FROM feeds ORDER BY url").fetchall()
        known = {row["url"] for row in names}
        for url in urls:
            key, ending = state_key(url), _fingerprint(url)
            if key in known:
                continue
            earlier = [name for name in known if name == url or name.endswith(ending)]
            if earlier:
                self._rename(min(earlier), key)

    def _rename(self, old: str, new: str) -> None:
        self._connection.execute("UPDATE feeds SET url = ? WHERE url = ?", [new, old])
        self._connection.execute("UPDATE sightings SET feed = ? WHERE feed = ?", [new, old])

    def leave_host_alone(self, host: str, until: datetime) -> None:
        """Remember a Retry-After, which holds for all feeds of a host."""
        self._connection.execute(
            "INSERT OR REPLACE INTO hosts VALUES (?, ?)", [host, to_time(until)]
        )

    def busy_hosts(self, now: datetime) -> dict[str, datetime]:
        """The hosts that asked to be left alone, and until when."""
        self._connection.execute(
            "DELETE FROM hosts WHERE not_before NOT BETWEEN ? AND ?",
            [to_time(now), to_time(now + _LONGEST_REST)],
        )
        rows = self._connection.execute("SELECT host, not_before FROM hosts")
        with mapped(self._connection, "hosts"):
            return {a_text(host): known_time(moment) for host, moment in rows}


def _to_column(value: object) -> object:
    if isinstance(value, datetime):
        return to_time(value)
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, frozenset):
        return " ".join(sorted(map(str, value)))
    return storable(value) if isinstance(value, str) else value


def feed_of(row: sqlite3.Row) -> FeedState:
    """The feed of a row. One of MISFITS for a row that this program did not write."""
    # A state that is only read may be of a version that did not have all fields.
    values = dict(zip(row.keys(), row, strict=True))
    for name in _TIMES:
        values[name] = near_time(values[name])
    for name in _TEXTS & values.keys():
        a_text_or_none(values[name])
    a_text(values["url"])
    if values["added"] is None:
        raise ValueError("when it was added is not known")
    for name in ("failures", "moved_times"):
        a_number(values[name])
    ttl = values["ttl"]
    values["ttl"] = None if ttl is None else timedelta(seconds=a_number(ttl))
    values["skip_hours"] = frozenset(map(int, a_text(values["skip_hours"]).split()))
    values["skip_days"] = frozenset(a_text(values["skip_days"]).split())
    stored = (values.pop("etag"), values.pop("last_modified"), values.pop("validated", None))
    values["validators"] = Validators(*stored)
    values["is_cut"] = bool(values.get("is_cut"))
    return FeedState(**values)
