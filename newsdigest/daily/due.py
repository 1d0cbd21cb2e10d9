"""Which mailboxes and accounts to poll now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from newsdigest.daily.polls import PollOptions, PollReport
from newsdigest.pipeline import Run
from newsdigest.store import FeedState, Store, is_daily_run, is_due


class Polled(Protocol):
    """What is polled, by its name in the state."""

    @property
    def key(self) -> str: ...


Source = TypeVar("Source", bound=Polled)


def due_now(
    sources: Sequence[Source], store: Store, options: PollOptions, run: Run, report: PollReport
) -> list[tuple[Source, FeedState]]:
    """Those of the sources that are due, with their states; call it before feeds are polled."""
    known = store.feeds.all() if sources else {}
    is_daily = is_daily_run(known.values(), run.as_of)
    all = [(each, known.get(each.key) or FeedState(each.key, run.as_of)) for each in sources]
    due = [
        (each, state)
        for each, state in all
        if options.force or is_due(state, run.as_of, is_daily=is_daily)
    ]
    report.not_due += len(all) - len(due)
    return due
