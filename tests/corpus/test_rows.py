"""The columns of the data set are the keys of the JSON, and hold the same values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import get_type_hints

import pyarrow as pa
import pytest

import newsdigest
from newsdigest.contract import values
from newsdigest.corpus import rows
from newsdigest.model import Article, Failure
from newsdigest.render import render_articles
from tests.pages import article_page

MOMENT = datetime(2026, 2, 17, 23, 30, tzinfo=UTC)


def test_articles_have_the_keys_of_the_json() -> None:
    """Every key of an article in JSON is a column, in its order; `origin` comes after them."""
    keys = list(json.loads(render_articles([Article("1", None, (), "a.html")], "json"))[0])
    assert [*keys, "origin"] == rows.ARTICLES.names
    assert set(keys) == set(get_type_hints(values.Article))


def test_failures_have_the_keys_of_the_json() -> None:
    """Every key of a failure in JSON is a column; `input` comes after them."""
    assert {*get_type_hints(values.Failure), "input"} == set(rows.FAILURES.names)


def test_rows_hold_what_the_json_holds() -> None:
    """Read from Parquet, an article is what `read --format json` prints, its times as times."""
    (article,) = newsdigest.extract(article_page(), as_of=MOMENT)
    (printed,) = json.loads(render_articles([article], "json"))
    table = pa.Table.from_pylist([rows.article_row(article, "a.html")], rows.ARTICLES)
    (row,) = table.to_pylist()
    assert row.pop("origin") == "a.html"
    for name in ("published", "modified"):
        row[name] = row[name] and row[name].isoformat()
    assert row == printed


def test_rows_are_safe_to_show() -> None:
    """Escape codes of a page, and secrets in addresses of failures, are not in the data set."""
    article = Article("1", "Fer\x1b[31mry", (), "a.html")
    failure = Failure("https://me:secret@a.example/", "HTTP 503", "gather", "http")
    assert rows.article_row(article, "a.html")["title"] == "Ferry"
    assert "secret" not in str(rows.failure_row(failure, "list"))


@pytest.mark.parametrize(
    ("published", "modified", "otherwise", "day"),
    [
        (MOMENT, None, None, "2026-02-17"),
        (None, MOMENT, date(2026, 1, 1), "2026-02-17"),
        (None, None, date(2026, 1, 1), "2026-01-01"),
        (None, None, None, "unknown"),
    ],
)
def test_days(
    published: datetime | None, modified: datetime | None, otherwise: date | None, day: str
) -> None:
    """An article is filed by its publication, else its change, else the date of its file."""
    article = Article("1", None, (), "a.html", published=published, modified=modified)
    assert rows.day_of(article, otherwise) == day
