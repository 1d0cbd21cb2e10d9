"""When feeds are polled and what answers make of them: rows FEED06, FEED08–11, FEED13, FEED19."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.feedmodel import Feed, Validators
from newsdigest.store import FeedState
from newsdigest.store.schedule import (
    LONGEST_BACKOFF,
    LONGEST_WAIT,
    SHORTEST_WAIT,
    Answer,
    after,
    is_daily_run,
    is_due,
    turnover,
    validators_to_send,
)  # fmt: skip

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)  # a Sunday
HOUR = timedelta(hours=1)
FEED = Feed("rss", "The Post", "https://x.example/", "en", ())
READ = Answer(feed=FEED, content="of the bytes")
OLD = FeedState("https://x.example/feed", NOW - timedelta(days=30))


def test_a_new_feed_is_due() -> None:
    """What was never polled is polled at once."""
    assert is_due(OLD, NOW)


@pytest.mark.parametrize(
    ("ttl", "max_age", "wait"),
    [
        (None, None, SHORTEST_WAIT),
        (2 * HOUR, HOUR, 2 * HOUR),
        (HOUR, 2 * HOUR, 2 * HOUR),
        (timedelta(days=90), None, LONGEST_WAIT),
        (timedelta(seconds=1), None, SHORTEST_WAIT),
    ],
)
def test_the_wishes_of_a_feed_are_respected_and_capped(
    ttl: timedelta | None, max_age: timedelta | None, wait: timedelta
) -> None:
    """The longer of ttl and max-age counts, between an hour and a day; cron may be a bit early."""
    polled = after(OLD, Answer(feed=replace(FEED, ttl=ttl), max_age=max_age), NOW)
    assert polled.next_poll == NOW + wait
    assert not is_due(polled, NOW + 0.85 * wait)
    assert is_due(polled, NOW + wait - timedelta(seconds=50))


def test_the_user_may_poll_sooner_or_later_than_hourly() -> None:
    """fetch.min_interval takes the place of the hour, also after failures, also beyond a day."""
    for least in (timedelta(minutes=5), timedelta(days=2)):
        assert after(OLD, Answer(feed=FEED), NOW, least).next_poll == NOW + least
    assert after(OLD, Answer(error="HTTP 500"), NOW, 3 * HOUR).next_poll == NOW + 3 * HOUR


def test_a_daily_run_may_be_two_hours_early() -> None:
    """What waits a day is due for it; runs that come more often find it due after a day."""
    polled = after(OLD, Answer(feed=replace(FEED, ttl=timedelta(days=1))), NOW)
    early = NOW + 22 * HOUR
    assert is_due(polled, early, is_daily=is_daily_run([polled, OLD], early))
    other = after(OLD, Answer(feed=FEED), NOW + 20 * HOUR)
    assert not is_due(polled, early, is_daily=is_daily_run([polled, other], early))
    assert is_due(polled, NOW + 24 * HOUR)


def test_a_feed_without_validators_is_fetched_whole_once_a_day() -> None:
    """FEED19: from the first poll on, while it brings no news, also after a failure in between."""
    state = after(OLD, replace(READ, has_news=True), NOW)
    assert state.next_poll == NOW + timedelta(days=1)
    same = replace(READ, feed=None, not_modified=True)
    state = after(state, same, NOW + timedelta(days=1))
    assert state.next_poll == NOW + timedelta(days=2)
    state = after(state, Answer(error="HTTP 500"), NOW + timedelta(days=2))
    state = after(state, same, NOW + timedelta(days=3))
    assert state.next_poll == NOW + timedelta(days=4)


def test_news_halves_the_wait_of_a_feed_without_validators() -> None:
    """FEED19: down to an hour as long as every poll brings some, and up to a day when none does."""
    state, now, waits = OLD, NOW, []
    for has_news in (*[True] * 7, *[False] * 6):
        state = after(state, replace(READ, has_news=has_news), now)
        assert state.next_poll is not None
        waits.append((state.next_poll - now) / HOUR)
        now = state.next_poll
    assert waits == [24, 12, 6, 3, 1.5, 1, 1, 2, 4, 8, 16, 24, 24]


def test_a_busy_feed_without_validators_is_asked_before_its_entries_are_gone() -> None:
    """FEED19: by the time in which it replaces half of its entries, where ten or more are dated."""
    dates = [NOW - timedelta(minutes=20 * n) for n in range(19)] + [NOW - timedelta(days=900)]
    assert turnover(dates, NOW) == timedelta(minutes=200)
    busy = replace(READ, has_news=True, turnover=turnover(dates, NOW))
    assert after(OLD, busy, NOW).next_poll == NOW + timedelta(minutes=200)
    assert turnover(dates[:9], NOW) is None
    assert turnover([None] * 40, NOW) is None


def test_validators_of_an_answer_that_nothing_changed_are_kept() -> None:
    """RFC 9110, 15.4.5: a 304 may bring a new ETag; what it does not name stays."""
    read = after(OLD, replace(READ, validators=Validators('"1"', "Sunday")), NOW)
    renewed = Answer(not_modified=True, validators=Validators('"2"'))
    assert after(read, renewed, NOW + HOUR).validators == Validators('"2"', "Sunday")
    assert after(read, Answer(not_modified=True), NOW + HOUR).validators == read.validators


def test_hours_and_days_off_are_kept() -> None:
    """skipHours and skipDays are left in peace."""
    assert not is_due(replace(OLD, skip_hours=frozenset({6})), NOW)
    assert not is_due(replace(OLD, skip_days=frozenset({"Sunday"})), NOW)
    assert is_due(replace(OLD, skip_hours=frozenset({7})), NOW)


def test_failures_back_off_up_to_a_week_and_success_resets() -> None:
    """Each failure in a row doubles the wait; one success forgets them."""
    state, waits = OLD, []
    for _ in range(12):
        state = after(state, Answer(error="HTTP 503"), NOW)
        assert state.next_poll is not None
        waits.append(state.next_poll - NOW)
    assert waits[:3] == [HOUR, 2 * HOUR, 4 * HOUR]
    assert waits[-1] == LONGEST_BACKOFF
    assert (state.failures, state.failing_since) == (12, NOW)
    healthy = after(state, Answer(not_modified=True), NOW + HOUR)
    assert (healthy.failures, healthy.failing_since, healthy.error) == (0, None, None)


def test_a_failure_keeps_the_validators() -> None:
    """FEED06: a 500 in between does not make everything new."""
    read = after(OLD, replace(READ, validators=Validators('"1"')), NOW)
    assert after(read, Answer(error="HTTP 500"), NOW + HOUR).validators == Validators('"1"')


def test_a_feed_that_breaks_off_keeps_its_older_validators() -> None:
    """The new ones would answer 304 for what is missing; the next whole feed ends the matter."""
    read = after(OLD, replace(READ, validators=Validators('"1"')), NOW)
    cut = Answer(
        feed=replace(FEED, warnings=("truncated",), is_cut=True),
        content="of the cut bytes",
        validators=Validators('"2"'),
    )
    state = after(read, cut, NOW + HOUR)
    assert (state.validators, state.content) == (Validators('"1"'), READ.content)
    assert (state.note, state.is_cut, state.error) == ("truncated", True, None)
    for whole in (READ, Answer(not_modified=True), replace(READ, feed=None)):
        again = after(state, whole, NOW + 2 * HOUR)
        assert (again.note, again.is_cut) == (None, False)


def test_retry_after_counts_where_it_is_longer() -> None:
    """FEED11: the server's wish holds if it is longer than our own patience."""
    state = after(OLD, Answer(error="HTTP 429", retry_after=5 * HOUR), NOW)
    assert state.next_poll == NOW + 5 * HOUR


