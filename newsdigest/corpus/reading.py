"""An Input → its articles and failures, by the same functions as on one machine.

What strangers wrote is parsed in guarded children here too. A thread of a worker keeps its child
from one input to the next.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

from newsdigest.corpus.inputs import Input
from newsdigest.corpus.rows import Row, article_row, day_of, failure_row
from newsdigest.corpus.storage import file_system, is_local, store_errors
from newsdigest.errors import SourceError
from newsdigest.language import printable
from newsdigest.model import Article, Failure
from newsdigest.pipeline import (
    DigestOptions,
    ReadingRules,
    ReadResult,
    Run,
    passes,
    read_in_portions,
    with_own_labels,
)
from newsdigest.render import is_own_digest
from newsdigest.sources import Gathering, is_web_address, read_source
from newsdigest.valueclasses import replace, valueclass
from newsdigest.workers.pool import WorkerPool

_PRELOADED = "newsdigest.pipeline.document_opening"
_COPIED_AT_ONCE = 1 << 20


@valueclass
class ReadingOptions:
    """How the inputs are read, and which articles are wanted."""

    # What ages that pages print count back from.
    as_of: datetime
    # Articles from before then, by the day that they are filed under, are left out.
    since: datetime | None = None
    # The filters, and the user's own topics and names, which they know.
    selection: DigestOptions = field(default_factory=DigestOptions)
    rules: ReadingRules = field(default_factory=ReadingRules)


@valueclass
class InputRows:
    """What an input, or a portion of one, gave."""

    # The day and the row of each article.
    articles: tuple[tuple[str, Row], ...]
    failures: tuple[Failure, ...]
    # Problems of documents that were read nevertheless.
    notes: tuple[str, ...]
    # The number of articles that were not wanted.
    filtered: int = 0

    def failure_rows(self, found: Input) -> list[Row]:
        return [failure_row(failure, found.shown) for failure in self.failures]


def read_input(found: Input, options: ReadingOptions) -> Iterator[InputRows]:
    """The rows of an input, in portions; what could not be read is among their failures."""
    try:
        with _at_hand(found) as path:
            if found.is_found and _is_own_digest(path):
                note = f"{found.shown}: a digest that newsdigest wrote, so not read as news"
                yield InputRows((), (), (note,))
            else:
                yield from _portions(found, path, options)
    except SourceError as error:
        failure = Failure(found.shown, printable(str(error)), "gather", error.code)
        yield InputRows((), (failure,), ())


def _portions(found: Input, path: str, options: ReadingOptions) -> Iterator[InputRows]:
    run = Run(options.as_of, rules=options.rules)
    # Files are read as they are: only what is at a web address leads to others there.
    how = Gathering(offline=not is_web_address(path))
    reported: dict[Failure, None] = {}
    notes = 0
    with _child() as pool:
        for reading in read_in_portions([path], how, run, pool):
            new = [each for each in reading.failures if each not in reported]
            reported.update(dict.fromkeys(new))
            portion = replace(reading, failures=tuple(new), notes=reading.notes[notes:])
            notes = len(reading.notes)
            yield _rows(found, path, options, run, portion)
    left = [each for each in run.internal if each not in reported]
    if left:
        yield InputRows((), tuple(left), ())


def _rows(
    found: Input, path: str, options: ReadingOptions, run: Run, portion: ReadResult
) -> InputRows:
    def shown(text: str) -> str:
        """The text with the address of the input in place of the path of a copy."""
        return text.replace(printable(path), found.shown, 1)

    with run.guard():
        labelled = [with_own_labels(each, options.selection) for each in portion.articles]
        dated = [(_day(each, portion, found), each) for each in labelled]
        wanted = [(day, each) for day, each in dated if _is_wanted(each, day, options)]
    return InputRows(
        tuple((day, article_row(each, shown(each.origin))) for day, each in wanted),
        tuple(replace(each, source=shown(each.source)) for each in portion.failures),
        tuple(map(shown, portion.notes)),
        len(labelled) - len(wanted),
    )


def _day(article: Article, portion: ReadResult, found: Input) -> str:
    """The day that an article is filed under; of an undated one that of its record or file."""
    recorded = portion.recorded.get(article.origin)
    return day_of(article, recorded.astimezone(UTC).date() if recorded else found.changed)


def _is_wanted(article: Article, day: str, options: ReadingOptions) -> bool:
    if options.since is not None:
        dated = article.published or article.modified
        first = options.since.date().isoformat()
        if not (dated >= options.since if dated else day >= first):
            return False
    return passes(article, options.selection)


def _is_own_digest(path: str) -> bool:
    try:
        return is_own_digest(read_source(path, Gathering()))
    except SourceError:  # an archive, or what the reading will report
        return False


@contextmanager
def _at_hand(found: Input) -> Iterator[str]:
    """A path or web address that the pipeline reads: what is in a store is copied first."""
    if is_web_address(found.address) or "://" not in found.address:
        yield found.address
        return
    files, path = file_system(found.address)
    if is_local(files):
        yield path
        return
    with TemporaryDirectory(prefix="newsdigest-") as folder:
        # Its name is kept, as something may be told from it.
        copy = Path(folder) / (Path(path).name or "input")
        with (
            store_errors(lambda reason: SourceError("unreadable", reason)),
            files.open(path, "rb") as source,
            copy.open("wb") as target,
        ):
            shutil.copyfileobj(source, target, _COPIED_AT_ONCE)
        yield str(copy)


class _KeptPool:
    """A pool of one child, which ends with the thread that keeps it."""

    def __init__(self) -> None:
        self.pool = WorkerPool(1, preload=_PRELOADED)
        self.pool.__enter__()
        self.close = finalize(self, self.pool.__exit__)


_kept = threading.local()


@contextmanager
def _child() -> Iterator[WorkerPool]:
    """The pool of this thread; another one after anything went wrong."""
    kept: _KeptPool | None = getattr(_kept, "pool", None)
    if kept is None:
        kept = _kept.pool = _KeptPool()
    try:
        yield kept.pool
    except BaseException:  # its child may be in the middle of something
        _kept.pool = None
        kept.close()
        raise
