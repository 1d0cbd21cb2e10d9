"""When a feed is polled next, and how an answer changes its state.

Pure rules over `FeedState`: the clock is an argument, nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta

from newsdigest.feedmodel import Feed, Validators
from newsdigest.store.feeds import FeedState
from newsdigest.valueclasses import replace, valueclass

# A feed is not polled more often than this, whatever it allows, unless the user sets
# `fetch.min_interval`, and at least once a day.
SHORTEST_WAIT = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=1)
# Cron may start a little early or late.
_SLACK = timedelta(minutes=1)
# The share of a wait by which a daily run may be early, as after a day on which the machine was
# switched on late. A run is a daily one if no feed was polled for half a day.
_DAILY_SLACK = 0.1
_BETWEEN_DAILY_RUNS = timedelta(hours=12)
# The wait after a failure, doubled with each further one.
_FIRST_BACKOFF = timedelta(minutes=30)
# With fewer dated entries, the turnover of a feed cannot be estimated. Of 200 real feeds,
# 14 have as many and replace half of them within a day, the fastest in 2.2 hours.
_ENTRIES_OF_A_BUSY_FEED = 10
LONGEST_BACKOFF = timedelta(days=7)
# A server that always answers 304 may be wrong: FreshRSS issue 1020.
READ_WHOLE_EVERY = timedelta(days=7)
# A permanent redirect is trusted after this many equal answers over this much time, since captive
# portals and unfinished moves answer 301 as well.
_MOVED_TIMES = 3
_MOVED_DAYS = timedelta(days=1)
# As feeds name them, whatever the locale.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@valueclass
class Answer:
    """The result of a poll, as far as it affects the schedule."""

    # None if the feed could not be read or is unchanged.
    feed: Feed | None = None
    # A digest of the received bytes; None without any.
    content: str | None = None
    not_modified: bool = False
    validators: Validators = field(default=Validators())
    error: str | None = None
    gone: bool = False
    permanent_url: str | None = None
    retry_after: timedelta | None = None
    max_age: timedelta | None = None
    # Whether it could not be polled for lack of a network.
    is_offline: bool = False
    # Whether it was not asked for lack of its password or login on this machine.
    is_local: bool = False
    # Whether any entry is new or has new content; a changed counter does not count.
    has_news: bool = False
    # The time in which it replaces half of its entries; None if their dates do not show it.
    turnover: timedelta | None = None


def turnover(dates: Iterable[datetime | None], now: datetime) -> timedelta | None:
    """The time in which a feed replaces half of its entries; None if their dates do not show it.

    By the median, which a single pinned entry does not affect.
    """
    ages = sorted(now - date for date in dates if date is not None and date <= now)
    return ages[len(ages) // 2] if len(ages) >= _ENTRIES_OF_A_BUSY_FEED else None


def is_daily_run(states: Iterable[FeedState], now: datetime) -> bool:
    """Whether runs are so far apart that feeds due soon should not wait for the next one."""
    return all(abs(now - each.polled) > _BETWEEN_DAILY_RUNS for each in states if each.polled)


def is_due(state: FeedState, now: datetime, *, is_daily: bool = False) -> bool:
    """Whether to poll now; always if the clock was set back since the last poll.

    `is_daily` is the result of `is_daily_run` for this run.
    """
    if state.gone is not None:
        return False
    if now.hour in state.skip_hours or _WEEKDAYS[now.weekday()] in state.skip_days:
        return False
    if state.next_poll is None or state.polled is None or now < state.polled:
        return True
    slack = _DAILY_SLACK * (state.next_poll - state.polled) if is_daily else _SLACK
    return now >= state.next_poll - slack


def validators_to_send(state: FeedState, now: datetime) -> Validators:
    """The stored validators, omitted once in a while so that a wrong 304 cannot last."""
    if state.read_whole is None or abs(now - state.read_whole) > READ_WHOLE_EVERY:
        return Validators()
    return state.validators


def after(
    state: FeedState, answer: Answer, now: datetime, least: timedelta = SHORTEST_WAIT
) -> FeedState:
    """The state of a feed after an answer; `least` is the shortest wait."""
    moved = _moved(replace(state, polled=now), answer.permanent_url, now)
    if answer.gone:
        return replace(moved, gone=now, error=answer.error)
    if answer.error is not None:
        return _failed(moved, answer, now, least)
    return _succeeded(moved, answer, now, _wait(state, answer, least))


def _wait(state: FeedState, answer: Answer, least: timedelta) -> timedelta:
    """The wait after a successful poll: as the feed asks, from `least` to a day."""
    ttl = answer.feed.ttl if answer.feed else state.ttl
    wishes = [ttl, answer.max_age]
    if answer.content is not None and answer.validators == Validators():
        wishes.append(_wait_without_validators(state, answer))
    wait = max([least, *(wish for wish in wishes if wish)])
    return min(wait, max(LONGEST_WAIT, least))


def _wait_without_validators(state: FeedState, answer: Answer) -> timedelta:
    """The wait for a feed without conditional requests: a day, and less while it brings news.

    Each poll with news halves the wait, and each one without doubles it, up to a day. A feed that
    replaces half of its entries sooner is polled by then, so that no entry is missed.
    """
    wait = LONGEST_WAIT
    if state.next_poll and state.polled and state.error is None:
        wait = (state.next_poll - state.polled) * (0.5 if answer.has_news else 2)
    return min(wait, answer.turnover or LONGEST_WAIT, LONGEST_WAIT)


def _succeeded(state: FeedState, answer: Answer, now: datetime, wait: timedelta) -> FeedState:
    state = replace(
        state,
        succeeded=now,
        next_poll=now + wait,
        failures=0,
        failing_since=None,
        error=None,
    )
    if answer.feed is None:
        # Unchanged since it was last read completely.
        state = replace(state, note=None, is_cut=False) if state.is_cut else state
    else:
        state = _described(state, answer.feed)
    if answer.not_modified and answer.content is None:
        return replace(state, validators=_renewed(state.validators, answer.validators))
    if answer.content is None or state.is_cut:
        # Validators of a truncated feed would hide its missing end, so the older ones are kept.
        return state
    return replace(state, content=answer.content, validators=answer.validators, read_whole=now)


def _renewed(old: Validators, new: Validators) -> Validators:
    """The validators after a 304, which may carry newer ones (RFC 9110, section 15.4.5)."""
    return Validators(
        new.etag or old.etag, new.last_modified or old.last_modified, new.address or old.address
    )


def _described(state: FeedState, feed: Feed) -> FeedState:
    """The state with the feed's own data."""
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


def _failed(state: FeedState, answer: Answer, now: datetime, least: timedelta) -> FeedState:
    """The state after a failure, with the old validators: nothing may become new again (FEED06).

    Without a network or its login the feed is not at fault, and the next run polls it again.
    """
    if answer.is_offline or answer.is_local:
        since = state.failing_since or now
        return replace(state, failing_since=since, error=answer.error, next_poll=now)
    failures = state.failures + 1
    backoff = min(max(_FIRST_BACKOFF, least) * 2 ** min(failures - 1, 16), LONGEST_BACKOFF)
    return replace(
        state,
        failures=failures,
        failing_since=state.failing_since or now,
        error=answer.error,
        next_poll=now + max(backoff, answer.retry_after or timedelta()),
    )


def _moved(state: FeedState, target: str | None, now: datetime) -> FeedState:
    """Count equal permanent redirects; after enough of them the feed's address changes."""
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
