"""newsdigest fetch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from newsdigest.cli.options import AsOf, ConfigFile, Quiet, Verbose, Wait
from newsdigest.cli.status import Status, command


@command
def fetch(
    force: Annotated[
        bool, typer.Option("--force", help="Poll all feeds, whether or not they are due.")
    ] = False,
    as_of: AsOf = None,
    wait: Wait = 0.0,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Status:
    """Poll the configured feeds, mailboxes and accounts and store new articles.

    Silent if all is well, as suits cron; on a terminal it shows its progress and ends with a
    summary line.
    """
    from newsdigest.cli.progress import Progress
    from newsdigest.cli.report import Report, format_poll, format_summary
    from newsdigest.cli.session import (
        accounts,
        load,
        locked_store,
        mailboxes,
        mark_items,
        not_paused,
        poll_options,
        reading_rules,
        subscriptions,
    )
    from newsdigest.cli.streams import remark, write_stderr
    from newsdigest.cli.times import parse_as_of
    from newsdigest.daily import broken_for_long, poll, polled_feeds
    from newsdigest.errors import UsageError
    from newsdigest.pipeline import Run

    loaded = load(config, quiet=quiet)
    if not loaded.feeds:
        raise UsageError("no feed is configured: 'newsdigest feeds add URL' adds one")
    profile = loaded.profile(None)
    with locked_store(loaded, wait) as store:
        with Progress(quiet=quiet) as progress:
            moment = parse_as_of(as_of, datetime.now(UTC))
            run = Run(moment, progress.update, reading_rules(loaded))
            options = poll_options(loaded, force=force, watch=progress)
            done = poll(
                subscriptions(loaded, profile),
                store,
                options,
                run,
                mailboxes(loaded, profile),
                accounts(loaded, profile),
            )
        report = Report(quiet=quiet, verbose=verbose)
        mark_items(loaded, profile, store, report, run.as_of)
        feeds = polled_feeds(store, not_paused(profile.feeds))
    broken = broken_for_long(feeds, run.as_of, loaded.fetch.patience, done.ended)
    report.failures([*(done.failures if verbose else broken), *run.internal])
    if verbose:
        report.notes(done.notes)
        write_stderr(format_poll(done))
    elif not quiet:
        remark(format_summary(done))
    if not broken:
        return Status.SOURCE_FAILED if run.internal else Status.DONE
    return Status.NO_DIGEST if len(broken) == len(feeds) else Status.SOURCE_FAILED
