"""The stories of delivered digests are kept for those that will continue them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.errors import StateError
from newsdigest.model import Article, Block, BlockKind, Part, Story, SummarySentence
from newsdigest.store import Store

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def article(id: str) -> Article:
    block = Block(BlockKind.PARAGRAPH, f"The dam of {id} burst.")
    url = f"https://post.example/{id}"
    return Article(
        id, f"Dam bursts in {id}", (block,), "x", "The Post", url=url, published=NOW - WEEK / 7
    )


def story(id: str, **fields: object) -> Story:
    summary = (SummarySentence(f"The dam of {id} burst.", id),)
    return Story(f"story of {id}", (article(id),), summary=summary, **fields)  # type: ignore[arg-type]


def record(
    store: Store, *stories: Story, profile: str = "morning", now: datetime = NOW, keeps: bool = True
) -> str:
    """Record a delivered digest of the stories, and by default their articles."""
    articles = [each for story in stories for each in story.articles]
    with store.transaction():
        for each in articles if keeps else ():
            store.articles.save(each, now)
        id = store.digests.plan(profile, now, {each.id: 1 for each in articles}, ["stdout"])
        store.digests.delivered(id, "stdout", now)
        store.stories.record(id, stories, now)
    return id


def test_a_delivered_story_comes_back_as_it_was(store: Store) -> None:
    """Headline, address, date, sentences, digest and articles are those that were delivered."""
    id = record(store, story("Kelbrook"))
    (found,) = store.stories.delivered("morning", NOW - WEEK, NOW + WEEK)
    lead = article("Kelbrook")
    assert found.articles == (lead,)
    assert found.told == ("The dam of Kelbrook burst.",)
    assert (found.thread, found.since) == ("story of Kelbrook", lead.published)
    earlier = found.earlier
    assert (earlier.id, earlier.digest) == ("story of Kelbrook", id)
    assert (earlier.title, earlier.source, earlier.url) == (lead.title, lead.source, lead.url)
    assert earlier.published == lead.published


def test_what_was_told_in_brief_is_a_headline(store: Store) -> None:
    """A story in brief is stored without the sentences that its digest did not show."""
    record(store, story("Kelbrook", part=Part.BRIEF))
    (found,) = store.stories.delivered("morning", NOW - WEEK, NOW + WEEK)
    assert (found.told, found.is_named) == ((), True)


def test_a_thread_keeps_its_name_and_its_beginning(store: Store) -> None:
    """A story that continues a thread is stored with the thread's first story and day."""
    record(store, story("Kelbrook", thread="first", since=NOW - WEEK))
    (found,) = store.stories.delivered("morning", NOW - WEEK, NOW + WEEK)
    assert (found.thread, found.since) == ("first", NOW - WEEK)


def test_each_profile_has_its_own_stories(store: Store) -> None:
    """What one profile was given is news to another, and nothing is older than itself."""
    record(store, story("Kelbrook"))
    record(store, story("Ravensea"), profile="evening")
    found = store.stories.delivered("evening", NOW - WEEK, NOW + WEEK)
    assert [each.earlier.id for each in found] == ["story of Ravensea"]
    assert store.stories.delivered("evening", NOW - WEEK, NOW) == []


def test_a_repeat_is_recorded_once(store: Store) -> None:
    """A digest that is delivered again replaces what was recorded of it."""
    record(store, story("Kelbrook"))
    record(store, story("Kelbrook"))
    assert len(store.stories.delivered("morning", NOW - WEEK, NOW + WEEK)) == 1


def test_a_story_that_was_only_counted_is_recorded_as_such(store: Store) -> None:
    """It has its articles and no sentences; each profile has it once, and once it was named
    it stays so."""
    kelbrook, ravensea = story("Kelbrook"), story("Ravensea")
    first = record(store, ravensea)
    with store.transaction():
        store.stories.record_counted(first, [kelbrook, ravensea], NOW)
    second = record(store, now=NOW + WEEK / 7)
    with store.transaction():
        store.stories.record_counted(second, [kelbrook], NOW + WEEK / 7)
    found = store.stories.delivered("morning", NOW - WEEK, NOW + WEEK)
    assert [(each.earlier.id, each.earlier.digest, each.is_named) for each in found] == [
        ("story of Kelbrook", first, False), ("story of Ravensea", first, True),
    ]  # fmt: skip
    assert found[0].told == ()
    other = record(store, profile="evening", now=NOW + WEEK / 7)
    with store.transaction():
        store.stories.record_counted(other, [kelbrook], NOW)
    assert len(store.stories.delivered("evening", NOW - WEEK, NOW + WEEK)) == 1


def test_old_stories_are_deleted(store: Store) -> None:
    """Pruning deletes the stories of old digests, and so does deleting their digest."""
    old, new = record(store, story("Kelbrook"), now=NOW - WEEK), record(store, story("Ravensea"))
    with store.transaction():
        store.stories.prune(NOW - WEEK / 2)
    found = store.stories.delivered("morning", NOW - 2 * WEEK, NOW + WEEK)
    assert old != new
    assert [each.earlier.digest for each in found] == [new]
    with store.transaction():
        store.digests.forget(new)
    assert store.stories.delivered("morning", NOW - 2 * WEEK, NOW + WEEK) == []


def test_a_story_outlives_its_articles(store: Store) -> None:
    """STA14: if its articles are no longer stored, the story has none."""
    record(store, story("Kelbrook"), keeps=False)
    (found,) = store.stories.delivered("morning", NOW - WEEK, NOW + WEEK)
    assert found.articles == ()
    assert found.earlier.title == "Dam bursts in Kelbrook"


@pytest.mark.parametrize(
    "change",
    [
        "value = '[]'",
        "value = '{\"title\": 7}'",
        "published = 'soon'",
        "since = '9999-12-31T00:00:00.000000+00:00'",
    ],
)
def test_a_row_of_another_hand_is_an_error(path: Path, store: Store, change: str) -> None:
    """STA14: a row that this program did not write is reported by name, and found by the check."""
    record(store, story("Kelbrook"))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"UPDATE digest_stories SET {change}")
    with pytest.raises(StateError, match="digest_stories"):
        store.stories.delivered("morning", NOW - WEEK, NOW + WEEK)
    assert "digest_stories" in "".join(store.check())
