"""What a worker does with one window: read its articles, group them, and keep how.

Doing it twice gives what doing it once gives, as with an input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from hashlib import blake2b

from newsdigest.corpus import rows
from newsdigest.corpus.data_set import DataSet, WindowRecord, window_of
from newsdigest.corpus.tables import articles_to_group, encoded
from newsdigest.corpus.task import check_version
from newsdigest.corpus.windows import FiledArticle, grouped_window
from newsdigest.errors import SourceError
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
    check_version(task.version)
    data_set = DataSet(task.out)
    failures: list[Failure] = []
    grouped = grouped_window(_filed(task, data_set, failures))
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


def _filed(task: WindowTask, data_set: DataSet, failures: list[Failure]) -> Iterator[FiledArticle]:
    """The articles of the window; parts that cannot be read are failures."""
    for day, paths in task.parts:
        for path in paths:
            try:
                found = articles_to_group(data_set.storage, path)
            except SourceError as error:
                shown = f"{data_set.storage.shown}/{path}"
                failures.append(Failure(shown, str(error), "group", error.code))
                continue
            for article in found:
                yield FiledArticle(day, article)
