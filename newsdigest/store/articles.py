"""The stored articles, and the keys under which feeds listed them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newsdigest.feedmodel import EntrySnapshot, SeenItem
from newsdigest.model import Article
from newsdigest.store.arrivals import OF_FEEDS, raise_mark, trim, undelivered_numbers
from newsdigest.store.connection import Connection
from newsdigest.store.values import (
    a_number,
    a_text,
    a_text_or_none,
    from_json,
    known_time,
    mapped,
    said_from_text,
    said_to_text,
    storable,
    to_json,
    to_time,
)
from newsdigest.valueclasses import valueclass


@valueclass
class FeedItemKeys:
    """An entry seen in a feed, to be stored under all of its keys."""

    feed: str
    # "guid:…", "url:…", "text:…", "head:…", "said:…".
    keys: tuple[str, ...]
    # The article's id.
    article: str
    # A digest of the entry's content; a change may be an update.
    fingerprint: str
    said: EntrySnapshot | None = None


@valueclass
class StoredArticle:
    """An article and its version: 1 as first seen, plus 1 for each update with new facts."""

    article: Article
    version: int
    first_seen: datetime
    # When this version was stored.
    updated: datetime


@valueclass
class Waiting:
    """A profile whose undelivered articles are kept."""

    profile: str
    # By their `state_key`.
    feeds: tuple[str, ...]
    # Articles updated before then are no longer kept for it.
    since: datetime


def seen_of(row: sqlite3.Row) -> SeenItem:
    """The entry of a row; raises one of MISFITS if this program did not write the row."""
    # A read-only state may be of a version that did not store the content of entries.
    said = a_text_or_none(row["said"]) if "said" in row.keys() else None  # noqa: SIM118 - a Row has values
    return SeenItem(a_text(row["article"]), a_text(row["fingerprint"]), said_from_text(said))


class ArticleTable:
    """The articles of an open state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: str) -> StoredArticle | None:
        row = self._connection.execute("SELECT * FROM articles WHERE id = ?", [id]).fetchone()
        return self._kept(row) if row else None

    def at_url(self, url: str) -> StoredArticle | None:
        """The article with that address; of several the newest."""
        row = self._connection.execute(
            "SELECT * FROM articles WHERE json_extract(value, '$.url') = ? "
            "ORDER BY updated DESC, number DESC LIMIT 1",
            [storable(url)],
        ).fetchone()
        return self._kept(row) if row else None

    def _kept(self, row: sqlite3.Row) -> StoredArticle:
        with mapped(self._connection, "articles"):
            return article_of(row)

    def save(self, article: Article, now: datetime, *, is_update: bool = False) -> None:
        """Keep an article under its id; `is_update` makes it news once more.

        One that is known already is replaced only by an update.
        """
        values = _row(article, now)
        if is_update:
            self._connection.execute(_UPDATE, values)
        self._connection.execute(_INSERT, values)

    def prefer(self, article: Article) -> None:
        """Replace a stored article by another feed's version, without making it news."""
        self._connection.execute(_CORRECT, _row(article, None))

    def holds(self, id: str) -> bool:
        """Whether an article is stored under this id."""
        found = self._connection.execute("SELECT 1 FROM articles WHERE id = ?", [id])
        return found.fetchone() is not None

    def version(self, id: str) -> int | None:
        """The version of the article stored under this id; None if there is none."""
        row = self._connection.execute("SELECT version FROM articles WHERE id = ?", [id]).fetchone()
        with mapped(self._connection, "articles"):
            return a_number(row["version"]) if row else None

    def is_delivered(self, id: str) -> bool:
        """Whether the article was delivered to any profile, or is in a pending digest."""
        found = self._connection.execute(
            "SELECT 1 FROM told WHERE article = (SELECT number FROM articles WHERE id = :id) "
            "UNION ALL SELECT 1 FROM digests JOIN digest_articles ON digest = digests.id "
            "WHERE delivered IS NULL AND article = :id LIMIT 1",
            {"id": id},
        )
        return found.fetchone() is not None

    def seen(self, feed: str, keys: Iterable[str]) -> dict[str, SeenItem]:
        """The stored entries of a feed, by those of the keys that are known."""
        asked = {storable(key): key for key in keys}
        rows = self._connection.execute(
            "SELECT * FROM sightings WHERE feed = ? AND key IN (SELECT value FROM json_each(?))",
            [feed, json.dumps(list(asked))],
        ).fetchall()
        with mapped(self._connection, "sightings"):
            return {asked[row["key"]]: seen_of(row) for row in rows}

    def kinds_of_keys(self, feed: str, kinds: Iterable[str]) -> list[str]:
        """The kinds of keys ("guid") of which the feed has shown more than one."""
        return [kind for kind in kinds if self._has_several(feed, kind)]

    def _has_several(self, feed: str, kind: str) -> bool:
        rows = self._connection.execute(
            "SELECT 1 FROM sightings WHERE feed = ? AND key >= ? AND key < ? LIMIT 2",
            [feed, f"{kind}:", f"{kind};"],
        )
        return len(rows.fetchall()) > 1

    def see(self, sighting: FeedItemKeys, now: datetime) -> None:
        """Store an entry under all of its keys, or that it is still listed."""
        moment = to_time(now)
        own = (sighting.feed, sighting.article, moment, sighting.fingerprint)
        said = said_to_text(sighting.said) if sighting.said else None
        self._connection.executemany(
            _SEE,
            [
                (storable(key), *own, said if key.startswith("said:") else None)
                for key in sighting.keys
            ],
        )

    def adopt(self, feed: str, key: str, others: Sequence[str], now: datetime) -> bool:
        """Take over what another feed has under a key ("mail:1a2b", "mail:1a2b#2"), if one does."""
        if not others:
            return False
        done = self._connection.execute(
            _ADOPT,
            {"feed": feed, "key": key, "others": json.dumps(list(others)), "now": to_time(now)},
        )
        return done.rowcount > 0

    def listed_by(self, feeds: Sequence[str], ids: Iterable[str]) -> frozenset[str]:
        """Those of the articles that one of the feeds listed."""
        rows = self._connection.execute(
            f"SELECT id FROM articles WHERE {OF_FEEDS} "  # noqa: S608 - constants alone
            "AND id IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps(list(ids)), "feeds": json.dumps(list(feeds))},
        )
        return frozenset(row["id"] for row in rows)

    def first_seen(self, feed: str) -> tuple[datetime, int] | None:
        """When the feed was first read, and how many articles that poll brought."""
        row = self._connection.execute(
            "SELECT first_seen, count(DISTINCT nullif(article, '')) AS number FROM sightings "
            "WHERE feed = ? GROUP BY first_seen ORDER BY first_seen LIMIT 1",
            [feed],
        ).fetchone()
        with mapped(self._connection, "sightings"):
            return (known_time(row["first_seen"]), a_number(row["number"])) if row else None

    def since(self, moment: datetime | None, feeds: Sequence[str]) -> list[StoredArticle]:
        """The feeds' articles since then, oldest first; those of one poll in feed order."""
        rows = self._connection.execute(
            f"SELECT * FROM articles WHERE updated >= :since AND {OF_FEEDS} "  # noqa: S608 - constants alone
            "ORDER BY updated, number",
            {"since": to_time(moment) if moment else "", "feeds": json.dumps(list(feeds))},
        )
        return [self._kept(row) for row in rows]

    def undelivered(self, profile: str, feeds: Sequence[str]) -> list[StoredArticle]:
        """The articles whose current version the profile has not received, oldest first."""
        numbers, values = undelivered_numbers(self._connection, profile, feeds)
        rows = self._connection.execute(
            f"SELECT * FROM articles WHERE number IN ({numbers}) AND {OF_FEEDS} "  # noqa: S608 - constants alone
            "ORDER BY updated, number",
            values,
        )
        return [self._kept(row) for row in rows]

    def raise_mark(self, profile: str, feeds: Sequence[str]) -> None:
        """Spare later calls of `undelivered` what the profile has received of these feeds."""
        raise_mark(self._connection, profile, feeds)

    def delivered_of(self, profile: str, ids: Sequence[str]) -> frozenset[str]:
        """Those of the articles of which the profile received some version."""
        if not ids:
            return frozenset()
        rows = self._connection.execute(
            "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND EXISTS "
            "(SELECT 1 FROM told WHERE profile = ? AND article = articles.number)",
            [json.dumps(list(ids)), profile],
        )
        return frozenset(row["id"] for row in rows)

    def mark_delivered(self, profile: str, versions: Mapping[str, int]) -> None:
        """Mark these versions of articles, by id, and older ones, as delivered to the profile."""
        self._connection.executemany(
            "INSERT INTO told SELECT ?, number, ? FROM articles WHERE id = ? "
            "ON CONFLICT DO UPDATE SET version = max(version, excluded.version)",
            [(profile, version, id) for id, version in versions.items()],
        )

    def begin_profile(self, profile: str, since: datetime) -> None:
        """Mark articles stored before `since` as delivered to a profile that never got anything."""
        if not self.begun(profile):
            self._connection.execute(
                "INSERT INTO told SELECT ?, number, version FROM articles WHERE updated < ?",
                [profile, to_time(since)],
            )

    def by_ids(self, ids: Iterable[str]) -> list[StoredArticle]:
        """The articles with these ids that are still stored, oldest first.

        Those of one poll are in feed order, as in `undelivered`.
        """
        rows = self._connection.execute(
            "SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
            "ORDER BY updated, number",
            [json.dumps(list(ids))],
        )
        return [self._kept(row) for row in rows]

    def prune(self, before: datetime, readers: Sequence[Waiting]) -> int:
        """Delete the articles not updated since `before`; their sightings stay as tombstones.

        Articles in a pending digest are kept too, and those still to be delivered to one of the
        `readers`.
        """
        done = self._connection.execute(
            f"DELETE FROM articles WHERE {_PRUNABLE}",  # noqa: S608 - constants alone
            _pruning(before, readers),
        )
        trim(self._connection)
        return done.rowcount

    def given_up(self, before: datetime, readers: Sequence[Waiting]) -> dict[str, int]:
        """By profile, how many undelivered articles `prune` would delete."""
        rows = self._connection.execute(
            f"SELECT profile, count(*) AS number FROM ({_STILL_NEWS}) AS news JOIN articles "  # noqa: S608 - constants alone
            f"ON articles.number = news.article WHERE is_late AND {_PRUNABLE} "
            "GROUP BY profile ORDER BY profile",
            _pruning(before, readers),
        )
        with mapped(self._connection, "articles"):
            return {a_text(row["profile"]): a_number(row["number"]) for row in rows}

    def begun(self, profile: str) -> bool:
        """Whether anything was ever delivered to the profile."""
        found = self._connection.execute(
            "SELECT 1 FROM told WHERE profile = :profile "
            "UNION ALL SELECT 1 FROM digests WHERE profile = :profile LIMIT 1",
            {"profile": profile},
        )
        return found.fetchone() is not None

    def prunable(self, before: datetime, readers: Sequence[Waiting]) -> int:
        """How many articles `prune` would delete."""
        found = self._connection.execute(
            f"SELECT count(*) FROM articles WHERE {_PRUNABLE}",  # noqa: S608 - constants alone
            _pruning(before, readers),
        )
        number: int = found.fetchone()[0]
        return number

    def count(self) -> int:
        number: int = self._connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        return number


