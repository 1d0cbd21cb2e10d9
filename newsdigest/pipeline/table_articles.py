"""A table → its articles, read part by part in a child process.

The child reads one row after another and may die of any of them. Then the rows of that part are
asked for one by one, so that only the one that is to blame is lost.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import groupby

from newsdigest.errors import NewsdigestError
from newsdigest.language import printable
from newsdigest.masking import masked_address
from newsdigest.model import Article, Failure
from newsdigest.pipeline.parted_sources import TableArticles
from newsdigest.sources.tables import NO_TABLE, Table
from newsdigest.sources.tables.table_parts import (
    RowFailure,
    TablePart,
    TablePosition,
    TableRequest,
)
from newsdigest.valueclasses import replace
from newsdigest.workers.pool import WorkerLimits, WorkerPool

# Rows that one call reads at most: enough that calls cost nothing, 1 MB of common articles.
_ROWS = 128
# Rows of one table that are reported one by one, and of which its child may die.
_MOST_NAMED = 20
# The library takes 290 MB of addresses and 85 MB of memory, and reading common articles 80 MB more.
_LIMITS = WorkerLimits(seconds=20.0, memory_bytes=600_000_000)
# What a table may grow to: so many characters for each of its bytes beyond the first. Real ones
# have 4, and a dictionary of one text makes millions of rows of it.
_GROWTH = 100
_SMALL = 100_000_000
_READER = "newsdigest.sources.tables.row_reading"
_MISSING = "reading Parquet files needs pyarrow: pip install 'newsdigest[corpus]'"


def in_order(articles: Sequence[Article]) -> list[Article]:
    """The articles by their documents, newest first: the same however they were in tables."""
    ordered: list[Article] = []
    for _, same in groupby(sorted(articles, key=_place), _place):
        tied = list(same)
        ordered += sorted(tied, key=repr) if len(tied) > 1 else tied
    return ordered


def _place(article: Article) -> tuple[str, float, str]:
    dated = article.published or article.modified
    return (article.origin, -dated.timestamp() if dated else math.inf, article.id)


class TableReader:
    """Reads tables in one child, which is started for the first of them."""

    def __init__(self) -> None:
        self._child: WorkerPool | None = None
        self._stack = ExitStack()

    def __enter__(self) -> TableReader:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    def read(self, table: Table) -> Iterator[TableArticles | Failure]:
        """The articles of a table in their order, and a failure for each row that is none.

        Of a table with much damage, the first failures are named and the others counted.
        """
        if find_spec("pyarrow") is None:
            # The same for all tables of a data set.
            yield _failure(
                replace(table, origin=table.data_set or table.origin), "unsupported", _MISSING
            )
            return
        if self._child is None:
            self._child = self._stack.enter_context(WorkerPool(1, _LIMITS, _READER))
        articles = failures = 0
        for part in _parts(self._child, table):
            articles += len(part.articles)
            if part.articles:
                yield TableArticles(table.origin, part.articles)
            for failure in part.failures:
                failures += 1
                if failures <= _MOST_NAMED:
                    row = f"row {failure.row:,}: " if failure.row else ""
                    yield _failure(table, failure.code, f"{row}{failure.reason}")
        if failures > _MOST_NAMED:
            more = f"{failures - _MOST_NAMED:,} more rows could not be read"
            yield _failure(table, "damaged", more)
        if not articles and not failures and not table.data_set:
            yield _failure(table, NO_TABLE, "no rows in this table")


def _failure(table: Table, code: str, reason: str) -> Failure:
    shown = printable(masked_address(table.origin))
    return Failure(shown, printable(reason), stage="gather", code=code)


def _parts(child: WorkerPool, table: Table) -> Iterator[TablePart]:
    """The parts of a table, and one with a failure for each row that the child died of."""
    from newsdigest.sources.tables.table_reading import read_part

    position: TablePosition | None = TablePosition()
    most = _SMALL + _GROWTH * _size(table)
    # How many more rows to read one by one, whether the child died of the last one, and how often.
    alone, was_lost, lost = 0, False, 0
    while position is not None:
        request = TableRequest(str(table.path), table.origin, position, 1 if alone else _ROWS)
        ((_, part),) = child.map(read_part, [request])
        if isinstance(part, TablePart):
            yield part
            position, alone, was_lost = part.next, max(0, alone - 1), False
            most -= part.characters
            if most < 0 and position is not None:
                reason = f"nothing was read from here on: more than {_GROWTH} times its size so far"
                yield _lost(position.before + 1, "too-large", reason)
                return
        elif isinstance(part, NewsdigestError):
            yield _lost(0, getattr(part, "code", "internal"), str(part))
            return
        elif not alone:
            alone = _ROWS
        elif lost == _MOST_NAMED:
            reason = f"nothing was read from here on: {part.reason}"
            yield _lost(position.before + 1, part.code, reason)
            return
        elif was_lost:
            reason = f"nothing was read from here to the end of its row group: {part.reason}"
            yield _lost(position.before + 1, part.code, reason)
            position = TablePosition(position.group + 1, 0, position.before + 1)
            was_lost, lost = False, lost + 1
        else:
            yield _lost(position.before + 1, part.code, part.reason)
            position = replace(position, row=position.row + 1, before=position.before + 1)
            was_lost, lost = True, lost + 1


def _lost(row: int, code: str, reason: str) -> TablePart:
    return TablePart((), (RowFailure(row, code, reason),), 0, None)


def _size(table: Table) -> int:
    try:
        return table.path.stat().st_size
    except OSError:
        return 0
