"""Full-text search of the stored articles."""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import Article
from newsdigest.store.connection import Connection
from newsdigest.store.values import a_text, from_json, mapped

# Marks around a match in a snippet, from a private-use area that clean text never contains.
MATCH_START, MATCH_END = "\ue000", "\ue001"
_SNIPPET_WORDS = 24
# A match in a headline counts more than one in the text.
_WEIGHTS = "4.0, 1.0, 2.0"


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching article, with the passage that matches."""

    article: Article
    # The match, between MATCH_START and MATCH_END, with surrounding words.
    snippet: str


def search(connection: Connection, query: str, limit: int) -> list[Hit]:
    """Matches, best first. All words must occur; "a phrase" and word* are supported.

    Anything else in a query is an ordinary word, so no query is an error.
    """
    expression = match_expression(query)
    if not expression:
        return []
    rows = connection.execute(
        f"""
        SELECT articles.value AS value,
            snippet(search, 1, '{MATCH_START}', '{MATCH_END}', '…', {_SNIPPET_WORDS}) AS snippet
        FROM search JOIN articles ON articles.number = search.rowid
        WHERE search MATCH ? ORDER BY bm25(search, {_WEIGHTS}), articles.id LIMIT ?
        """,  # noqa: S608 - constants alone
        [expression, limit],
    )
    with mapped(connection, "articles"):
        return [Hit(from_json(row["value"]), a_text(row["snippet"])) for row in rows]


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
