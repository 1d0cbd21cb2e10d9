"""The rows of a table, one after the other; imports pyarrow, so only a child imports this.

A table is read page by page, so that a row group of any size takes the same memory. A row that is
no article costs itself, damage what is behind it in its row group.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from newsdigest.errors import SourceError
from newsdigest.language import printable
from newsdigest.sources.files import reason
from newsdigest.sources.limits import DEFAULT_LIMITS
from newsdigest.sources.tables.columns import COLUMNS, MOMENT, check_columns
from newsdigest.sources.tables.row_articles import article_of
from newsdigest.sources.tables.table_file import MAGICS
from newsdigest.sources.tables.table_parts import (
    RowFailure,
    RowStep,
    TablePosition,
    TableRequest,
)

# Bytes of a column that are read from the disk at once.
_BUFFER = 1 << 20
_LONGEST_ROW = DEFAULT_LIMITS.document_bytes

# Threads take address space, which is what is limited.
pa.set_cpu_count(1)
pa.set_io_thread_count(1)


def walk_rows(request: TableRequest) -> Iterator[RowStep]:
    """The rows from a position on. SourceError if it is no table of articles, or cannot be read."""
    try:
        with Path(request.path).open("rb") as file:
            _check_ends(file)
            table = _opened(file)
            groups = [table.metadata.row_group(n).num_rows for n in range(table.num_row_groups)]
            _check_number(sum(groups), file.seek(0, os.SEEK_END))
            at = request.position
            before = sum(groups[: at.group])
            for group in range(at.group, len(groups)):
                done = at.row if group == at.group else 0
                if done < groups[group]:
                    start = TablePosition(group, done, before + done)
                    yield from _group(table, start, groups[group], request)
                before += groups[group]
    except OSError as error:
        raise SourceError("unreadable", reason(error)) from error


def _check_ends(file: BinaryIO) -> None:
    """SourceError for a file that cannot be a table by its first and last bytes."""
    head = file.read(4)
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 4))
    end = file.read(4)
    if not head:
        raise SourceError("empty", "an empty file")
    if head not in MAGICS:
        raise SourceError("unsupported", "not a Parquet file")
    if end != head:
        raise SourceError("truncated", "a Parquet file that is cut off")
    if head != MAGICS[0]:
        raise SourceError("unsupported", "an encrypted Parquet file")


def _opened(file: BinaryIO) -> pq.ParquetFile:
    """The table. SourceError if it is damaged, or holds something else."""
    try:
        table = pq.ParquetFile(
            file, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True
        )
        schema = table.schema_arrow
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(error) from error
    check_columns(schema)
    return table


def _damaged(error: Exception) -> SourceError:
    line = (str(error) or type(error).__name__).splitlines()[0]
    return SourceError("damaged", printable(f"damaged: {line[:100]}"))


def _check_number(rows: int, size: int) -> None:
    """SourceError for a bomb: each article has an id of its own, so a row takes some bytes."""
    if rows > size:
        raise SourceError("too-large", f"claims {rows:,} rows in {size:,} bytes")


def _group(
    table: pq.ParquetFile, start: TablePosition, rows: int, request: TableRequest
) -> Iterator[RowStep]:
    """The rows of a group from a position on."""
    first = start.before - start.row
    batches = table.iter_batches(
        request.rows, row_groups=[start.group], columns=COLUMNS.names, use_threads=False
    )
    done = 0
    try:
        for batch in batches:
            skipped = min(batch.num_rows, max(0, start.row - done))
            done += skipped
            for row in _rows(batch.slice(skipped)):
                done += 1
                # A child that dies of the next row should not have to pass this one again.
                is_last = done == rows
                behind = TablePosition(start.group + is_last, 0 if is_last else done, first + done)
                yield _step(row, behind, request)
    except MemoryError:  # Arrow's is an ArrowException as well
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        left = max(1, rows - done)
        failure = _damaged(error)
        more = f", and with it the {left - 1:,} rows behind it" if left > 1 else ""
        yield RowStep(
            TablePosition(start.group + 1, 0, first + done + left),
            failure=RowFailure(first + done + 1, failure.code, f"{failure}{more}"),
        )


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | ValueError]:
    """The rows of a batch, and an error for each that has a value which is none of its type."""
    try:
        yield from _values(batch)
    except (OverflowError, ValueError):  # a text that is not UTF-8, a time beyond the calendar
        for number in range(batch.num_rows):
            try:
                yield from _values(batch.slice(number, 1))
            except (OverflowError, ValueError) as error:
                yield ValueError(str(error))


def _values(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows with times in UTC, in which those without a zone are taken to be."""
    columns = [
        # A time of nanoseconds loses some; any other must not overflow.
        column.cast(MOMENT, safe=getattr(column.type, "unit", "") != "ns")
        if pa.types.is_timestamp(column.type)
        else column
        for column in batch.columns
    ]
    rows: list[dict[str, Any]] = pa.RecordBatch.from_arrays(
        columns, names=batch.schema.names
    ).to_pylist()
    return rows


def _step(
    row: dict[str, Any] | ValueError, behind: TablePosition, request: TableRequest
) -> RowStep:
    """The article of a row, or why it is none: each is at fault for itself."""
    try:
        values, length = _checked(row)
        origin = printable(values["origin"] or f"{request.origin}#{behind.before}")
        return RowStep(behind, article_of({**values, "origin": origin}), length)
    except SourceError as error:
        return RowStep(behind, failure=RowFailure(behind.before, error.code, str(error)))


def _checked(row: dict[str, Any] | ValueError) -> tuple[dict[str, Any], int]:
    """The row and its length; SourceError for one that could not be decoded, or is too large."""
    if isinstance(row, ValueError):
        raise _damaged(row)
    length = _length(row)
    if length > _LONGEST_ROW:
        raise SourceError("too-large", f"larger than {_LONGEST_ROW:,} bytes")
    return row, length


def _length(value: Any) -> int:
    """The number of characters in a value, with one for each part that it has."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_length, value.values()))
    return 1 + sum(map(_length, value)) if isinstance(value, list) else 1
