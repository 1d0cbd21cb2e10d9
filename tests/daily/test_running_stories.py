"""What a profile was given on earlier days shows in its digests, and is not given again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.daily import deliver_new, deliver_window, delivery
from newsdigest.model import Article, Part, Story
from newsdigest.pipeline import Run
from newsdigest.store import FeedItemKeys, Store
from tests.analyse.threads.reports import (
    CHESS,
    FLOOD,
    FOUND,
    INQUIRY,
    MONDAY,
    TUESDAY,
    VIOLIN,
    WEDNESDAY,
)
from tests.daily.test_delivery import FEED, PLAN, Killed, Place

EVENING = timedelta(hours=9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.db") as opened:
        yield opened


def keep(store: Store, now: datetime, *articles: Article) -> None:
    with store.transaction():
        for each in articles:
            store.articles.save(each, now)
            store.articles.see(FeedItemKeys(FEED, (f"guid:{each.id}",), each.id, "x"), now)


def run(store: Store, now: datetime, place: Place, profile: str = "morning") -> Run:
    made = Run(now)
    deliver_new(store, replace(PLAN, profile=profile), [], made, [place])
    return made


def told(place: Place, lead: Article) -> Story:
    """The story of the last digest that the article leads."""
    return next(each for each in place.taken[-1][0].stories if each.lead.id == lead.id)


def test_a_story_goes_on_over_the_days(store: Store) -> None:
    """Each day's story names the headlines of the days before and the digests that had them."""
    place = Place()
    for day, *articles in ((MONDAY, FLOOD, CHESS), (TUESDAY, FOUND, VIOLIN), (WEDNESDAY, INQUIRY)):
        keep(store, day, *articles)
        run(store, day + EVENING, place)
    story = told(place, INQUIRY)
    assert story.since == MONDAY
    assert [each.title for each in story.previous] == [FLOOD.title, FOUND.title]
    assert [each.digest for each in story.previous] == [digest.id for digest, _ in place.taken[:2]]
    assert "four" not in story.new_facts


def test_what_another_profile_was_given_does_not_count(store: Store) -> None:
    """A profile sees the course of what it was given itself."""
    place = Place()
    keep(store, MONDAY, FLOOD, CHESS)
    run(store, MONDAY + EVENING, place, "evening")
    with store.transaction():
        store.articles.mark_delivered("morning", {FLOOD.id: 1, CHESS.id: 1})
    keep(store, TUESDAY, FOUND, VIOLIN)
    run(store, TUESDAY + EVENING, place)
    assert told(place, FOUND).since is None


def test_a_report_that_adds_nothing_is_not_given_again(store: Store) -> None:
    """It counts as delivered, and the run counts it; with news in it, it is given."""
    place = Place()
    keep(store, MONDAY, FLOOD, CHESS)
    run(store, MONDAY + EVENING, place)
    again = replace(FLOOD, id="again", published=TUESDAY, source="Fenn Post")
    keep(store, TUESDAY, again, VIOLIN)
    done = run(store, TUESDAY + EVENING, place)
    assert done.repeats == 1
    assert [story.lead.id for story in place.taken[-1][0].stories] == [VIOLIN.id]
    assert store.articles.undelivered("morning", [FEED]) == []


def test_what_did_not_get_out_was_not_given(store: Store) -> None:
    """STA14: after a kill nothing is known of the stories; the repeated digest has them, once."""
    killed, place = Place(is_killed=True), Place()
    keep(store, MONDAY, FLOOD, CHESS)
    with pytest.raises(Killed):
        run(store, MONDAY + EVENING, killed)
    week = timedelta(days=7)
    assert store.stories.delivered("morning", MONDAY - week, MONDAY + week) == []
    keep(store, TUESDAY, FOUND, VIOLIN)
    run(store, TUESDAY + EVENING, place)
    assert len(place.taken) == 2
    assert {story.lead.id for story in place.taken[0][0].stories} == {FLOOD.id, CHESS.id}
    assert told(place, FOUND).since == MONDAY
    stored = store.stories.delivered("morning", MONDAY - week, MONDAY + week)
    assert len(stored) == 4


