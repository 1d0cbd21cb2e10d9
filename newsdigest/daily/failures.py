"""Failing feeds: listed in the digest at once, reported as failed after `fetch.patience`.

A temporary failure must not make cron send a mail, so a feed counts as failed only once it has
been failing for that long.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime, timedelta

from newsdigest.config import FeedSettings
from newsdigest.masking import masked_address
from newsdigest.model import Failure
from newsdigest.store import FeedState, Store, state_key

Feeds = Sequence[tuple[FeedSettings, FeedState]]


def polled_feeds(store: Store, feeds: Sequence[FeedSettings]) -> Feeds:
    """The stored states of the feeds that were ever polled."""
    states = store.feeds.all()
    keys = [(feed, state_key(feed.url)) for feed in feeds]
    known = [(feed, states[key]) for feed, key in keys if key in states]
    return [(feed, state) for feed, state in known if state.polled]


def failures_to_show(feeds: Feeds, last_digest: datetime | None) -> list[Failure]:
    """For the foot of a digest: every feed that could not be read at its last poll.

    A feed that is gone for good is listed once, in the first digest since; a truncated one for as
    long as it is truncated, although its items are in the digest.
    """
    shown = [
        (feed, state)
        for feed, state in feeds
        if state.gone is None or last_digest is None or state.gone > last_digest
    ]
    return [
        _failure(feed, state) for feed, state in shown if state.error is not None or state.is_cut
    ]


def failing_now(feeds: Feeds) -> list[Failure]:
    """The feeds that could not be read at their last poll, without those gone for good."""
    return [
        _failure(feed, state)
        for feed, state in feeds
        if state.error is not None and state.gone is None
    ]


def broken_for_long(
    feeds: Feeds, now: datetime, patience: timedelta, ended: Container[str]
) -> list[Failure]:
    """The failed feeds: failing for longer than `patience`, or with a key in `ended`."""
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
        return Failure(source, state.note or "truncated", "fetch", "cut")
    since = state.failing_since or state.gone
    when = f" since {since.astimezone():%Y-%m-%d %H:%M}" if since else ""
    code = "gone" if state.gone else "feed"
    return Failure(source, f"{state.error}{when}", "fetch", code)
