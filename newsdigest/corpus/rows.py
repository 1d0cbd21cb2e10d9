"""The columns of the tables, and articles and failures as their rows.

`stories` says which story an article belongs to.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import pyarrow as pa

from newsdigest.model import Article, Failure
from newsdigest.render import article_values, failure_values
from newsdigest.sources.tables.columns import COLUMNS, METADATA, MOMENT

UNKNOWN_DAY: Final = "unknown"

Row = dict[str, Any]

ARTICLES: Final = COLUMNS
FAILURES = pa.schema(
    [
        ("source", pa.string()),
        ("error", pa.string()),
        ("stage", pa.string()),
        ("code", pa.string()),
        # The file whose reading it was.
        ("input", pa.string()),
    ],
    METADATA,
)

# The stories of a day, joined with its articles by `id`.
STORIES = pa.schema(
    [
        ("id", pa.string()),
        ("story", pa.string()),
        ("copy", pa.string()),
        ("language", pa.string()),
    ],
    METADATA,
)
# How the articles of a window were grouped.
WINDOWS = pa.schema(
    [
        ("id", pa.string()),
        ("day", pa.string()),
        ("dated", MOMENT),
        ("language", pa.string()),
        ("cluster", pa.string()),
        ("copies", pa.string()),
    ],
    METADATA,
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
