"""Sources → a Dask DataFrame, of which nothing is read before it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, assert_never

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa

from newsdigest.corpus import rows
from newsdigest.corpus.inputs import Input, find_inputs
from newsdigest.corpus.reading import ReadingOptions, read_input
from newsdigest.corpus.task import check_version
from newsdigest.model import Failure
from newsdigest.version import __version__

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

Table = Literal["articles", "failures"]

_DAY = pa.field("day", pa.string())


def lazy_frame(sources: Sequence[str], options: ReadingOptions, table: Table) -> DataFrame:
    """The rows of a table, a partition for each file; UsageError as in `find_inputs`."""
    found = list(find_inputs(sources))
    meta = _frame([], table)
    if not found:
        return dd.from_pandas(meta, npartitions=1)
    return dd.from_map(
        _partition, found, options=options, table=table, version=__version__, meta=meta
    )


def _partition(
    found: Input | Failure, options: ReadingOptions, table: Table, version: str
) -> pd.DataFrame:
    """The rows of one file, on a worker; a source that was not found is a failure."""
    check_version(version)
    if isinstance(found, Failure):
        failed = [rows.failure_row(found, found.source)] if table == "failures" else []
        return _frame(failed, table)
    portions = read_input(found, options)
    match table:
        case "articles":
            articles = [
                {**row, "day": day} for portion in portions for day, row in portion.articles
            ]
            return _frame(articles, table)
        case "failures":
            return _frame([row for each in portions for row in each.failure_rows(found)], table)
        case _:
            assert_never(table)


def _frame(values: list[dict[str, Any]], table: Table) -> pd.DataFrame:
    """The rows with the types of the data set."""
    schema = rows.ARTICLES.append(_DAY) if table == "articles" else rows.FAILURES
    table_of_rows = pa.Table.from_pylist(values, schema)
    frame: pd.DataFrame = table_of_rows.to_pandas(types_mapper=pd.ArrowDtype)
    return frame
