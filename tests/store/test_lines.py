"""The lines of publications come back as they were, within their bounds, until forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.clean import BoilerplateLearner, PublicationMemory
from newsdigest.store import Store
from newsdigest.store.lines import MOST_LINES
from newsdigest.store.schema import APPLICATION_ID, MIGRATIONS
from tests.clean.learning.publications import NOW, article

PLUG = "Our kitchen table letter goes out to friends of the house each morning."
OTHER = "Friends of the Post meet on the quay every second Saturday."
NAME = "harbour post"
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "state.db") as opened:
        yield opened


def tell(store: Store, first: int, count: int, line: str, now: datetime = NOW) -> None:
    """Count some articles with a line, in a run of their own."""
    learner = BoilerplateLearner(remember=store.lines.memory)
    learner.observe([article(n, line) for n in range(first, first + count)], now)
    with store.transaction():
        store.lines.save(learner.memory(NAME), now)


def taken(store: Store, line: str) -> bool:
    """Whether a later run takes the line out of an article that it has not counted."""
    fresh = article(490, line)
    return BoilerplateLearner(remember=store.lines.memory).strip([fresh])[0].text != fresh.text


def test_a_memory_comes_back_as_it_was(store: Store) -> None:
    """Lines that recur or stand at an edge, with their counts, and the stories."""
    learner = BoilerplateLearner()
    learner.observe([article(n, PLUG) for n in range(6)], NOW)
    before = learner.memory(NAME)
    with store.transaction():
        store.lines.save(before, NOW)
    after = store.lines.memory(NAME)
    assert isinstance(after, PublicationMemory)
    assert after.stories.count == before.stories.count
    assert after.stories.newest() == before.stories.newest()
    for skeleton, line in after.lines.items():
        known = before.lines[skeleton]
        assert (line.id, line.text, line.stories, line.recent) == (
            known.id, known.text, known.stories, known.recent,
        )  # fmt: skip
        assert line.last_seen == NOW.replace(hour=0)
    assert store.lines.publications() == [NAME]


def test_a_line_is_learnt_over_several_runs(store: Store) -> None:
    """One story a run: the third one teaches it."""
    for n in range(2):
        tell(store, n, 1, PLUG)
    assert not taken(store, PLUG)
    tell(store, 2, 1, PLUG)
    assert taken(store, PLUG)


def test_a_plug_that_stops_is_dropped_and_its_successor_learnt(store: Store) -> None:
    """Within days: the new plug after three stories, the old one gone after a week of thirty."""
    for day in range(5):
        tell(store, 6 * day, 6, PLUG, NOW + day * DAY)
    assert taken(store, PLUG)
    for day in range(5, 6):
        tell(store, 6 * day, 6, OTHER, NOW + day * DAY)
    assert taken(store, OTHER)
    for day in range(6, 11):
        tell(store, 6 * day, 6, OTHER, NOW + day * DAY)
    assert not taken(store, PLUG)
    memory = store.lines.memory(NAME)
    assert memory is not None
    assert not any(line.text.startswith(PLUG[:20]) for line in memory.lines.values())


def test_a_line_that_is_forgotten_stays_and_is_not_learnt_again(store: Store) -> None:
    """The user took it back, and that holds."""
    tell(store, 0, 4, PLUG)
    memory = store.lines.memory(NAME)
    assert memory is not None
    line = next(each for each in memory.lines.values() if each.text.startswith(PLUG[:20]))
    with store.transaction():
        assert store.lines.forget("00000000") is None
        assert store.lines.forget(line.id) is not None
    assert not taken(store, PLUG)
    tell(store, 10, 6, PLUG)
    assert not taken(store, PLUG)


def test_the_memory_of_a_publication_is_bounded(store: Store) -> None:
    """However many articles came, so many lines are kept, and none takes more than 200 bytes."""
    for start in range(0, 400, 100):
        tell(store, start, 100, PLUG + " ü" * 100)
    memory = store.lines.memory(NAME)
    assert memory is not None
    assert len(memory.lines) <= MOST_LINES
    with closing(sqlite3.connect(store.path)) as raw:
        sizes = raw.execute("SELECT sum(payload) FROM dbstat WHERE name = 'lines'").fetchone()
        count = raw.execute("SELECT count(*) FROM lines").fetchone()
        assert sizes[0] / count[0] <= 200
        raw.row_factory = None
        columns = [row[1] for row in raw.execute("PRAGMA table_info(lines)")]
        width = " + ".join(f"length(CAST({name} AS BLOB))" for name in columns)
        assert raw.execute(f"SELECT max({width}) FROM lines").fetchone()[0] <= 200


def test_publications_that_fell_silent_are_pruned(store: Store) -> None:
    """Unless the user said something of one of their lines."""
    tell(store, 0, 4, PLUG)
    with store.transaction():
        store.lines.prune(NOW - DAY)
    assert store.lines.publications() == [NAME]
    with store.transaction():
        store.lines.prune(NOW + DAY)
    assert store.lines.publications() == []


def test_a_state_of_the_version_before_is_read_and_migrated(tmp_path: Path) -> None:
    """Without the tables nothing is remembered; opened for writing, the state gets them."""
    path = tmp_path / "state.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(MIGRATIONS[0])
        raw.execute(
            "INSERT INTO feeds (url, added) VALUES ('https://x.example/', '2026-11-22T00Z')"
        )
        raw.commit()
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
    assert len(MIGRATIONS) >= 2
    with Store(path, read_only=True) as old:
        assert list(old.feeds.all()) == ["https://x.example/"]
        assert old.lines.memory(NAME) is None
        assert old.lines.publications() == []
    with Store(path) as new:
        tell(new, 0, 3, PLUG)
        assert taken(new, PLUG)
