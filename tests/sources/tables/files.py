"""Tables of articles to read, and tables that are none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newsdigest.sources.tables.columns import COLUMNS

PUBLISHED = datetime(2026, 2, 17, 8, tzinfo=UTC)


def row(number: int, **values: Any) -> dict[str, Any]:
    """The row of an article, with other values for some of its columns."""
    text = f"Ferry {number} was an hour late. It came at nine.\n\nNobody knew why."
    article: dict[str, Any] = {
        "id": f"{number:016x}",
        "title": f"Ferry {number} is late again",
        "text": text,
        "source": "Harbour Post",
        "published": PUBLISHED,
        "kind": "report",
        "main": True,
        "origin": f"crawl.warc.gz#{number}",
    }
    return {**dict.fromkeys(COLUMNS.names), **article, **values}


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), COLUMNS)


def with_column(whole: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return whole.set_column(whole.schema.names.index(name), name, values)


def write(path: Path, *rows: dict[str, Any], group: int | None = None) -> Path:
    """A file with the rows, so many in each row group."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(*rows), path, row_group_size=group, write_page_checksum=True)
    return path


def data_set(folder: Path, days: dict[str, list[dict[str, Any]]]) -> Path:
    """A data set with the rows of each day in a file of their own."""
    folder.mkdir(parents=True)
    (folder / "corpus.json").write_text('{"schema": "newsdigest-corpus/1"}')
    for day, rows in days.items():
        write(folder / f"articles/day={day}/1.parquet", *rows)
    (folder / "failures").mkdir()
    failures = pa.table({"source": ["a.html"], "error": ["HTTP 503"]})
    pq.write_table(failures, folder / "failures/1.parquet")
    (folder / "manifest").mkdir()
    (folder / "manifest/1.json").write_text("{}")
    return folder
