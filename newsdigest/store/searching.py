"""Full-text search of the stored articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from newsdigest.model import Article
from newsdigest.store.connection import Connection
from newsdigest.store.values import a_text, from_json, known_time, mapped
from newsdigest.valueclasses import valueclass

# Marks around a match in a snippet, from a private-use area that clean text never contains.
MATCH_START, MATCH_END = "\ue000", "\ue001"
_SNIPPET_WORDS = 24
# A match in a headline counts more than one in the text.
_WEIGHTS = "4.0, 1.0, 2.0"


@valueclass
class Hit:
    """A matching article, with the passage that matches."""

    article: Article
    # The match, between MATCH_START and MATCH_END, with surrounding words.
    snippet: str
    # When this version of it was stored.
    updated: datetime


def search(
    connection: Connection,
    query: str,
    limit: int,
    accept: Callable[[Hit], bool] | None = None,
) -> list[Hit]:
    """The best matches that `accept` wants. All words must occur; "a phrase" and word* work.

    Anything else in a query is an ordinary word, so no query is an error.
    """
    expression = match_expression(query)
    if not expression:
        return []
    bound = "" if accept else "LIMIT ?"
    rows = connection.execute(
        f"""
        SELECT articles.value AS value, articles.updated AS updated,
            snippet(search, 1, '{MATCH_START}', '{MATCH_END}', '…', {_SNIPPET_WORDS}) AS snippet
        FROM search JOIN articles ON articles.number = search.rowid
        WHERE search MATCH ? ORDER BY bm25(search, {_WEIGHTS}), articles.id {bound}
        """,  # noqa: S608 - constants alone
        [expression] if accept else [expression, limit],
    )
    with mapped(connection, "articles"):
        hits = map(_hit, rows)
        return list(islice(filter(accept, hits) if accept else hits, limit))


def _hit(row: sqlite3.Row) -> Hit:
    return Hit(from_json(row["value"]), a_text(row["snippet"]), known_time(row["updated"]))


def match_expression(query: str) -> str:
    """An FTS5 expression for what a user typed, every part of it quoted."""
    parts: list[str] = []
    for index, piece in enumerate(query.replace("\x00", " ").split('"')):
        if index % 2:  # between quotation marks
            parts.append(_quoted(piece))
        else:
            parts += [
                _quoted(w[:-1]) + "*" if w.endswith("*") else _quoted(w) for w in piece.split()
            ]
    return " ".join(part for part in parts if any(c.isalnum() for c in part))


def _quoted(text: str) -> str:
    return '"' + text.encode("utf-8", "replace").decode() + '"'
