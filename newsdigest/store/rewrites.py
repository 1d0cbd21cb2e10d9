"""What a model made of stories: its answers, and what the check found in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from newsdigest.model import Rewrite, RewrittenSentence, SummarySentence
from newsdigest.store.connection import Connection
from newsdigest.store.values import a_text, a_text_or_none, mapped, own_time, storable, to_time
from newsdigest.valueclasses import valueclass


@valueclass
class StoredRewrite:
    """A story's own summary beside what a model made of it."""

    # The id of the story.
    story: str
    title: str | None
    made: datetime
    summary: tuple[SummarySentence, ...]
    rewrite: Rewrite
    # The publications of its articles, by id.
    sources: Mapping[str, str]


def rewrite_of(row: sqlite3.Row) -> StoredRewrite:
    """The rewrite of a row; raises one of MISFITS if this program did not write the row."""
    value: dict[str, Any] = json.loads(row["value"])
    rewrite = value["rewrite"]
    sentences = tuple(map(_rewritten, rewrite["sentences"]))
    return StoredRewrite(
        a_text(row["story"]),
        a_text_or_none(value["title"]),
        own_time(row["made"]),
        tuple(map(_sentence, value["summary"])),
        Rewrite(a_text(rewrite["model"]), sentences),
        {a_text(id): a_text(name) for id, name in value["sources"].items()},
    )


def _rewritten(value: dict[str, Any]) -> RewrittenSentence:
    return RewrittenSentence(
        a_text(value["text"]),
        tuple(map(_sentence, value["rests_on"])),
        tuple(map(a_text, value["refused"])),
        None if value["instead"] is None else _sentence(value["instead"]),
    )


def _sentence(value: dict[str, Any]) -> SummarySentence:
    return SummarySentence(a_text(value["text"]), a_text(value["article"]))


class RewriteTable:
    """The rewrites of an open state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def answer(self, request: str) -> str | None:
        """The answer to a request, by its digest; None if it was not asked before."""
        if not self._is_there():
            return None
        row = self._connection.execute(
            "SELECT answer FROM rewrites WHERE request = ?", [request]
        ).fetchone()
        if row is None:
            return None
        with mapped(self._connection, "rewrites"):
            return a_text(row["answer"])

    def save(self, request: str, answer: str, stored: StoredRewrite) -> None:
        """Record an answer and what the check found; a newer one replaces it."""
        value = {
            "title": stored.title,
            "summary": [asdict(each) for each in stored.summary],
            "rewrite": asdict(stored.rewrite),
            "sources": dict(stored.sources),
        }
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        self._connection.execute(
            "INSERT OR REPLACE INTO rewrites VALUES (?, ?, ?, ?, ?)",
            [request, stored.story, to_time(stored.made), storable(answer), text],
        )

    def of_story(self, id: str) -> StoredRewrite | None:
        """The newest rewrite of a story; None if there is none."""
        if not self._is_there():
            return None
        row = self._connection.execute(
            "SELECT * FROM rewrites WHERE story = ? ORDER BY made DESC, request", [id]
        ).fetchone()
        if row is None:
            return None
        with mapped(self._connection, "rewrites"):
            return rewrite_of(row)

    def prune(self, before: datetime) -> None:
        """Delete what was made before."""
        self._connection.execute("DELETE FROM rewrites WHERE made < ?", [to_time(before)])

    def _is_there(self) -> bool:
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'rewrites'")
        return found.fetchone() is not None
