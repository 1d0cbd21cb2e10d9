"""The columns of the tables, and articles and failures as their rows.

`articles` has the keys of an article in JSON, with lists as lists and times as timestamps in UTC,
and `origin` beside them. `stories` says which story an article belongs to. Within one version
columns are only added, at the end.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import pyarrow as pa

from newsdigest.model import Article, Failure
from newsdigest.render import article_values, failure_values

VERSION: Final = "newsdigest-corpus/1"
UNKNOWN_DAY: Final = "unknown"

Row = dict[str, Any]

_MOMENT = pa.timestamp("us", tz="UTC")
_TOPIC = pa.struct([("id", pa.string()), ("name", pa.string()), ("score", pa.float64())])
_REMOVAL = pa.struct([("text", pa.string()), ("rule", pa.string())])
_METADATA = {"schema": VERSION}

ARTICLES = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("source", pa.string()),
        ("agency", pa.string()),
        ("dateline", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("published", _MOMENT),
        ("url", pa.string()),
        ("language", pa.string()),
        ("topics", pa.list_(_TOPIC)),
        ("text", pa.string()),
        ("removed", pa.list_(_REMOVAL)),
        ("modified", _MOMENT),
        ("section", pa.string()),
        ("kind", pa.string()),
        ("image", pa.string()),
        ("standfirst", pa.string()),
        ("partial", pa.string()),
        ("update", pa.bool_()),
        ("main", pa.bool_()),
        # The file, or the record of an archive, that the article was read from.
        ("origin", pa.string()),
    ],
    _METADATA,
)
FAILURES = pa.schema(
    [
        ("source", pa.string()),
        ("error", pa.string()),
        ("stage", pa.string()),
        ("code", pa.string()),
        # The file whose reading it was.
        ("input", pa.string()),
    ],
    _METADATA,
)

# The stories of a day, joined with its articles by `id`.
STORIES = pa.schema(
    [
        ("id", pa.string()),
        ("story", pa.string()),
        ("copy", pa.string()),
        ("language", pa.string()),
    ],
    _METADATA,
)
# How the articles of a window were grouped.
WINDOWS = pa.schema(
    [
        ("id", pa.string()),
        ("day", pa.string()),
        ("dated", _MOMENT),
        ("language", pa.string()),
        ("cluster", pa.string()),
        ("copies", pa.string()),
    ],
    _METADATA,
)
# The columns of articles that grouping reads.
GROUPED_BY: Final = (
    *("id", "title", "source", "published", "url", "language"),
    *("text", "modified", "kind", "partial", "origin"),
)


def article_row(article: Article, origin: str) -> Row:
    values: Row = {**article_values(article), "origin": origin}
    for name in ("published", "modified"):
        values[name] = values[name] and datetime.fromisoformat(values[name])
    return values


def failure_row(failure: Failure, shown: str) -> Row:
    return {**failure_values(failure), "input": shown}


def day_of(article: Article, otherwise: date | None) -> str:
    """The day in UTC of an article: that of its publication, else the other one, else "unknown".

    >>> day_of(Article("1", None, (), "a.html"), date(2026, 2, 17))
    '2026-02-17'
    """
    dated = article.published or article.modified
    day = dated.astimezone(UTC).date() if dated else otherwise
    return day.isoformat() if day else UNKNOWN_DAY
