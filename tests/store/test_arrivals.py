"""What is undelivered is found beyond a high-water mark, as surely as by looking at everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.model import Article, Block, BlockKind
from newsdigest.store import FeedItemKeys, Store, arrivals, salvage

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FEEDS = ("https://post.example/feed", "https://tide.example/feed")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.db") as opened:
        yield opened


def article(id: str, title: str = "Ferry returns") -> Article:
    return Article(id, title, (Block(BlockKind.PARAGRAPH, "The ferry returns."),), origin="x")


def keep(store: Store, *ids: str, feed: str = FEEDS[0], now: datetime = NOW) -> None:
    with store.transaction():
        for id in ids:
            store.articles.save(article(id), now)
            store.articles.see(FeedItemKeys(feed, (f"guid:{id}", f"url:{id}"), id, "fp"), now)


def update(store: Store, id: str) -> None:
    with store.transaction():
        store.articles.save(article(id, "Ferry returns late"), NOW, is_update=True)


def deliver(store: Store, *ids: str, profile: str = "morning") -> None:
    with store.transaction():
        kept = store.articles.by_ids(ids)
        store.articles.mark_delivered(profile, {each.article.id: each.version for each in kept})


def raise_mark(store: Store, profile: str = "morning", feeds: tuple[str, ...] = FEEDS) -> None:
    with store.transaction():
        store.articles.raise_mark(profile, feeds)


def undelivered(
    store: Store, profile: str = "morning", feeds: tuple[str, ...] = FEEDS
) -> list[str]:
    return [kept.article.id for kept in store.articles.undelivered(profile, feeds)]


def by_looking_at_everything(store: Store, profile: str, feeds: tuple[str, ...]) -> list[str]:
    """The same without marks."""
    store._connection.execute("SAVEPOINT marked")
    store._connection.execute("DELETE FROM high_water_marks")
    found = undelivered(store, profile, feeds)
    store._connection.execute("ROLLBACK TO marked")
    store._connection.execute("RELEASE marked")
    return found


def steps_of(store: Store, action: Callable[[], object]) -> list[str]:
    """The steps of SQLite's plans for the statements that the action executes."""
    seen: list[str] = []
    store._connection.set_trace_callback(seen.append)
    action()
    store._connection.set_trace_callback(None)
    plans = [store._connection.execute(f"EXPLAIN QUERY PLAN {query}") for query in seen]
    return [row["detail"] for plan in plans for row in plan]


def scans(steps: list[str]) -> list[str]:
    return [step for step in steps if step.startswith("SCAN") and "json_each" not in step]


def test_without_a_mark_no_text_is_read(store: Store) -> None:
    """STA09: a new profile looks at all articles in an index, which holds no texts."""
    keep(store, "a1", "a2")
    steps = steps_of(store, lambda: undelivered(store))
    assert scans(steps) == ["SCAN known USING COVERING INDEX articles_by_version"]


def test_beyond_a_mark_only_arrivals_are_read(store: Store) -> None:
    """STA09: with a mark nothing is read of what came before it."""
    keep(store, "a1", "a2")
    raise_mark(store)
    steps = steps_of(store, lambda: undelivered(store))
    assert scans(steps) == []
    assert "SEARCH arrivals USING INTEGER PRIMARY KEY (rowid>?)" in steps


def test_a_profile_is_known_by_one_row(store: Store) -> None:
    """STA09: whether anything was delivered to a profile is not asked of every delivery."""
    keep(store, *(f"a{n}" for n in range(100)))
    deliver(store, *(f"a{n}" for n in range(100)))
    asked: list[int] = []
    store._connection.set_progress_handler(lambda: asked.append(1), 1)
    assert store.articles.begun("morning")
    store._connection.set_progress_handler(None, 1)
    assert len(asked) < 50


def test_a_run_with_nothing_new_writes_nothing(store: Store) -> None:
    """A mark is raised only after a thousand arrivals, not by each run."""
    keep(store, "a1", "a2")
    deliver(store, "a1")
    raise_mark(store)
    keep(store, "a3")
    before = store._connection.total_changes
    raise_mark(store)
    assert store._connection.total_changes == before
    assert undelivered(store) == ["a2", "a3"]


