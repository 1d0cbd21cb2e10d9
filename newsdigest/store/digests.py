"""The digests that were made, their articles, and their deliveries.

A digest is recorded with its articles before it is delivered. If the run is killed in between, the
next one finds it pending and delivers it under the same id, so that a repeat can be recognised.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newsdigest.hashing import blake2b
from newsdigest.store.connection import Connection
from newsdigest.store.values import (
    a_number,
    a_text,
    mapped,
    near_time,
    own_time,
    storable,
    to_time,
)
from newsdigest.valueclasses import valueclass


@valueclass
class PendingDigest:
    """A digest that has not reached all of its channels."""

    id: str
    as_of: datetime
    # Ids of its articles.
    articles: tuple[str, ...]
    # The channels that accepted it already.
    reached: frozenset[str]


def digest_id(profile: str, versions: Mapping[str, int]) -> str:
    """A stable id for a digest of these articles, independent of their order."""
    listed = "\n".join(f"{id} {version}" for id, version in sorted(versions.items()))
    return blake2b(f"{profile}\n{listed}".encode(), digest_size=8).hexdigest()


_MARK_DELIVERED = """
INSERT INTO told SELECT digests.profile, articles.number, digest_articles.version
    FROM digests JOIN digest_articles ON digest_articles.digest = digests.id
        JOIN articles ON articles.id = digest_articles.article
    WHERE digests.id = ? AND digests.delivered IS NOT NULL
ON CONFLICT DO UPDATE SET version = max(version, excluded.version)
"""


_LEAVE = """
INSERT OR REPLACE INTO left_over SELECT digests.profile, :channel, articles.number, articles.version
    FROM digests JOIN digest_articles ON digest_articles.digest = digests.id
        JOIN articles ON articles.id = digest_articles.article
    WHERE digests.id = :id AND articles.id NOT IN (SELECT value FROM json_each(:named))
