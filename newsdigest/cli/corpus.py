"""newsdigest corpus: extract, group, digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import typer

from newsdigest.cli.digest import digest as digest_command
from newsdigest.cli.options import GOES, READ, AsOf, ConfigFile, Drop, Keep, Quiet, Since
from newsdigest.cli.parameters import with_parameters_of
from newsdigest.cli.status import Status, command
from newsdigest.cli.usage import CommandGroup, HelpfulCommand
from newsdigest.cli.wording import counted

if TYPE_CHECKING:
    from newsdigest.cli.progress import Progress
    from newsdigest.corpus.extraction import Extraction
    from newsdigest.corpus.grouping import Grouping
    from newsdigest.corpus.outcome import Outcome

Run = TypeVar("Run", bound="Outcome")

corpus = typer.Typer(
    cls=CommandGroup,
    name="corpus",
    help="Archives of any size: read them into a Parquet data set, on one machine or a cluster, "
    "find its stories, and print the edition of a day.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ENGINE = "Where it runs"

Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        show_default=False,
        rich_help_panel=ENGINE,
        help="The scheduler of a Dask cluster, such as tcp://host:8786. [default: processes "
        "of this machine]",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        max=1024,
        show_default=False,
        rich_help_panel=ENGINE,
        help="The number of processes on this machine. [default: the number of cores]",
    ),
]


DataSetFolder = Annotated[
    str,
    typer.Argument(
        metavar="DIR",
        show_default=False,
        help="The directory of a data set, or its URL, as given to `corpus extract --out`.",
    ),
]
# Of the options of `digest`, those that are of feeds, other runs, and windows.
_NOT_OF_A_DAY = ("sources", "since", "until", "new", "group", "wait")


@corpus.command("extract", cls=HelpfulCommand)
@command
def extract(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            show_default=False,
            help="Files, directories, patterns, URLs (also s3:// and others that fsspec knows), "
            "or @FILE, which lists them one a line.",
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            show_default=False,
            rich_help_panel=GOES,
            help="The directory of the data set, or a URL of fsspec; what it holds is not read "
            "again.",
        ),
    ],
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=VALUE",
            show_default=False,
            rich_help_panel=READ,
            help="Only articles with this value, such as language=en; may be repeated.",
        ),
    ] = None,
    since: Since = None,
    keep: Keep = None,
    drop: Drop = None,
    as_of: AsOf = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> Status:
    """Read archives into a Parquet data set: articles by day, and what failed.

    Run again, it goes on where it was interrupted and reads only what is new or has changed.
    """
    from newsdigest.cli.narrowing import typed_filters
    from newsdigest.cli.progress import Progress
    from newsdigest.cli.session import load, own_names, own_topics, reading_rules
    from newsdigest.cli.times import parse_as_of, parse_window
    from newsdigest.corpus.requirements import check_installed
    from newsdigest.pipeline import DigestOptions

    check_installed()
    from newsdigest.corpus.extraction import (
        AskedOptions,
        Cluster,
        ReadingOptions,
        extract_corpus,
        only_filters,
    )

    _check_engine(scheduler, workers)
    moment = parse_as_of(as_of, datetime.now(UTC))
    start, _ = parse_window(since, None, moment)
    loaded = load(config, quiet=quiet)
    typed = typed_filters(loaded, keep=keep or (), drop=drop or ())
    selection = DigestOptions(
        filters=(*typed, *only_filters(only or ())),
        topics=own_topics(loaded),
        names=own_names(loaded),
    )
    asked = AskedOptions(tuple(only or ()), since, tuple(keep or ()), tuple(drop or ()))
    options = ReadingOptions(moment, start, selection, reading_rules(loaded))
    with Progress(quiet=quiet) as progress:
        watch = _Watch(progress, "files", format_counts)
        run = extract_corpus(
            sources, out, asked, options, Cluster(scheduler, workers), watch.update
        )
    return _ended(run, format_extraction(run), f": {out}/failures", quiet=quiet)


@corpus.command("group", cls=HelpfulCommand)
@command
def group(
    data_set: DataSetFolder,
    scheduler: Scheduler = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> Status:
    """Find the stories and the copies in a data set: the articles of three days are compared.

    Run again, it groups only the days whose articles, or those of the two days before, changed.
    """
    from newsdigest.cli.progress import Progress
    from newsdigest.corpus.requirements import check_installed

    check_installed()
    from newsdigest.corpus.grouping import Cluster, group_corpus

    _check_engine(scheduler, workers)
    with Progress(quiet=quiet) as progress:
        watch = _Watch(progress, "days", format_failures)
        run = group_corpus(data_set, Cluster(scheduler, workers), watch.update)
    return _ended(run, format_grouping(run), "", quiet=quiet)


@corpus.command("digest", cls=HelpfulCommand)
@command
@with_parameters_of(digest_command, without=_NOT_OF_A_DAY)
def digest(
    data_set: DataSetFolder,
    day: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            show_default=False,
            rich_help_panel=READ,
            help="The day in UTC, such as 2026-02-17.",
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            show_default=False,
            rich_help_panel=READ,
            help="The time from which ages count; articles published later are left out. "
            "[default: the end of the day]",
        ),
    ] = None,
    **options: Any,
) -> Status:
    """Print the edition of one day of a data set.

    It is the digest of the articles that are filed under the day.
    """
    from newsdigest.cli.digest_request import DigestRequest
    from newsdigest.cli.session import load
    from newsdigest.cli.source_digest import source_digest
    from newsdigest.cli.times import parse_as_of
    from newsdigest.corpus.requirements import check_installed
    from newsdigest.errors import UsageError
    from newsdigest.sources import without_file_scheme

    check_installed()
    from newsdigest.corpus.day_tables import tables_of_day

    wanted = _parsed_day(day)
    start = datetime.combine(wanted, time(), UTC)
    end = start + timedelta(days=1)
    if parse_as_of(as_of, end) < start:
        raise UsageError(f"--as-of {as_of!r} is before --day {wanted}")
    request = DigestRequest.of(
        load(options.pop("config"), quiet=options["quiet"]),
        options.pop("profile"),
        **options,
        as_of=as_of or (end - timedelta(seconds=1)).isoformat(),
        since=start.isoformat(),
        until=end.isoformat(),
        of_feeds=False,
        groups=(),
        new=None,
        wait=0.0,
        timezone=UTC,
    )
    with tables_of_day(data_set, wanted) as tables:
        return source_digest([data_set], request, {without_file_scheme(data_set): tables})


def _parsed_day(text: str) -> date:
    from newsdigest.errors import UsageError

    try:
        wanted = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"--day {text!r}: not a day such as 2026-02-17") from None
    if wanted == date.max:
        raise UsageError(f"--day {text!r}: has no end")
    return wanted


def _check_engine(scheduler: str | None, workers: int | None) -> None:
    from newsdigest.errors import UsageError

    if scheduler and workers:
        raise UsageError("--workers is for this machine: a cluster has the workers that it has")


class _Watch(Generic[Run]):
    """Shows a run on the progress line."""

    def __init__(self, progress: Progress, what: str, note: Callable[[Run], str]) -> None:
        self._progress = progress
        self._what = what
        self._note = note
        self._done = -1

    def update(self, run: Run) -> None:
        if self._done < 0:
            self._progress.begin(self._what, run.inputs - run.earlier)
            self._done = 0
        for _ in range(run.done - self._done):
            self._progress.ended("")
        self._done = run.done
        self._progress.note(self._note(run))


def format_counts(run: Extraction) -> str:
    """`1,204 articles, 3 failures`."""
    failures = f", {format_failures(run)}" if run.failures else ""
    return f"{counted(run.articles, 'article')}{failures}"


def format_failures(run: Outcome) -> str:
    """`3 failures`, or nothing."""
    return counted(run.failures, "failure") if run.failures else ""


def format_extraction(run: Extraction) -> str:
    """The summary of a run, for a person who waited for it."""
    if run.inputs == run.earlier and not run.failures:
        return f"nothing to do: {counted(run.inputs, 'file')} read already"
    earlier = f", {run.earlier:,} read already" if run.earlier else ""
    filtered = f", {run.filtered:,} left out by filters" if run.filtered else ""
    return f"{counted(run.done, 'file')} read{earlier}: {format_counts(run)}{filtered}"


def format_grouping(run: Grouping) -> str:
    """The summary of a run of `corpus group`."""
    if not run.written and not run.failures:
        return f"nothing to do: {counted(run.inputs, 'day')} grouped already"
    days = f"{counted(run.written, 'day')} grouped"
    stories = counted(run.stories, "new story", "new stories")
    failures = f", {format_failures(run)}" if run.failures else ""
    return f"{days}: {counted(run.articles, 'article')}, {stories}{failures}"


def _ended(run: Outcome, summary: str, place: str, *, quiet: bool) -> Status:
    """Report a run; `place` says where all of its failures are."""
    from newsdigest.cli.report import Report
    from newsdigest.cli.streams import remark, write_stderr

    Report(quiet=quiet, verbose=False).failures(run.named)
    if len(run.named) < run.failures:
        write_stderr(f"{run.failures - len(run.named):,} more failures{place}")
    if not quiet:
        remark(summary)
    return _status(run)


def _status(run: Outcome) -> Status:
    if not run.failures:
        return Status.DONE
    return Status.SOURCE_FAILED if run.articles or run.earlier else Status.NO_DIGEST
