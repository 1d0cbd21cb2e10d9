"""Rows → Parquet files, one for each day, with a bounded number of rows in memory.

The pages of one archive may be of thousands of days, more than the files that a process may have
open. So rows wait in a temporary file, unless they are few, and the parts are written at the end,
one after another.
"""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from tempfile import TemporaryFile, gettempdir
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from newsdigest.corpus.rows import Row
from newsdigest.corpus.storage import Writing, cannot_be, store_errors

# Rows in memory at most: some 30 kB each, as Python has them, twice what they take in a batch.
_IN_MEMORY = 256
# Rows in a row group of a part.
_IN_GROUP = 2048
_COMPRESSION = "zstd"


class DayParts(AbstractContextManager["DayParts"]):
    """The rows of one input, and the Parquet files that they become, by day."""

    def __init__(self, writing: Writing, schema: pa.Schema) -> None:
        self._writing = writing
        self._schema = schema
        self._waiting: list[Row] = []
        self._spool: _Spool | None = None
        # By day: the places of its rows in each batch that has any.
        self._places: dict[str, dict[int, list[int]]] = {}
        self._spooled = 0
        self.rows: Counter[str] = Counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._spool:
            self._spool.close()

    def add(self, rows: Iterable[tuple[str, Row]]) -> None:
        for day, row in rows:
            places = self._places.setdefault(day, {}).setdefault(self._spooled, [])
            places.append(len(self._waiting))
            self._waiting.append(row)
            self.rows[day] += 1
            if len(self._waiting) == _IN_MEMORY:
                self._spool = self._spool or _Spool(self._schema)
                self._spool.add(self._batch())
                self._spooled += 1
                self._waiting.clear()

    def write(self) -> None:
        """Write and complete all files; each is named after its day."""
        batches = [*(self._spool.batches() if self._spool else ()), self._batch()]
        for day, places in self._places.items():
            with (
                self._writing.open(day) as file,
                pq.ParquetWriter(
                    file, self._schema, compression=_COMPRESSION, write_page_checksum=True
                ) as writer,
            ):
                for group in _row_groups(batches[n].take(pa.array(at)) for n, at in places.items()):
                    writer.write_table(group)

    def _batch(self) -> pa.RecordBatch:
        return pa.RecordBatch.from_pylist(self._waiting, self._schema)


class _Spool:
    """Batches in a temporary file without a name, which ends with the process at the latest."""

    def __init__(self, schema: pa.Schema) -> None:
        with store_errors(cannot_be("written to", gettempdir())):
            self._file = TemporaryFile(prefix="newsdigest-")  # noqa: SIM115
            self._writer = pa.ipc.new_file(self._file, schema)

    def add(self, batch: pa.RecordBatch) -> None:
        with store_errors(cannot_be("written to", gettempdir())):
            self._writer.write_batch(batch)

    def batches(self) -> list[pa.RecordBatch]:
        """All batches, of which only what is looked at comes into memory."""
        with store_errors(cannot_be("written to", gettempdir())):
            self._writer.close()
            self._file.flush()
        mapped = mmap.mmap(self._file.fileno(), 0, prot=mmap.PROT_READ)
        reader = pa.ipc.open_file(pa.py_buffer(mapped))
        return [reader.get_batch(number) for number in range(reader.num_record_batches)]

    def close(self) -> None:
        self._file.close()


def _row_groups(pieces: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The pieces, put together as long as they are small."""
    group: list[pa.RecordBatch] = []
    for piece in pieces:
        if group and sum(map(len, group)) + len(piece) > _IN_GROUP:
            yield pa.Table.from_batches(group)
            group = []
        group.append(piece)
    yield pa.Table.from_batches(group)