# A key that moves from one entry to another belongs to the newer one from then on.
_SEE = """
INSERT INTO sightings (key, feed, article, first_seen, last_seen, fingerprint, said)
VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET article = excluded.article,
    last_seen = excluded.last_seen, fingerprint = excluded.fingerprint, said = excluded.said
"""
_ADOPT = """
INSERT OR IGNORE INTO sightings (feed, key, article, first_seen, last_seen, fingerprint)
    SELECT :feed, key, article, :now, :now, fingerprint FROM sightings
        WHERE feed IN (SELECT value FROM json_each(:others))
            AND (key = :key OR key > :key || '#' AND key < :key || '$')
"""
# A profile's articles that were not delivered yet or had no room in its digests.
_STILL_NEWS = """
SELECT profile, articles.number AS article, articles.updated < since AS is_late
    FROM (
        SELECT value ->> 'profile' AS profile, value ->> 'since' AS since, value -> 'feeds' AS feeds
            FROM json_each(:readers)
    ) AS readers, articles
    WHERE EXISTS (
        SELECT 1 FROM sightings WHERE sightings.article = articles.id
            AND sightings.feed IN (SELECT json_each.value FROM json_each(feeds))
    ) AND (
        NOT EXISTS (
            SELECT 1 FROM told WHERE told.profile = readers.profile
                AND told.article = articles.number AND told.version >= articles.version
        ) OR EXISTS (
            SELECT 1 FROM left_over
                WHERE left_over.profile = readers.profile AND left_over.article = articles.number
        )
    )
"""
_PRUNABLE = f"""
updated < :before AND id NOT IN (
    SELECT article FROM digest_articles JOIN digests ON digests.id = digest WHERE delivered IS NULL
) AND number NOT IN (SELECT article FROM ({_STILL_NEWS}) WHERE NOT is_late)
"""  # noqa: S608 - constants alone
_INSERT = """
INSERT INTO articles (id, version, first_seen, updated, published, source, title, text, value)
VALUES (:id, 1, :now, :now, :published, :source, :title, :text, :value) ON CONFLICT DO NOTHING
"""
_VALUES = "published = :published, source = :source, title = :title, text = :text, value = :value"
_UPDATE = f"UPDATE articles SET version = version + 1, updated = :now, {_VALUES} WHERE id = :id"  # noqa: S608 - constants alone
_CORRECT = f"UPDATE articles SET {_VALUES} WHERE id = :id"  # noqa: S608 - constants alone


def _pruning(before: datetime, readers: Sequence[Waiting]) -> dict[str, str]:
    values = [
        {"profile": each.profile, "since": to_time(each.since), "feeds": list(each.feeds)}
        for each in readers
    ]
    return {"before": to_time(before), "readers": json.dumps(values)}


def _row(article: Article, now: datetime | None) -> dict[str, object]:
    return {
        "id": article.id,
        "now": to_time(now) if now else None,
        "published": to_time(article.published) if article.published else None,
        "source": storable(article.source) if article.source else None,
        "title": storable(article.title) if article.title else None,
        "text": storable(article.text),
        "value": to_json(article),
    }


def article_of(row: sqlite3.Row) -> StoredArticle:
    """The article of a row; raises one of MISFITS if this program did not write the row."""
    for name in ("published", "source", "title"):
        a_text_or_none(row[name])
    article = from_json(row["value"])
    if article.id != row["id"]:
        raise ValueError(f"it holds another article than {row['id']}")
    times = (known_time(row[name]) for name in ("first_seen", "updated"))
    return StoredArticle(article, a_number(row["version"]), *times)