"""


def _json(texts: Iterable[str]) -> str:
    return json.dumps(sorted(texts))


class DigestTable:
    """The digests of an open state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(
        self, profile: str, as_of: datetime, versions: Mapping[str, int], channels: Sequence[str]
    ) -> str:
        """Record a digest that is about to be delivered; returns its id."""
        id = digest_id(profile, versions)
        self._connection.execute(
            "INSERT OR IGNORE INTO digests VALUES (?, ?, ?, NULL)", [id, profile, to_time(as_of)]
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO digest_articles VALUES (?, ?, ?)",
            [(id, article, version) for article, version in versions.items()],
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO deliveries (digest, channel) VALUES (?, ?)",
            [(id, channel) for channel in channels],
        )
        return id

    def pending(self, profile: str) -> list[PendingDigest]:
        """The digests of a profile that are not completely delivered, oldest first."""
        rows = self._connection.execute(
            "SELECT id, as_of FROM digests WHERE profile = ? AND delivered IS NULL "
            "ORDER BY as_of, id",
            [profile],
        ).fetchall()
        with mapped(self._connection, "digests"):
            return [self._pending(row["id"], own_time(row["as_of"])) for row in rows]

    def _pending(self, id: str, as_of: datetime) -> PendingDigest:
        articles = self._connection.execute(
            "SELECT article FROM digest_articles WHERE digest = ? ORDER BY article", [id]
        )
        reached = self._connection.execute(
            "SELECT channel FROM deliveries WHERE digest = ? AND delivered IS NOT NULL", [id]
        )
        return PendingDigest(
            id,
            as_of,
            tuple(a_text(row["article"]) for row in articles),
            frozenset(a_text(row["channel"]) for row in reached),
        )

    def send_to(self, id: str, channels: Sequence[str], now: datetime) -> frozenset[str]:
        """Of these channels, those that a pending digest waits for from now on.

        Channels that are not among these are given up. New ones take their place, but for those
        that another digest of the same run was written down for: what was left over for a mail
        makes one for the mail alone, and an archive has a digest of its own. If that leaves it no
        channel, it goes to each that lacks one of its articles.
        One that waits for no channel any more is delivered.
        """
        self._connection.execute(
            "DELETE FROM deliveries WHERE digest = ? AND delivered IS NULL "
            "AND channel NOT IN (SELECT value FROM json_each(?))",
            [id, json.dumps(list(channels))],
        )
        pending = self._pending(id, now)
        elsewhere = self._planned_beside(id)
        new = [channel for channel in channels if channel not in elsewhere]
        if not new and not self._channels(id) & set(channels):
            articles = frozenset(pending.articles)
            new = [channel for channel in channels if not elsewhere[channel] >= articles]
        self._connection.executemany(
            "INSERT OR IGNORE INTO deliveries (digest, channel) VALUES (?, ?)",
            [(id, channel) for channel in new],
        )
        self._close(id, now)
        return self._channels(id) - pending.reached

    def _channels(self, id: str) -> frozenset[str]:
        """The channels recorded for the digest, whether or not it reached them."""
        rows = self._connection.execute("SELECT channel FROM deliveries WHERE digest = ?", [id])
        return frozenset(a_text(row["channel"]) for row in rows)

    def _planned_beside(self, id: str) -> dict[str, frozenset[str]]:
        """By channel, the articles of the other digests recorded by the same run."""
        rows = self._connection.execute(
            "SELECT channel, article FROM digests AS own JOIN digests AS other "
            "ON other.profile = own.profile AND other.as_of = own.as_of AND other.id <> own.id "
            "JOIN deliveries ON deliveries.digest = other.id "
            "JOIN digest_articles ON digest_articles.digest = other.id WHERE own.id = ?",
            [id],
        )
        held: dict[str, set[str]] = {}
        for row in rows:
            held.setdefault(a_text(row["channel"]), set()).add(a_text(row["article"]))
        return {channel: frozenset(articles) for channel, articles in held.items()}

    def forget(self, id: str) -> None:
        """Delete a digest that another one replaces."""
        self._connection.execute("DELETE FROM digests WHERE id = ?", [id])

    def delivered(self, id: str, channel: str, now: datetime) -> None:
        """Record that the channel accepted the digest; the last channel completes the delivery."""
        self._connection.execute(
            "UPDATE deliveries SET delivered = ?, error = NULL, attempts = attempts + 1 "
            "WHERE digest = ? AND channel = ?",
            [to_time(now), id, channel],
        )
        self._close(id, now)

    def give_up(self, id: str, channel: str, now: datetime) -> None:
        """Give up on a channel; the digest counts as delivered without it."""
        self._connection.execute(
            "DELETE FROM deliveries WHERE digest = ? AND channel = ?", [id, channel]
        )
        self._close(id, now)

    def _close(self, id: str, now: datetime) -> None:
        """Mark the digest as delivered if no channel is pending."""
        self._connection.execute(
            "UPDATE digests SET delivered = ? WHERE id = ? AND NOT EXISTS "
            "(SELECT 1 FROM deliveries WHERE digest = digests.id AND delivered IS NULL)",
            [to_time(now), id],
        )
        self._connection.execute(_MARK_DELIVERED, [id])

    def left_over(self, profile: str) -> dict[str, frozenset[str]]:
        """By channel, the ids of articles for which digests had no room."""
        rows = self._connection.execute(
            "SELECT channel, articles.id AS id FROM left_over "
            "JOIN articles ON articles.number = left_over.article WHERE profile = ?",
            [profile],
        )
        found: dict[str, set[str]] = {}
        with mapped(self._connection, "left_over"):
            for row in rows:
                found.setdefault(a_text(row["channel"]), set()).add(a_text(row["id"]))
        return {channel: frozenset(ids) for channel, ids in found.items()}

    def leave_over(self, id: str, channel: str, named: frozenset[str]) -> None:
        """Leave what an accepted digest did not name to the channel's next digest."""
        self._connection.execute(_LEAVE, {"id": id, "channel": channel, "named": _json(named)})

    def take_up(self, profile: str, channel: str, ids: frozenset[str]) -> None:
        """Clear left-over articles of a channel that are now in a digest planned for it."""
        self._connection.execute(
            "DELETE FROM left_over WHERE profile = ? AND channel = ? AND article IN (SELECT number "
            "FROM articles WHERE id IN (SELECT value FROM json_each(?)))",
            [profile, channel, _json(ids)],
        )

    def last_delivered(self, profile: str) -> datetime | None:
        """The time of the latest delivered digest of a profile, by the clock of its run."""
        row = self._connection.execute(
            "SELECT max(as_of) FROM digests WHERE profile = ? AND delivered IS NOT NULL", [profile]
        ).fetchone()
        with mapped(self._connection, "digests"):
            return near_time(row[0])

    def prune(self, before: datetime) -> None:
        """Delete the digests delivered before, except the last one of each profile.

        Their articles stay delivered, and a profile that got anything does not become a new one.
        """
        self._connection.execute(
            "DELETE FROM digests WHERE delivered < ? AND as_of < (SELECT max(as_of) FROM digests "
            "AS others WHERE others.profile = digests.profile AND others.delivered IS NOT NULL)",
            [to_time(before)],
        )

    def failed(self, id: str, channel: str, error: str) -> int:
        """Record that the channel refused the digest, which stays pending; returns the attempts."""
        row = self._connection.execute(
            "UPDATE deliveries SET attempts = attempts + 1, error = ? "
            "WHERE digest = ? AND channel = ? RETURNING attempts",
            [storable(error), id, channel],
        ).fetchone()
        with mapped(self._connection, "deliveries"):
            return a_number(row["attempts"]) if row else 0
