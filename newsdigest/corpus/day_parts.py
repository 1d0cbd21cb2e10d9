"""Rows → Parquet files, one for each day, of which only a bounded number waits in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newsdigest.corpus.rows import Row
from newsdigest.corpus.storage import Writing

# Rows that wait at most, over all days: some 20 MB of articles.
_WAITING = 2048
_COMPRESSION = "zstd"


class DayParts:
    """The Parquet files that are being written for one input, by day."""

    def __init__(self, writing: Writing, schema: pa.Schema) -> None:
        self._writing = writing
        self._schema = schema
        self._waiting: dict[str, list[Row]] = {}
        self._writers: dict[str, Any] = {}
        self.rows: Counter[str] = Counter()

    def add(self, rows: Iterable[tuple[str, Row]]) -> None:
        for day, row in rows:
            self._waiting.setdefault(day, []).append(row)
            self.rows[day] += 1
            if sum(map(len, self._waiting.values())) > _WAITING:
                self._write(max(self._waiting, key=lambda each: len(self._waiting[each])))

    def close(self) -> None:
        """Write what waits, and complete all files; each is named after its day."""
        for day in list(self._waiting):
            self._write(day)
        for writer in self._writers.values():
            writer.close()
        self._writing.close()

    def _write(self, day: str) -> None:
        table = pa.Table.from_pylist(self._waiting.pop(day), self._schema)
        if day not in self._writers:
            file = self._writing.open(day)
            self._writers[day] = pq.ParquetWriter(file, self._schema, compression=_COMPRESSION)
        self._writers[day].write_table(table)
