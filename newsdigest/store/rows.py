"""The valid rows of each table of the state, for checking every row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping

from newsdigest.store.accounts import account_feed_of
from newsdigest.store.articles import article_of, seen_of
from newsdigest.store.connection import Connection
from newsdigest.store.feeds import feed_of
from newsdigest.store.likes import like_of
from newsdigest.store.lines import line_of, sketch_of
from newsdigest.store.mailboxes import position_of
from newsdigest.store.rewrites import rewrite_of
from newsdigest.store.stories import story_of
from newsdigest.store.values import (
    MISFITS,
    a_number,
    a_text,
    a_text_or_none,
    known_time,
    near_time,
    own_time,
)

Reader = Callable[[sqlite3.Row], object]


def _sighting(row: sqlite3.Row) -> object:
    times = known_time(row["first_seen"]), known_time(row["last_seen"])
    return a_text(row["feed"]), a_text(row["key"]), seen_of(row), times


def _digest(row: sqlite3.Row) -> object:
    own_time(row["as_of"])
    return a_text(row["id"]), a_text(row["profile"]), near_time(row["delivered"])


def _delivery(row: sqlite3.Row) -> object:
    a_text_or_none(row["error"])
    near_time(row["delivered"])
    return a_text(row["digest"]), a_text(row["channel"]), a_number(row["attempts"])


def _version(row: sqlite3.Row, name_of: Callable[[object], object]) -> object:
    return name_of(row["article"]), a_number(row["version"])


# By table, what its rows are read as: one of MISFITS for a row that this program did not write. In
# the order in which rows can be put into a new state: what others refer to comes first.
READERS: Mapping[str, Reader] = {
    "feeds": feed_of,
    "hosts": lambda row: (a_text(row["host"]), known_time(row["not_before"])),
    "articles": article_of,
    "sightings": _sighting,
    "digests": _digest,
    "digest_articles": lambda row: (a_text(row["digest"]), _version(row, a_text)),
    "deliveries": _delivery,
    "digest_stories": story_of,
    "told": lambda row: (a_text(row["profile"]), _version(row, a_number)),
    "left_over": lambda row: (
        a_text(row["profile"]), a_text(row["channel"]), _version(row, a_number),
    ),
    "publications": lambda row: (a_text(row["name"]), a_number(row["stories"])),
    "lines": lambda row: line_of("", row),
    "sketches": sketch_of,
    "likes": like_of,
    "forgotten_terms": lambda row: a_text(row["term"]),
    "mailboxes": position_of,
    "arrivals": lambda row: a_number(row["article"]),
    "high_water_marks": lambda row: (
        a_text(row["profile"]), a_text(row["feed"]), a_number(row["arrival"]),
    ),
    "account_feeds": account_feed_of,
    "items_to_mark": lambda row: (
        a_text(row["account"]), a_text(row["item"]), own_time(row["since"]),
    ),
    "rewrites": lambda row: (a_text(row["request"]), a_text(row["answer"]), rewrite_of(row)),
}  # fmt: skip
_WORDS = """
CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search', 'instance');
"""


def misfits(connection: Connection) -> Iterator[str]:
    """One line for each table with rows that this program did not write."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    there = {row["name"] for row in found}
    for table, read in READERS.items():
        if table in there:
            yield from _misfits_of(connection, table, read)


def _misfits_of(connection: Connection, table: str, read: Reader) -> Iterator[str]:
    wrong: list[Exception] = []
    for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own table names
        try:
            read(row)
        except MISFITS as error:
            wrong.append(error)
    if wrong:
        yield f"{table}: {len(wrong)} of its rows cannot be used: {wrong[0]}"


def read_index(connection: Connection) -> None:
    """Raise StateError if the search index cannot be read completely."""
    connection.executescript(_WORDS)
    connection.execute("SELECT count(*), sum(length(term)) FROM temp.words").fetchone()
    connection.execute("DROP TABLE temp.words")
