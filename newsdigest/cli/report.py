"""Reports on standard error that accompany a command's result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsdigest.cli.streams import write_stderr
from newsdigest.cli.wording import counted
from newsdigest.language import printable
from newsdigest.model import Failure, Part, Story, Weight
from newsdigest.pipeline import Run
from newsdigest.render import render_failure, render_reason
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    from newsdigest.config import Config
    from newsdigest.daily import PollReport
    from newsdigest.pipeline.rewriting import Sent


# Sources named in the line at the end of a poll.
_MOST_NAMED = 3


@valueclass
class Report:
    quiet: bool
    verbose: bool

    def failures(self, failures: Sequence[Failure]) -> None:
        """Report errors, even to the quiet."""
        for failure in failures:
            write_stderr(render_failure(failure))

    def notes(self, notes: Sequence[str]) -> None:
        """Warn about sources that were read despite faults."""
        if not self.quiet:
            for note in notes:
                write_stderr(f"warning: {note}")

    def sent(self, sent: Sent | None, config: Config) -> None:
        """Say what a model on another machine was sent in this run."""
        if sent is None or self.quiet:
            return
        from newsdigest.cli.rewriting import format_sent

        line = format_sent(sent, config)
        if line:
            write_stderr(line)

    def breakdown(self, run: Run) -> None:
        """With --verbose, report the seconds per stage, weights, omissions and removals."""
        if not self.verbose:
            return
        for line in (
            *format_stages(run.seconds),
            *format_weights(run.stories),
            *format_below_top(run.below_top),
            *format_outside(run),
            *format_removals(run.removals),
        ):
            write_stderr(line)


def format_poll(report: PollReport) -> str:
    if report.is_offline:
        return format_summary(report)
    what = f"{_polled(report)}s"
    return (
        f"{what}: {report.polled} polled ({report.unchanged} unchanged, {report.not_due} not due), "
        f"articles: {report.new_articles} new, {report.updates} updated"
    )


def format_summary(report: PollReport) -> str:
    """The summary of a poll, for a person who waited for it."""
    if report.is_offline:
        return f"no network: no host of {counted(report.polled, _polled(report))} was found"
    if not report.polled:
        return "nothing is due yet: 'newsdigest feeds list' says when, --force asks them now"
    asked = counted(report.polled, _polled(report))
    line = f"{asked} asked, {counted(report.new_articles, 'new article')}"
    if report.updates:
        line += f", {report.updates} updated"
    if report.failures:
        line += f", {len(report.failures)} failed: {format_reasons(report.failures)}"
    return line


def format_reasons(failures: Sequence[Failure]) -> str:
    """The first few sources that failed, each with its reason."""
    named = [render_reason(each) for each in failures[:_MOST_NAMED]]
    more = len(failures) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _polled(report: PollReport) -> str:
    return "source" if report.polled_servers else "feed"


def format_stages(seconds: dict[str, float]) -> list[str]:
    return [f"{name:<10} {spent:7.3f} s" for name, spent in seconds.items()]


def format_weights(stories: Sequence[Story]) -> list[str]:
    """The weight of each story that is shown, its terms, and the interests that it meets."""
    return [
        f"weight {story.weight.total:6.2f} = {_terms(story.weight)}  {printable(story.title or '')}"
        for story in stories
        if story.weight and story.part is not Part.MORE
    ]


def _terms(weight: Weight) -> str:
    terms = {
        "sources": weight.sources,
        "prominence": weight.prominence,
        "freshness": weight.freshness,
        "kind": weight.kind,
        "interests": weight.interests,
    }
    parts = [f"{term:+.2f} {name}" for name, term in terms.items() if term]
    reasons = ", ".join(f"{each.kind} {each.name} {each.weight:+.2f}" for each in weight.reasons)
    return printable(" ".join(parts) + (f" ({reasons})" if reasons else "")).removeprefix("+")


def format_below_top(number: int) -> list[str]:
    """That --top could not be met within --minutes."""
    if number <= 0:
        return []
    verb = "does" if number == 1 else "do"
    return [f"top: {counted(number, 'story', 'stories')} of it {verb} not fit in the minutes"]


def format_outside(run: Run) -> list[str]:
    """How many articles the run left out, by reason."""
    sides = sorted(run.outside.items())
    lines = [f"left out {count:>4}  {side} the window" for side, count in sides]
    others = (
        (run.no_news, "about a site itself"),
        (run.repeats, "without news since the last digest"),
        (run.mute, "of mute feeds"),
    )
    return [*lines, *(f"left out {count:>4}  {what}" for count, what in others if count)]


def format_removals(by_rule: Mapping[str, int]) -> list[str]:
    ranked = sorted(by_rule.items(), key=lambda item: (-item[1], item[0]))
    return [f"removed {count:>5}  {rule}" for rule, count in ranked]
