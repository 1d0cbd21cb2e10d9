"""newsdigest digest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from newsdigest.cli.options import (
    AsOf,
    Offline,
    Output,
    Quiet,
    Sources,
    Verbose,
    check_format,
    parse_by,
)
from newsdigest.cli.status import Status, command


@command
def digest(
    sources: Sources,
    by: Annotated[
        str, typer.Option(metavar="LEVELS", help="Group by source, topic, both in order, or none.")
    ] = "source,topic",
    sentences: Annotated[
        int, typer.Option("--sentences", "-n", min=1, max=100, help="Sentences a summary may have.")
    ] = 2,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Tell only the N best stories.", show_default=False)
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            show_default=False,
            help="Only what was published since: 24h, 7d, yesterday, 2026-11-21.",
        ),
    ] = None,
    as_of: AsOf = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="terminal, text, markdown, json or jsonl.")
    ] = "terminal",
    output: Output = None,
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Status:
    """Print a digest of the sources: every story once, with a summary in its sources' own words."""
    from newsdigest.cli.progress import Progress
    from newsdigest.cli.report import Report
    from newsdigest.cli.result import Target, deliver
    from newsdigest.cli.streams import stdin
    from newsdigest.cli.times import parse_as_of, parse_since
    from newsdigest.pipeline import DigestOptions, Run, make_digest, read
    from newsdigest.render import FORMATS, render_digest
    from newsdigest.sources import Gathering

    check_format(format, FORMATS)
    levels = parse_by(by)
    moment = parse_as_of(as_of, datetime.now(UTC))
    options = DigestOptions(parse_since(since, moment), sentences, limit=limit)
    target = Target(format, output)
    with Progress(quiet=quiet) as progress:
        run = Run(moment, watch=progress.update)
        reading = read(sources, Gathering(stdin(), offline=offline), run)
        made = make_digest(reading, options, run)
    report = Report(quiet=quiet, verbose=verbose)
    report.failures(reading.failures)
    if not reading.articles:
        return Status.NO_DIGEST
    with run.stage("render"):
        text = render_digest(made, format, target.render_options(moment, by=levels))
    deliver(text, target)
    report.breakdown(reading.articles, run)
    return Status.SOURCE_FAILED if reading.failures else Status.DONE
