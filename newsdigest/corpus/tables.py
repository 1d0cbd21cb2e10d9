"""Parquet files of a data set → rows, and rows → files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newsdigest.corpus.rows import ARTICLES, GROUPED_BY, Row
from newsdigest.corpus.storage import Storage, store_errors
from newsdigest.errors import SourceError
from newsdigest.hashing import blake2b
from newsdigest.model import Article
from newsdigest.sources.tables.row_articles import article_of

# Rows that are read at a time.
_AT_ONCE = 1024
_COMPRESSION = "zstd"
_UNREAD: Mapping[str, Any] = dict.fromkeys(ARTICLES.names)


def articles_to_group(storage: Storage, name: str) -> list[Article]:
    """The articles of a part, with what grouping reads of them.

    SourceError if the part cannot be read, or a row of it is no article.
    """
    return [article_of({**_UNREAD, **row}) for row in rows_of(storage, name, GROUPED_BY)]


def rows_of(storage: Storage, name: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a file; SourceError if it cannot be read or has not these columns."""
    with _parquet(storage, name) as parquet:
        missing = [each for each in columns if each not in parquet.schema_arrow.names]
        if missing:
            raise SourceError("damaged", f"has no column {', '.join(missing)}")
        for batch in parquet.iter_batches(_AT_ONCE, columns=list(columns)):
            yield from batch.to_pylist()


def table_of(
    storage: Storage, name: str, schema: pa.Schema, *, may_be_missing: bool = False
) -> pa.Table:
    """The columns of a schema, null where a file of an earlier version has none.

    SourceError if it cannot be read; without a file an empty table if it may be missing.
    """
    try:
        with _parquet(storage, name) as parquet:
            found = parquet.read()
            nulls = pa.nulls(found.num_rows)
            names = found.column_names
            columns = [found[each] if each in names else nulls for each in schema.names]
            return pa.table(columns, schema.names).cast(schema)
    except SourceError as error:
        if may_be_missing and error.code == "not-found":
            return schema.empty_table()
        raise


@contextmanager
def _parquet(storage: Storage, name: str) -> Iterator[pq.ParquetFile]:
    """An open file; SourceError for whatever is wrong with it."""
    with store_errors(lambda reason: SourceError("damaged", f"cannot be read: {reason}")):
        try:
            with storage.opened(name) as file:
                yield pq.ParquetFile(file)
        except FileNotFoundError as error:
            raise SourceError("not-found", "no such file") from error


def count_rows(storage: Storage, name: str) -> int:
    """The number of rows of a file by its own account; 0 if it cannot be read."""
    try:
        with _parquet(storage, name) as parquet:
            return int(parquet.metadata.num_rows)
    except SourceError:
        return 0


def metadata_of(storage: Storage, name: str) -> dict[str, str]:
    """What a file says of itself; empty if it cannot be read."""
    try:
        with _parquet(storage, name) as parquet:
            found: Mapping[bytes, bytes] = parquet.schema_arrow.metadata or {}
    except SourceError:
        return {}
    return {key.decode(errors="replace"): found[key].decode(errors="replace") for key in found}


def encoded(rows: Iterable[Row], schema: pa.Schema, metadata: Mapping[str, str]) -> bytes:
    """A file of the rows, with metadata beside that of the schema: the same for the same rows."""
    schema = schema.with_metadata({**schema.metadata, **metadata})
    table = pa.Table.from_pylist(list(rows), schema)
    file = BytesIO()
    pq.write_table(table, file, compression=_COMPRESSION)
    return file.getvalue()


def digest_of(*parts: str) -> str:
    """16 hex digits that differ for different parts."""
    content = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=8).hexdigest()
