"""What the user liked and disliked, and which of the learnt terms are to be forgotten."""

from __future__ import annotations

import json
import sqlite3

from newsdigest.model import Like, Term
from newsdigest.store.connection import Connection
from newsdigest.store.values import (
    a_number,
    a_text,
    a_text_or_none,
    mapped,
    own_time,
    storable,
    to_time,
)


def like_of(row: sqlite3.Row) -> Like:
    """The like of a row; raises one of MISFITS if this program did not write the row."""
    terms = tuple(Term(*map(a_text, each)) for each in json.loads(row["terms"]))
    return Like(
        a_text(row["article"]),
        bool(a_number(row["liked"])),
        own_time(row["at"]),
        a_text_or_none(row["title"]),
        a_text_or_none(row["source"]),
        terms,
    )


class LikeTable:
    """The likes of an open state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Like]:
        """The newest first; none in a state of a version that had none."""
        if not self._is_there():
            return []
        rows = self._connection.execute("SELECT * FROM likes ORDER BY at DESC, article").fetchall()
        with mapped(self._connection, "likes"):
            return [like_of(row) for row in rows]

    def save(self, like: Like) -> None:
        """Record a like; one of the same article replaces it."""
        terms = [
            [storable(part) for part in (each.kind, each.key, each.text)] for each in like.terms
        ]
        self._connection.execute(
            "INSERT OR REPLACE INTO likes VALUES (?, ?, ?, ?, ?, ?)",
            [
                like.article,
                int(like.is_liked),
                to_time(like.at),
                storable(like.title) if like.title else None,
                storable(like.source) if like.source else None,
                json.dumps(terms),
            ],
        )

    def take_back(self, article: str) -> Like | None:
        """Delete the like of the article with this id, if there is one."""
        found = next((each for each in self.all() if each.article == article), None)
        self._connection.execute("DELETE FROM likes WHERE article = ?", [article])
        return found

    def forgotten(self) -> frozenset[str]:
        """The ids of terms that are not to be learnt."""
        if not self._is_there():
            return frozenset()
        rows = self._connection.execute("SELECT term FROM forgotten_terms")
        with mapped(self._connection, "forgotten_terms"):
            return frozenset(a_text(row["term"]) for row in rows)

    def forget(self, term: str) -> None:
        """Learn the term no more."""
        self._connection.execute("INSERT OR IGNORE INTO forgotten_terms VALUES (?)", [term])

    def _is_there(self) -> bool:
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'likes'")
        return found.fetchone() is not None
