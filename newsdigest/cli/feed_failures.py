"""Configured feeds that fail: told in the digest at once, on standard error after a while.

A hiccup must not make cron write a mail, so a feed counts as failed only once it has stayed broken
for `fetch.patience`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsdigest.config import FeedSettings, masked
from newsdigest.model import Failure
from newsdigest.store import FeedState

Feeds = Sequence[tuple[FeedSettings, FeedState]]
# A feed that is gone for good is told on the day it ended.
_ONE_NOTICE = timedelta(hours=1)


def failures_of(feeds: Feeds, now: datetime) -> list[Failure]:
    """What the foot of a digest tells: every feed that could not be read when it was last asked."""
    return [
        _failure(feed, state)
        for feed, state in feeds
        if state.error is not None and (state.gone is None or now - state.gone < _ONE_NOTICE)
    ]


def broken_for_long(feeds: Feeds, now: datetime, patience: timedelta) -> list[Failure]:
    """What counts as failed: broken for longer than `patience`, or gone just now."""
    return [
        _failure(feed, state)
        for feed, state in feeds
        if (state.failing_since is not None and now - state.failing_since >= patience)
        or (state.gone is not None and now - state.gone < _ONE_NOTICE)
    ]


def _failure(feed: FeedSettings, state: FeedState) -> Failure:
    since = state.failing_since or state.gone
    when = f" since {since.astimezone():%Y-%m-%d %H:%M}" if since else ""
    code = "gone" if state.gone else "feed"
    return Failure(masked(feed.name or feed.url), f"{state.error}{when}", "fetch", code)
