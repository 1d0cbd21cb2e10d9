"""What a worker does with one window: read its articles, group them, and keep how.

Doing it twice gives what doing it once gives, as with an input.
"""

from __future__ import annotations

from dataclasses import asdict

from newsdigest.corpus import rows
from newsdigest.corpus.data_set import DataSet, WindowRecord, window_of
from newsdigest.corpus.tables import articles_to_group, encoded
from newsdigest.corpus.task import check_version
from newsdigest.corpus.windows import FiledArticle, GroupedArticle, grouped_window
from newsdigest.errors import SourceError
from newsdigest.hashing import blake2b
from newsdigest.model import Failure
from newsdigest.valueclasses import valueclass
from newsdigest.version import __version__


@valueclass
class WindowTask:
    """The window of a day, to be grouped."""

    day: str
    # The days of the window with the paths of their parts.
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    # What changes when a part does.
    identity: str
    out: str
    # Of the program that asks.
    version: str = __version__


def group_window(task: WindowTask) -> tuple[Failure, ...]:
    """Group a window of a data set; the failures are the parts that could not be read.

    UsageError if this is another version of the program.
    """
    read = [read_part(task, day, path) for day, paths in task.parts for path in paths]
    grouped = grouped_window(each for filed, _ in read for each in filed)
    return keep_window(task, grouped, [failure for _, failures in read for failure in failures])


def read_part(task: WindowTask, day: str, path: str) -> tuple[list[FiledArticle], list[Failure]]:
    """The articles of a part, or a failure if it cannot be read."""
    check_version(task.version)
    storage = DataSet(task.out).storage
    try:
        return [FiledArticle(day, each) for each in articles_to_group(storage, path)], []
    except SourceError as error:
        return [], [Failure(f"{storage.shown}/{path}", str(error), "group", error.code)]


def keep_window(
    task: WindowTask, grouped: list[GroupedArticle], failures: list[Failure]
) -> tuple[Failure, ...]:
    """Write a grouped window, then the record of it; returns the failures."""
    data_set = DataSet(task.out)
    content = encoded(map(asdict, grouped), rows.WINDOWS, {})
    data_set.storage.write(window_of(task.day), content)
    record = WindowRecord(
        identity=task.identity,
        content=blake2b(content, digest_size=8).hexdigest(),
        newsdigest=__version__,
        read=not failures,
    )
    data_set.keep_window(task.day, record)
    return tuple(failures)
