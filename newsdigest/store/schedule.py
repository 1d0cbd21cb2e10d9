"""When a feed is polled next, and what an answer makes of what is remembered of it.

Pure rules over `FeedState`: the clock is an argument, nothing is stored here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from newsdigest.feedmodel import Feed, Validators
from newsdigest.store.feeds import FeedState

# A feed is not asked more often than this, whatever it allows, and not less often than once a day.
SHORTEST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=1)
# Cron starts a little early or late; a feed due within this share of its wait is due.
_SLACK = 0.1
# After a failure, doubled with each further one.
_FIRST_BACKOFF = timedelta(minutes=30)
LONGEST_BACKOFF = timedelta(days=7)
# A server that answers 304 for ever may be wrong: FreshRSS issue 1020.
READ_WHOLE_EVERY = timedelta(days=7)
# A permanent redirect is believed after so many equal answers over so long a time, for captive
# portals and half-done moves answer 301 as well.
_MOVED_TIMES = 3
_MOVED_DAYS = timedelta(days=1)
# As feeds name them, whatever the locale.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a poll brought, as far as the schedule is concerned."""

    # None where the feed could not be read or holds what it held before.
    feed: Feed | None = None
    # A digest of the bytes that came; None where none did.
    content: str | None = None
    not_modified: bool = False
    validators: Validators = field(default=Validators())
    error: str | None = None
    gone: bool = False
    permanent_url: str | None = None
    retry_after: timedelta | None = None
    max_age: timedelta | None = None


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether to poll now; at once where the clock was set back since the last poll."""
    if state.gone is not None:
        return False
    if now.hour in state.skip_hours or _WEEKDAYS[now.weekday()] in state.skip_days:
        return False
    if state.next_poll is None or state.polled is None or now < state.polled:
        return True
    return now >= state.next_poll - _SLACK * (state.next_poll - state.polled)


def validators_to_send(state: FeedState, now: datetime) -> Validators:
    """The stored validators, but none once in a while, so that a wrong 304 cannot last."""
    if state.read_whole is None or abs(now - state.read_whole) > READ_WHOLE_EVERY:
        return Validators()
    return state.validators


def after(state: FeedState, answer: Answer, now: datetime) -> FeedState:
    """What is remembered of a feed once it has answered."""
    state = _moved(replace(state, polled=now), answer.permanent_url, now)
    if answer.gone:
        return replace(state, gone=now, error=answer.error)
    if answer.error is not None:
        return _failed(state, answer, now)
    return _succeeded(state, answer, now)


def _succeeded(state: FeedState, answer: Answer, now: datetime) -> FeedState:
    ttl = answer.feed.ttl if answer.feed else state.ttl
    wait = max(ttl or timedelta(), answer.max_age or timedelta(), SHORTEST_WAIT)
    state = replace(
        state,
        succeeded=now,
        next_poll=now + min(wait, LONGEST_WAIT),
        failures=0,
        failing_since=None,
        error=None,
    )
    if answer.feed is None:
        # It is what it was when it was last read to its end.
        state = replace(state, note=None, is_cut=False) if state.is_cut else state
    else:
        state = _described(state, answer.feed)
    if answer.content is None or state.is_cut:
        # Validators of a feed that broke off would keep its missing end away: the older ones stay.
        return state
    return replace(state, content=answer.content, validators=answer.validators, read_whole=now)


def _described(state: FeedState, feed: Feed) -> FeedState:
    """With what the feed says of itself."""
    return replace(
        state,
        title=feed.name or state.title,
        site=feed.site or state.site,
        ttl=feed.ttl,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
        note="; ".join(feed.warnings) or None,
        is_cut=feed.is_cut,
    )


def _failed(state: FeedState, answer: Answer, now: datetime) -> FeedState:
    """Validators stay: nothing was read, so nothing may become new again (FEED06)."""
    failures = state.failures + 1
    backoff = min(_FIRST_BACKOFF * 2 ** min(failures - 1, 16), LONGEST_BACKOFF)
    return replace(
        state,
        failures=failures,
        failing_since=state.failing_since or now,
        error=answer.error,
        next_poll=now + max(backoff, answer.retry_after or timedelta()),
    )


def _moved(state: FeedState, target: str | None, now: datetime) -> FeedState:
    """Count equal permanent redirects; after enough of them the new address is the feed's."""
    if target is None or target == state.fetch_url:
        if state.moved_to is None:
            return state
        return replace(state, moved_to=None, moved_times=0, moved_since=None)
    if target != state.moved_to or state.moved_since is None:
        return replace(state, moved_to=target, moved_times=1, moved_since=now)
    times = state.moved_times + 1
    if times < _MOVED_TIMES or now - state.moved_since < _MOVED_DAYS:
        return replace(state, moved_times=times)
    return replace(state, fetch_url=target, moved_to=None, moved_times=0, moved_since=None)