def test_what_a_place_had_no_room_for_was_not_given(store: Store) -> None:
    """A story that a digest did not name is stored as such: no headline of a later course."""
    place = Place(room=1)
    keep(store, MONDAY, FLOOD, CHESS)
    run(store, MONDAY + EVENING, place)
    week = timedelta(days=7)
    stored = store.stories.delivered("morning", MONDAY - week, MONDAY + week)
    assert {each.articles[0].id: each.is_named for each in stored} == {
        min(FLOOD.id, CHESS.id): True, max(FLOOD.id, CHESS.id): False,
    }  # fmt: skip


def test_of_stories_that_were_only_counted_the_heaviest_are_stored(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are stored if they continue a thread."""
    monkeypatch.setattr(delivery, "MOST_COUNTED", 0)
    keep(store, MONDAY, FLOOD)
    run(store, MONDAY + EVENING, Place())
    keep(store, TUESDAY, FOUND, VIOLIN)
    run(store, TUESDAY + EVENING, Place(room=0))
    week = timedelta(days=7)
    stored = store.stories.delivered("morning", MONDAY - week, TUESDAY + week)
    assert [each.articles[0].id for each in stored] == [FLOOD.id, FOUND.id]


def test_a_story_that_was_only_counted_does_not_break_a_course(store: Store) -> None:
    """It keeps the thread of the day before for those after; no headline of it is shown."""
    place = Place(is_brief=True)
    keep(store, MONDAY, FLOOD, CHESS)
    run(store, MONDAY + EVENING, place)
    keep(store, TUESDAY, FOUND, VIOLIN)
    run(store, TUESDAY + EVENING, Place(room=0))
    keep(store, WEDNESDAY, INQUIRY)
    # By then what was left out on Tuesday is too old to be delivered.
    run(store, TUESDAY + timedelta(days=2) + EVENING, place)
    story = told(place, INQUIRY)
    assert story.since == MONDAY
    assert [each.title for each in story.previous] == [FLOOD.title]
    week = timedelta(days=7)
    stored = store.stories.delivered("morning", MONDAY - week, WEDNESDAY + week)
    threads = {each.articles[0].id: each.thread for each in stored}
    assert threads[FLOOD.id] == threads[FOUND.id] == threads[INQUIRY.id]


def test_a_story_that_was_only_counted_is_no_past_of_itself(store: Store) -> None:
    """When a later digest names it, it continues what readers know, and not itself."""
    place = Place()
    keep(store, MONDAY, FLOOD)
    run(store, MONDAY + EVENING, place)
    keep(store, TUESDAY, FOUND)
    run(store, TUESDAY + EVENING, Place(room=0))
    keep(store, WEDNESDAY, VIOLIN)
    run(store, WEDNESDAY + EVENING, place)
    story = told(place, FOUND)
    assert story.since == MONDAY
    assert [each.title for each in story.previous] == [FLOOD.title]


def test_a_week_has_each_running_story_once_and_marks_nothing(store: Store) -> None:
    """The digest of a window has what was delivered and what was not, and neither changes that."""
    keep(store, MONDAY, FLOOD, CHESS)
    run(store, MONDAY + EVENING, Place())
    keep(store, WEDNESDAY, INQUIRY, VIOLIN)
    place, now = Place(), WEDNESDAY + EVENING
    week = replace(PLAN, options=replace(PLAN.options, since=now - timedelta(days=7)))
    stored = store.stories.delivered("morning", MONDAY, now)
    deliver_window(store, week, [], Run(now), [place])
    parts = {each.lead.id: each.part for each in place.taken[-1][0].stories}
    assert {id for id, part in parts.items() if part is not Part.MORE} == {
        INQUIRY.id, CHESS.id, VIOLIN.id,
    }  # fmt: skip
    assert parts[FLOOD.id] is Part.MORE
    assert [each.title for each in told(place, INQUIRY).previous] == [FLOOD.title]
    assert store.stories.delivered("morning", MONDAY, now) == stored
    waiting = store.articles.undelivered("morning", [FEED])
    assert {each.article.id for each in waiting} == {INQUIRY.id, VIOLIN.id}


def test_old_stories_are_forgotten(store: Store) -> None:
    """STA14: a delivery deletes the stories of digests of more than a week ago."""
    place = Place()
    keep(store, MONDAY, FLOOD, CHESS)
    run(store, MONDAY + EVENING, place)
    later = MONDAY + timedelta(days=9)
    keep(store, later, VIOLIN)
    run(store, later, place)
    stored = store.stories.delivered("morning", MONDAY, later + timedelta(days=1))
    assert [each.articles[0].id for each in stored] == [VIOLIN.id]
