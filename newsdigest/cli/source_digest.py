"""The digest of sources named on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsdigest.cli.digest_request import DigestRequest
from newsdigest.cli.progress import Progress
from newsdigest.cli.session import page_readers, reading_rules, remembering, with_stored
from newsdigest.cli.status import Status
from newsdigest.cli.streams import write_stdout
from newsdigest.cli.wording import counted
from newsdigest.deliver import check_delivered, deliver_to_all
from newsdigest.errors import UsageError
from newsdigest.pipeline import Run, digest_of_sources
from newsdigest.valueclasses import replace

if TYPE_CHECKING:
    from newsdigest.cli.dry_run import Preview
    from newsdigest.deliver import RenderingOutlet
    from newsdigest.sources.tables import Table


def source_digest(
    sources: list[str],
    request: DigestRequest,
    at_hand: Mapping[str, Sequence[Table]] | None = None,
) -> Status:
    """Make and deliver the digest of the sources, with the configured filters.

    `at_hand` are the tables of those that were found already.
    """
    if request.new:
        raise UsageError("--new is for the configured feeds: leave it or the SOURCE out")
    config, report = request.config, request.report
    # The first child is a copy of this process from before the progress has a thread.
    with page_readers() as pool, Progress(quiet=request.quiet) as progress:
        run = Run(request.as_of, progress.update, reading_rules(config), remembering(config))
        outlets = request.outlets(run)
        previews = _previews(outlets) if request.dry_run else []
        sent = None
        if config.rewrite.is_wanted and not request.dry_run:
            from newsdigest.cli.rewriting import add_rewriting

            sent = add_rewriting(run, config, None, offline=request.offline)
        options = request.options
        options = replace(
            options,
            filters=(*options.filters, *request.only),
            interests=with_stored(options.interests, config),
        )
        how = replace(request.gathering, at_hand=at_hand or {})
        reading, made = digest_of_sources(sources, how, options, run, pool)
        try:
            made = run.rewritten(made)
        finally:
            report.sent(sent, config)
    report.notes(reading.notes)
    if at_hand and (outside := run.outside.total()):
        filed = f"{counted(outside, 'article')} filed under this day"
        report.notes([f"left out: {filed}, with dates outside the window"])
    report.failures(made.failures)
    if not reading.articles:
        return Status.NO_DIGEST
    # An empty digest is shown on screen or in a file, but not mailed.
    skips_empty = request.mail.is_wanted if request.skip_empty is None else request.skip_empty
    with run.guard():
        is_out = bool(made.stories) or not skips_empty
        undelivered = deliver_to_all(previews or outlets, made) if is_out else []
    if request.dry_run:
        from newsdigest.cli.dry_run import format_plan, planned_by

        write_stdout(format_plan(planned_by(previews), None), "text")
    report.failures([each for each in run.internal if each not in made.failures])
    report.breakdown(run)
    check_delivered(undelivered)
    return Status.SOURCE_FAILED if made.failures or run.internal else Status.DONE


def _previews(outlets: Sequence[RenderingOutlet]) -> list[Preview]:
    from newsdigest.cli.dry_run import Preview

    return [Preview(outlet) for outlet in outlets]