def test_what_is_still_undelivered_does_not_hold_the_mark_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article that waits for months is looked up alone, not with all that came after it."""
    monkeypatch.setattr(arrivals, "MOST_LOOKED_UP", 0)
    keep(store, "waits", *(f"a{n}" for n in range(20)))
    deliver(store, *(f"a{n}" for n in range(20)))
    raise_mark(store)
    _, values = arrivals.undelivered_numbers(store._connection, "morning", FEEDS)
    beyond = store._connection.execute(
        "SELECT article FROM arrivals WHERE number > ?", [values["mark"]]
    )
    assert [row["article"] for row in beyond] == [1]
    assert undelivered(store) == ["waits"]


def test_a_feed_without_a_mark_has_all_of_its_articles_looked_at(store: Store) -> None:
    """A profile that takes another feed gets what that feed had brought before."""
    keep(store, "old", feed=FEEDS[1])
    keep(store, "a1")
    deliver(store, "a1")
    raise_mark(store, feeds=FEEDS[:1])
    assert undelivered(store, feeds=FEEDS[:1]) == []
    assert undelivered(store) == ["old"]


def test_a_feed_that_lists_an_old_article_makes_it_news(store: Store) -> None:
    """What a profile did not get, since none of its feeds had it, it gets once one of them has."""
    keep(store, "a1", feed="https://elsewhere.example/feed")
    raise_mark(store)
    assert undelivered(store) == []
    with store.transaction():
        store.articles.see(FeedItemKeys(FEEDS[0], ("guid:1",), "a1", "fp"), NOW)
    assert undelivered(store) == ["a1"]


def test_an_update_makes_an_old_article_news(store: Store) -> None:
    """A version with new facts is undelivered, however long ago the article was stored."""
    keep(store, "a1")
    deliver(store, "a1")
    raise_mark(store)
    update(store, "a1")
    assert undelivered(store) == ["a1"]


def test_a_key_that_moves_to_an_old_article_makes_it_news(store: Store) -> None:
    """A feed that gives the link of one entry to another article lists that one from then on."""
    keep(store, "a1")
    keep(store, "a2", feed="https://elsewhere.example/feed")
    deliver(store, "a1")
    raise_mark(store)
    with store.transaction():
        store.articles.see(FeedItemKeys(FEEDS[0], ("url:a1",), "a2", "fp"), NOW)
    assert undelivered(store) == ["a2"]


def test_numbers_of_deleted_articles_may_return(store: Store) -> None:
    """An article that gets the number of a deleted one, which was delivered, is still news."""
    keep(store, "old", now=NOW - timedelta(days=90))
    deliver(store, "old")
    raise_mark(store)
    with store.transaction():
        assert store.articles.prune(NOW, []) == 1
    keep(store, "new")
    assert undelivered(store) == ["new"]


def test_pruning_forgets_arrivals_that_everybody_has(store: Store) -> None:
    """The log does not grow beyond what some profile still has to look at."""
    keep(store, "a1", "a2")
    deliver(store, "a1", "a2")
    raise_mark(store)
    keep(store, "a3")
    with store.transaction():
        store.articles.prune(NOW - timedelta(days=30), [])
    rows = store._connection.execute("SELECT DISTINCT article FROM arrivals").fetchall()
    assert [row["article"] for row in rows] == [3]
    assert undelivered(store) == ["a3"]


def test_a_saved_state_trusts_no_mark_of_the_damaged_one(tmp_path: Path, store: Store) -> None:
    """Deliveries whose record was lost are repeated, whatever the mark had said."""
    keep(store, "a1")
    deliver(store, "a1")
    raise_mark(store)
    with store.transaction():
        store._connection.execute("DELETE FROM told")
    assert undelivered(store) == []
    salvage(store.path, tmp_path / "saved.db")
    with Store(tmp_path / "saved.db") as saved:
        assert undelivered(saved) == ["a1"]


def within(store: Store, action: Callable[[], object]) -> None:
    with store.transaction():
        action()


Action = Callable[[Store], None]
IDS = st.sampled_from(["a", "b"])
PROFILES = st.sampled_from(["morning", "evening"])


@st.composite
def actions(draw: st.DrawFn) -> Action:
    """Something that happens to a state with few articles, feeds and profiles."""
    one, profile, feed = draw(IDS), draw(PROFILES), draw(st.sampled_from(FEEDS))
    taken = draw(st.sampled_from([FEEDS, FEEDS[:1], FEEDS[1:]]))
    listed = FeedItemKeys(feed, (draw(st.sampled_from(["guid:a", "url:b"])),), one, "fp")
    is_old = draw(st.booleans())
    chosen: Action = draw(
        st.sampled_from(
            [
                lambda s: keep(s, one, feed=feed, now=NOW - timedelta(days=9 * is_old)),
                lambda s: update(s, one),
                lambda s: deliver(s, one, profile=profile),
                lambda s: raise_mark(s, profile, taken),
                lambda s: within(s, lambda: s.feeds.forget(feed)),
                lambda s: within(s, lambda: s.articles.prune(NOW - timedelta(days=1), [])),
                lambda s: within(s, lambda: s.articles.see(listed, NOW)),
            ]
        )
    )
    return chosen


@given(st.lists(actions(), max_size=40))
@settings(max_examples=150, deadline=None)
def test_marks_hide_nothing(steps: list[Action]) -> None:
    """Whatever was stored, updated, delivered, forgotten and pruned: the same is undelivered."""
    with (
        pytest.MonkeyPatch.context() as patch,
        TemporaryDirectory() as folder,
        Store(Path(folder) / "news.db") as store,
    ):
        patch.setattr(arrivals, "MOST_LOOKED_UP", 0)
        for step in steps:
            step(store)
            for profile in ("morning", "evening"):
                for feeds in (FEEDS, FEEDS[:1]):
                    found = undelivered(store, profile, feeds)
                    assert found == by_looking_at_everything(store, profile, feeds)
