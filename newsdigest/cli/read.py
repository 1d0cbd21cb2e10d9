"""newsdigest read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from newsdigest.cli.options import (
    LOOK,
    AsOf,
    ConfigFile,
    Format,
    Offline,
    Open,
    Output,
    Pager,
    Quiet,
    Sources,
    Verbose,
    check_digest_format,
)
from newsdigest.cli.status import Status, command


@command
def read(
    sources: Sources = None,
    as_of: AsOf = None,
    format: Format = None,
    removed: Annotated[
        bool,
        typer.Option(
            "--removed", rich_help_panel=LOOK, help="Show what was removed, and by which rule."
        ),
    ] = False,
    output: Output = None,
    open: Open = False,
    pager: Pager = True,
    offline: Offline = False,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Status:
    """Print the cleaned articles themselves: a reader view.

    Without a SOURCE they are those of what is piped in.
    """
    from newsdigest.cli.piped import named_or_piped
    from newsdigest.cli.progress import Progress
    from newsdigest.cli.report import Report
    from newsdigest.cli.result import Target, check_target, local_zone, write_result
    from newsdigest.cli.session import load, page_readers, reading_rules, remembering
    from newsdigest.cli.streams import stdin
    from newsdigest.cli.times import parse_as_of
    from newsdigest.pipeline import Run, read_in_portions
    from newsdigest.pipeline import read as read_sources
    from newsdigest.render import RenderOptions, render_articles_bytes
    from newsdigest.sources import Gathering

    sources = named_or_piped(sources)
    if format:
        check_digest_format(format)
    moment = parse_as_of(as_of, datetime.now(UTC))
    target = Target.of(format, output, opened=open, paged=pager)
    loaded = load(config, quiet=quiet)
    check_target(target, loaded)
    gathering = Gathering(stdin(), offline=offline, fetch=loaded.fetch)
    options = target.shown(RenderOptions((), timezone=local_zone(moment), removed=removed))
    report = Report(quiet=quiet, verbose=verbose)
    with page_readers() as pool, Progress(quiet=quiet) as progress:
        run = Run(moment, progress.update, reading_rules(loaded), remembering(loaded))
        if target.takes_pieces:
            from newsdigest.cli.read_stream import write_portions

            return write_portions(
                read_in_portions(sources, gathering, run, pool), target, options, run, report
            )
        reading = read_sources(sources, gathering, run, pool)
    report.notes(reading.notes)
    report.failures(reading.failures)
    if not reading.articles:
        return Status.NO_DIGEST
    with run.stage("render"):
        options = target.shown(RenderOptions((), timezone=local_zone(moment), removed=removed))
        content = render_articles_bytes(reading.articles, target.format, options)
    write_result(content, target)
    report.failures([each for each in run.internal if each not in reading.failures])
    run.count_removals(reading.articles)
    report.breakdown(run)
    return Status.SOURCE_FAILED if reading.failures or run.internal else Status.DONE
