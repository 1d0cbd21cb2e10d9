"""Articles that are written while others are still read: those of archives, for a program."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from newsdigest.cli.report import Report
from newsdigest.cli.result import Target, write_pieces
from newsdigest.cli.status import Status
from newsdigest.pipeline import ReadResult, Run
from newsdigest.render import RenderOptions, render_articles_bytes
from newsdigest.valueclasses import replace


def write_portions(
    portions: Iterator[ReadResult],
    target: Target,
    options: RenderOptions,
    run: Run,
    report: Report,
) -> Status:
    """Write the articles of each portion, then report what failed in all of them."""
    last: list[ReadResult] = []

    def pieces() -> Iterator[bytes]:
        while (reading := next(portions, None)) is not None:
            last[:] = [replace(reading, articles=())]
            run.count_removals(reading.articles)
            with run.stage("render"):
                content = render_articles_bytes(reading.articles, target.format, options)
            del reading  # before the next portion is read
            if content:
                yield content

    found = pieces()
    first = next(found, None)
    if first is not None:
        write_pieces(chain([first], found), target)
    (reading,) = last
    return reading_ended(reading, run, report, is_empty=first is None)


def reading_ended(reading: ReadResult, run: Run, report: Report, *, is_empty: bool) -> Status:
    """Report the failures of all portions, which the last has, and whether there was nothing."""
    failures = tuple(dict.fromkeys((*reading.failures, *run.internal)))
    report.notes(reading.notes)
    report.failures(failures)
    if is_empty:
        return Status.NO_DIGEST
    report.breakdown(run)
    return Status.SOURCE_FAILED if failures else Status.DONE
