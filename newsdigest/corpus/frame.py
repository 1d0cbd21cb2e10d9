"""Sources, or a data set → a Dask DataFrame, of which nothing is read before it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, assert_never

import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from newsdigest.corpus import rows
from newsdigest.corpus.data_set import DataSet, stories_of
from newsdigest.corpus.inputs import Input, find_inputs
from newsdigest.corpus.reading import ReadingOptions, read_input
from newsdigest.corpus.tables import table_of
from newsdigest.corpus.task import check_version
from newsdigest.model import Failure
from newsdigest.sources.tables import ARTICLES
from newsdigest.version import __version__

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

Table = Literal["articles", "failures"]

_DAY = pa.field("day", pa.string())
_GROUPS = ("story", "copy")
_ARTICLES_IN_STORIES = (
    rows.ARTICLES.append(_DAY)
    .append(rows.STORIES.field("story"))
    .append(rows.STORIES.field("copy"))
)


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


def story_frame(out: str) -> DataFrame:
    """The articles of a data set with their stories, a partition for each part."""
    data_set = DataSet(out)
    data_set.check()
    local = data_set.storage.local
    parts = [(day, path) for day in data_set.days(ARTICLES) for path in data_set.parts(day)]
    meta = _typed(_ARTICLES_IN_STORIES.empty_table())
    if not parts:
        return dd.from_pandas(meta, npartitions=1)
    return dd.from_map(
        _articles_in_stories,
        parts,
        out=str(local) if local else out,
        version=__version__,
        meta=meta,
    )


def _articles_in_stories(part: tuple[str, str], out: str, version: str) -> pd.DataFrame:
    """The articles of a part with their stories, on a worker; null where they are not grouped."""
    check_version(version)
    day, path = part
    storage = DataSet(out).storage
    articles = table_of(storage, path, rows.ARTICLES)
    stories = table_of(storage, stories_of(day), rows.STORIES, may_be_missing=True)
    places = pc.index_in(articles["id"], value_set=stories["id"])
    days = pa.array([day] * articles.num_rows, pa.string())
    columns = [*articles.columns, days, *(stories[name].take(places) for name in _GROUPS)]
    return _typed(pa.table(columns, schema=_ARTICLES_IN_STORIES))


def _frame(values: list[dict[str, Any]], table: Table) -> pd.DataFrame:
    """The rows with the types of the data set."""
    schema = rows.ARTICLES.append(_DAY) if table == "articles" else rows.FAILURES
    return _typed(pa.Table.from_pylist(values, schema))


def _typed(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame
