"""Sources → a Parquet data set, on one machine or a cluster; each run goes on where one ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from newsdigest.corpus.data_set import DataSet
from newsdigest.corpus.engine import Cluster, Done, check_address, run_tasks
from newsdigest.corpus.inputs import Input, find_inputs
from newsdigest.corpus.outcome import Outcome
from newsdigest.corpus.reading import ReadingOptions
from newsdigest.corpus.requirements import check_installed
from newsdigest.corpus.task import Receipt, Task, extract_input
from newsdigest.errors import UsageError
from newsdigest.filters import Filters, parse_filter
from newsdigest.model import Failure
from newsdigest.valueclasses import recordclass, replace, valueclass

__all__ = [
    "AskedOptions",
    "Cluster",
    "Extraction",
    "ReadingOptions",
    "Receipt",
    "check_installed",
    "extract_corpus",
    "only_filters",
]


@valueclass
class AskedOptions:
    """The options that decide what a data set holds, as they were typed."""

    only: tuple[str, ...] = ()
    since: str | None = None
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@recordclass
class Extraction(Outcome):
    """What a run read: files, and the articles that the filters left out."""

    filtered: int = 0


def only_filters(only: Sequence[str]) -> tuple[Filters, ...]:
    """The filters of FIELD=VALUE conditions: of one field any may hold, of several all must.

    >>> [each.keep[0].typed for each in only_filters(["language=en"])]
    ['language:en']
    """
    by_field: dict[str, list[str]] = {}
    for each in only:
        name, equals, value = each.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise UsageError(f"--only {each!r}: not a field and its value, such as language=en")
        by_field.setdefault(name.strip().lower(), []).append(f"{name.strip()}:{value.strip()}")
    return tuple(Filters(keep=tuple(map(parse_filter, typed))) for typed in by_field.values())


def extract_corpus(
    sources: Sequence[str],
    out: str,
    asked: AskedOptions,
    options: ReadingOptions,
    cluster: Cluster,
    watch: Callable[[Extraction], None],
) -> Extraction:
    """Read the sources into the data set `out`; what it holds already is not read again.

    `watch` is called at the start and after each input. UsageError if the data set was begun with
    other options, LockedError if another run of this machine is writing to it, DeliveryError if it
    cannot be written, SourceError if the scheduler is lost.
    """
    check_installed()
    check_address(cluster)
    data_set = DataSet(out)
    local = data_set.storage.local
    if data_set.storage.is_in_memory and not cluster.is_of_this_process:
        raise UsageError(f"--out {out}: the memory of one process, and a run has several")
    with data_set.only_run():
        found = list(find_inputs(sources, without=local))
        options = _as_begun(data_set, asked, options)
        data_set.storage.remove_leftovers()
        run = Extraction()
        run.failed(*(each for each in found if isinstance(each, Failure)))
        inputs = dict.fromkeys(each for each in found if isinstance(each, Input))
        wanted = _not_done(inputs, data_set, run)
        watch(run)
        where = str(local) if local else out
        tasks = (Task(each, where, options) for each in wanted)
        for done in run_tasks(extract_input, tasks, cluster) if wanted else ():
            _count(done, run)
            watch(run)
        data_set.storage.remove_leftovers()
    return run


def _as_begun(data_set: DataSet, asked: AskedOptions, options: ReadingOptions) -> ReadingOptions:
    """The options, with the beginning of the window that the first run had: "7d" moves."""
    given = {
        "only": list(asked.only),
        "since": asked.since,
        "keep": list(asked.keep),
        "drop": list(asked.drop),
    }
    since = options.since.isoformat() if options.since else None
    begun = data_set.begin({"asked": given, "since": since})
    first = begun.get("since")
    return replace(options, since=datetime.fromisoformat(first) if first else None)


def _not_done(inputs: dict[Input, None], data_set: DataSet, run: Extraction) -> list[Input]:
    known = data_set.records()
    run.inputs = len(inputs)
    wanted = [each for each in inputs if not _is_done(each, data_set, known)]
    run.earlier = len(inputs) - len(wanted)
    return wanted


def _is_done(found: Input, data_set: DataSet, known: set[str]) -> bool:
    record = data_set.record(found.key) if found.key in known else None
    return record is not None and record.covers(found)


def _count(done: Done[Task, Receipt], run: Extraction) -> None:
    run.done += 1
    if isinstance(done.result, Exception):
        run.lost(done.item.input.shown, done.result, "extract")
        return
    run.articles += done.result.articles
    run.filtered += done.result.filtered
    run.failed(*done.result.named, count=done.result.failures)
