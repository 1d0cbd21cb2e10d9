"""Configured feeds that fail: told in the digest at once, on standard error after a while.

A hiccup must not make cron write a mail, so a feed counts as failed only once it has stayed broken
for `fetch.patience`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsdigest.config import FeedSettings
from newsdigest.masking import masked_address
from newsdigest.model import Failure

if TYPE_CHECKING:
    from newsdigest.store import FeedState, Store

Feeds = Sequence[tuple[FeedSettings, "FeedState"]]


def polled(store: Store, feeds: Sequence[FeedSettings]) -> Feeds:
    """The feeds that were ever polled, with what is remembered of them."""
    from newsdigest.store import state_key

    states = store.feeds.all()
    keys = [(feed, state_key(feed.url)) for feed in feeds]
    known = [(feed, states[key]) for feed, key in keys if key in states]
    return [(feed, state) for feed, state in known if state.polled]


def failures_of(feeds: Feeds, last_digest: datetime | None) -> list[Failure]:
    """What the foot of a digest tells: every feed that could not be read when it was last asked.

    One that is gone for good stands in one digest, the first since it is gone; one that broke off
    stands there as long as it does, though what it holds is told.
    """
    told = [
        (feed, state)
        for feed, state in feeds
        if state.gone is None or last_digest is None or state.gone > last_digest
    ]
    return [
        _failure(feed, state) for feed, state in told if state.error is not None or state.is_cut
    ]


def broken_for_long(
    feeds: Feeds, now: datetime, patience: timedelta, ended: Container[str]
) -> list[Failure]:
    """What counts as failed: broken for longer than `patience`, or, by their keys, just `ended`."""
    return [
        _failure(feed, state)
        for feed, state in feeds
        if state.url in ended
        or (
            state.gone is None
            and state.failing_since is not None
            and now - state.failing_since >= patience
        )
    ]


def _failure(feed: FeedSettings, state: FeedState) -> Failure:
    source = masked_address(feed.name or feed.url)
    if state.error is None:
        return Failure(source, state.note or "breaks off", "fetch", "cut")
    since = state.failing_since or state.gone
    when = f" since {since.astimezone():%Y-%m-%d %H:%M}" if since else ""
    code = "gone" if state.gone else "feed"
    return Failure(source, f"{state.error}{when}", "fetch", code)
