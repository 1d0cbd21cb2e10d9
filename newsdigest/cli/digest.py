"""newsdigest digest."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from newsdigest.cli.options import (
    FORMAT_NAMES,
    AsOf,
    ConfigFile,
    Offline,
    Open,
    OptionalSources,
    Output,
    Pager,
    Quiet,
    Verbose,
    Wait,
)
from newsdigest.cli.status import Status, command


@command
def digest(
    sources: OptionalSources = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="LEVELS",
            show_default=False,
            help="Group by source, topic, both in order, or none. [default: source,topic]",
        ),
    ] = None,
    sentences: Annotated[
        int | None,
        typer.Option(
            "--sentences",
            "-n",
            min=1,
            max=100,
            show_default=False,
            help="Sentences a summary may have. [default: 2]",
        ),
    ] = None,
    words: Annotated[
        int | None,
        typer.Option(min=5, max=10_000, show_default=False, help="Words a summary may have."),
    ] = None,
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
    new: Annotated[
        bool,
        typer.Option("--new", help="Of the configured feeds, only what no digest told yet."),
    ] = False,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", show_default=False, help="Use this profile's settings."),
    ] = None,
    as_of: AsOf = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            show_default=False,
            help=f"One of {FORMAT_NAMES}. [default: terminal]",
        ),
    ] = None,
    output: Output = None,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="Fill in this template; 'newsdigest config template' prints one to begin with.",
        ),
    ] = None,
    images: Annotated[
        bool | None,
        typer.Option(
            "--images/--no-images",
            show_default=False,
            help="Fetch the stories' pictures and put them into the page. [default: no-images]",
        ),
    ] = None,
    mail: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TO",
            show_default=False,
            help="Mail the digest to this address instead of printing it; may be repeated.",
        ),
    ] = None,
    skip_empty: Annotated[
        bool | None,
        typer.Option(
            "--skip-empty/--no-skip-empty",
            show_default=False,
            help="No file and no mail when there is nothing to tell. [default: for feeds, mail]",
        ),
    ] = None,
    open: Open = False,
    pager: Pager = True,
    offline: Offline = False,
    wait: Wait = 0.0,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Status:
    """Print a digest of sources or of the configured feeds.

    Every story stands once, with a summary in its sources' own words. Without a SOURCE the
    configured feeds are polled, and what they brought is told.
    """
    from newsdigest.workers import WorkerPool

    # The first child loads what it needs while this process does the same: a fifth of a second of
    # the half that a small digest takes.
    with WorkerPool(preload="newsdigest.pipeline.opening") if sources else nullcontext() as pool:
        from newsdigest.cli.session import load
        from newsdigest.cli.telling import Asked, digest_of_feeds, digest_of_sources

        asked = Asked.of(
            load(config, quiet=quiet),
            profile,
            by=by,
            sentences=sentences,
            words=words,
            limit=limit,
            since=since,
            new=new or None,
            as_of=as_of,
            format=format,
            output=output,
            template=template,
            mail=mail,
            skip_empty=skip_empty,
            images=images,
            open=open,
            pager=pager,
            offline=offline,
            wait=wait,
            quiet=quiet,
            verbose=verbose,
        )
        return digest_of_sources(sources, asked, pool) if sources else digest_of_feeds(asked)
