"""The road over archives of any size: files in, a Parquet data set out, on Dask.

Needs the extra "corpus", of which nothing is imported before it is used.

inputs       SOURCE arguments → Inputs: the files of folders, lists, patterns and stores
reading      an Input → rows of articles and of failures, by the functions of the pipeline
rows         the columns of both tables
storage      files in a folder or a store, each put in its place in one step
day_parts    rows → Parquet files, one for each day
data_set     a data set on disk: its options, what it holds of which input
day_tables   the articles of one day of a data set, at hand as files
task         what a worker does with one input, from reading to the record of it
engine       tasks on a Dask cluster that may lose workers, or its scheduler
outcome      what a run did, counted while it lasts
frame        sources, or a data set → a Dask DataFrame, for programs in Python
extraction   the whole: sources → a data set, going on where an earlier run ended
tables       Parquet files → rows, and rows → files
windows      the articles of three days → which of them are copies, and about one event
window_task  what a worker does with one window
joined_window  the same by joins, for a window that no worker holds
story_chain  windows, one day after another → stories that go on over the days
grouping     the whole: the articles of a data set → their stories
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dask.dataframe import DataFrame

__all__ = ["extract", "stories"]


def extract(
    sources: Iterable[str | os.PathLike[str]],
    *,
    only: Iterable[str] = (),
    since: datetime | None = None,
    keep: Iterable[str] = (),
    drop: Iterable[str] = (),
    as_of: datetime | None = None,
    table: Literal["articles", "failures"] = "articles",
) -> DataFrame:
    """The articles of the sources, or what could not be read, as a Dask DataFrame.

    Sources and filters are those of `newsdigest corpus extract`. The sources are listed at once,
    and read when the frame is computed: a partition for each file, on the workers of the Dask
    client if there is one, else in this process. The columns and their types are those of the data
    set, with `day` at the end. UsageError for a filter that is wrong, and without the extra
    "corpus".
    """
    from newsdigest.corpus.requirements import check_installed

    check_installed()
    from newsdigest import arguments
    from newsdigest.corpus.extraction import ReadingOptions, only_filters
    from newsdigest.corpus.frame import lazy_frame
    from newsdigest.errors import UsageError
    from newsdigest.pipeline import DigestOptions

    if table not in ("articles", "failures"):
        raise UsageError(f"table must be articles or failures, not {table!r}")
    filters = (*arguments.own_filters(keep, drop, ()), *only_filters(tuple(only)))
    options = ReadingOptions(
        as_of=arguments.in_utc(as_of or datetime.now(UTC)),
        since=since and arguments.in_utc(since),
        selection=DigestOptions(filters=filters),
    )
    return lazy_frame(arguments.source_names(sources), options, table)


def stories(data_set: str | os.PathLike[str]) -> DataFrame:
    """The articles of a data set with their stories, as a Dask DataFrame.

    `data_set` is a directory or a URL that `newsdigest corpus extract` wrote and `newsdigest corpus
    group` grouped. The columns are those of its articles, then `day`, `story` and `copy`, which are
    null for articles that are not grouped; a partition is one part. Its files are listed at once,
    and read when the frame is computed. UsageError if there is no data set, and without the extra
    "corpus".
    """
    from newsdigest.corpus.requirements import check_installed

    check_installed()
    from newsdigest.corpus.frame import story_frame

    return story_frame(os.fspath(data_set))