def test_a_permanent_redirect_is_believed_in_the_end() -> None:
    """FEED08: three equal answers over a day make the new address the feed's own."""
    state = OLD
    for hours in (0, 13):
        state = after(
            state,
            replace(READ, permanent_url="https://y.example/"),
            NOW + hours * HOUR,
        )
        assert state.fetch_url is None
    state = after(state, replace(READ, permanent_url="https://y.example/"), NOW + 26 * HOUR)
    assert (state.fetch_url, state.moved_to) == ("https://y.example/", None)
    assert state.url == OLD.url


def test_redirects_that_change_their_mind_are_not_believed() -> None:
    """FEED08: an answer without the redirect, or with another target, starts the count again."""
    state = OLD
    for day, target in enumerate(
        ["https://y.example/", None, "https://y.example/", "https://z.example/"]
    ):
        state = after(state, replace(READ, permanent_url=target), NOW + timedelta(days=day))
    assert (state.fetch_url, state.moved_to, state.moved_times) == (None, "https://z.example/", 1)


def test_gone_is_gone() -> None:
    """FEED10: after a 410 a feed is not polled again."""
    state = after(OLD, Answer(error="HTTP 410 Gone", gone=True), NOW)
    assert state.gone == NOW
    assert not is_due(state, NOW + timedelta(days=400))


def test_validators_are_left_out_once_a_week() -> None:
    """FEED13: a server that says 304 for ever is asked for the whole feed every seven days."""
    state = after(OLD, replace(READ, validators=Validators('"1"')), NOW)
    assert validators_to_send(state, NOW + timedelta(days=6)) == Validators('"1"')
    for day in range(1, 8):
        state = after(state, Answer(not_modified=True), NOW + timedelta(days=day))
    assert validators_to_send(state, NOW + timedelta(days=8)) == Validators()


@given(st.lists(st.sampled_from(["ok", "304", "error"]), max_size=20))
def test_a_poll_always_lies_ahead(answers: list[str]) -> None:
    """Whatever the answers, the next poll is later than the last one and at most a week away."""
    made = {
        "ok": READ,
        "304": Answer(not_modified=True),
        "error": Answer(error="x"),
    }
    state = OLD
    for number, name in enumerate(answers):
        now = NOW + number * HOUR
        state = after(state, made[name], now)
        assert state.next_poll is not None
        assert SHORTEST_WAIT <= state.next_poll - now <= LONGEST_BACKOFF
