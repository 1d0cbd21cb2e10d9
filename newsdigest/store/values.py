"""Articles and times as stored in the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from newsdigest.feedmodel import EntrySnapshot
from newsdigest.model import Article, ArticleKind, Block, BlockKind, Partial, Removal, Topic
from newsdigest.store.connection import Connection, damaged

_TIMES = ("published", "modified")
_TUPLES_OF_TEXT = ("authors", "keywords", "added")
_TEXTS = frozenset(
    {
        "title",
        "source",
        "agency",
        "dateline",
        "url",
        "language",
        "standfirst",
        "section",
        "image",
        "next_part",
        "previous_part",
    }
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2999
_MOST = 2**53
# The exceptions raised when converting an invalid row.
MISFITS = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)


def to_time(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_time(text: str | None) -> datetime | None:
    """The time in UTC, or None. ValueError for anything that to_time does not write."""
    return known_time(text) if text else None


def known_time(text: object) -> datetime:
    """The time in UTC. ValueError if to_time does not write it, such as one without a zone."""
    if not isinstance(text, str):
        raise TypeError(f"no time: {text!r}")
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {text}")
    return moment.astimezone(UTC)


def near_time(text: str | None) -> datetime | None:
    """A time written by this program, or None."""
    return own_time(text) if text else None


def own_time(text: object) -> datetime:
    """A time written by this program, from 1970 to 2999; else ValueError."""
    moment = known_time(text)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"an impossible time: {text}")
    return moment


def a_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value


def a_text_or_none(value: object) -> str | None:
    return None if value is None else a_text(value)


def a_number(value: object) -> int:
    """A count, from 0 to what no counting reaches."""
    if not isinstance(value, int) or not 0 <= value <= _MOST:
        raise ValueError(f"not a count: {value!r}")
    return value


@contextmanager
def mapped(connection: Connection, table: str) -> Iterator[None]:
    """Turn errors in rows that this program did not write into a StateError for the table."""
    try:
        yield
    except MISFITS as error:
        raise damaged(connection.path, f"a row of {table}: {error}") from error


def to_json(article: Article) -> str:
    """The article as JSON; text that databases reject (lone surrogates, NUL) is replaced."""
    value = asdict(article)
    for name in _TIMES:
        value[name] = to_time(value[name]) if value[name] else None
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def from_json(text: str) -> Article:
    """The article, without unknown fields written by another version.

    Raises one of MISFITS for anything that to_json does not write.
    """
    value: dict[str, Any] = json.loads(text)
    known = {field.name for field in fields(Article)}
    value = {name: content for name, content in value.items() if name in known}
    for name in _TIMES:
        value[name] = from_time(value[name])
    for name in _TUPLES_OF_TEXT:
        # What an earlier version stored has no updates.
        value[name] = tuple(map(a_text, value.get(name, ())))
    value["blocks"] = tuple(
        Block(
            BlockKind(block["kind"]),
            a_text(block["text"]),
            a_number(block["level"]),
            # What an earlier version stored has no numbers.
            None if block.get("number") is None else a_number(block["number"]),
        )
        for block in value["blocks"]
    )
    value["topics"] = tuple(
        Topic(a_text(topic["id"]), a_text(topic["name"]), float(topic["score"]))
        for topic in value["topics"]
    )
    value["removed"] = tuple(
        Removal(a_text(removal["text"]), a_text(removal["rule"])) for removal in value["removed"]
    )
    value["partial"] = Partial(value["partial"]) if value["partial"] else None
    # What an earlier version stored has no kind.
    value["kind"] = ArticleKind(value.get("kind", ArticleKind.REPORT))
    for name in ("id", "origin"):
        a_text(value[name])
    for name in _TEXTS & value.keys():
        a_text_or_none(value[name])
    return Article(**value)


def said_to_text(said: EntrySnapshot) -> str:
    """One line: the time, then the digests."""
    return " ".join((said.published or "-", said.title, said.gist, *sorted(said.sentences)))


def said_from_text(text: str | None) -> EntrySnapshot | None:
    """The value written by said_to_text, or only a time; None for None."""
    if not text:
        return None
    published, title, gist, *rest = [*text.split(" "), "", ""]
    return EntrySnapshot(
        "" if published == "-" else published, title, gist, frozenset(filter(None, rest))
    )


def storable(text: str) -> str:
    """Text that SQLite accepts: UTF-8 without NUL."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
