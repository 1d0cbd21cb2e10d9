"""What a worker does with one input: read it, write its parts, and keep the record of it.

Doing it twice gives what doing it once gives: the names of parts follow from the input, and a part
takes the place of an earlier one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newsdigest.corpus import rows
from newsdigest.corpus.data_set import FAILURES, DataSet, Part, Record
from newsdigest.corpus.day_parts import DayParts
from newsdigest.corpus.inputs import Input
from newsdigest.corpus.reading import InputRows, ReadingOptions, read_input
from newsdigest.corpus.storage import Writing
from newsdigest.errors import UsageError
from newsdigest.model import Failure
from newsdigest.sources.tables import ARTICLES
from newsdigest.valueclasses import replace, valueclass
from newsdigest.version import __version__

# The failures of one input that are named at the end of a run; the table has all of them.
_MOST_NAMED = 5


@valueclass
class Task:
    """One input to be read into a data set."""

    input: Input
    out: str
    options: ReadingOptions
    # Of the program that asks.
    version: str = __version__


@valueclass
class Receipt:
    """What was made of one input: counts, and the first failures."""

    input: str
    articles: int
    filtered: int
    failures: int
    named: tuple[Failure, ...]


def extract_input(task: Task) -> Receipt:
    """Read an input into its data set. UsageError if this is another version of the program."""
    check_version(task.version)
    extraction = _Extraction(task)
    record = extraction.keep(read_input(task.input, task.options))
    return Receipt(
        task.input.shown,
        record.articles,
        record.filtered,
        record.failures,
        tuple(extraction.named),
    )


def check_version(asked: str) -> None:
    if asked != __version__:
        raise UsageError(f"a worker has newsdigest {__version__}, and this is {asked}")


class _Extraction:
    def __init__(self, task: Task) -> None:
        self._input = task.input
        self._key = task.input.key
        self._data_set = DataSet(task.out)
        self._filtered = 0
        self._notes: list[str] = []
        # Whether something of the input could not be got at.
        self._is_unread = False
        self.named: list[Failure] = []

    def keep(self, portions: Iterable[InputRows]) -> Record:
        """Write the parts beside the others, the record, then move the parts to their places."""
        storage = self._data_set.storage
        before = self._data_set.record(self._key)
        with storage.beside() as writing:
            articles, failures = self._written(writing, portions)
            moves = {
                **{day: self._part(f"{ARTICLES}/day={day}", n) for day, n in articles.items()},
                **{name: self._part(FAILURES, n) for name, n in failures.items()},
            }
            record = self._record(tuple(moves.values()), articles.total(), failures.total())
            stale = _stale(before, record)
            planned = replace(record, parts=(*record.parts, *stale), complete=False)
            self._data_set.keep(self._key, planned)
            for name, part in moves.items():
                writing.move(name, part.path)
        for part in stale:
            storage.delete(part.path)
        self._data_set.keep(self._key, record)
        return record

    def _written(
        self, writing: Writing, portions: Iterable[InputRows]
    ) -> tuple[Counter[str], Counter[str]]:
        """The number of articles by day and of failures, by the names of the files written."""
        with (
            DayParts(writing, rows.ARTICLES) as articles,
            DayParts(writing, rows.FAILURES) as failures,
        ):
            for portion in portions:
                articles.add(portion.articles)
                failures.add((FAILURES, row) for row in portion.failure_rows(self._input))
                self._filtered += portion.filtered
                self._notes += portion.notes
                self._is_unread |= any(each.stage == "gather" for each in portion.failures)
                self.named += portion.failures[: _MOST_NAMED - len(self.named)]
            articles.write()
            failures.write()
            return articles.rows, failures.rows

    def _part(self, folder: str, count: int) -> Part:
        return Part(f"{folder}/{self._key}.parquet", count)

    def _record(self, parts: tuple[Part, ...], articles: int, failures: int) -> Record:
        return Record(
            input=self._input.shown,
            identity=self._input.version,
            parts=parts,
            articles=articles,
            failures=failures,
            filtered=self._filtered,
            notes=tuple(self._notes),
            newsdigest=__version__,
            complete=True,
            read=bool(articles or self._filtered) or not self._is_unread,
        )


def _stale(before: Record | None, now: Record) -> list[Part]:
    """The parts that an earlier version of the input had and this one has not."""
    new = {part.path for part in now.parts}
    return [part for part in before.parts if part.path not in new] if before else []
