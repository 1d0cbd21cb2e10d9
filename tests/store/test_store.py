"""The state keeps what it was told, whole, and refuses what is not its own: rows STA01–STA09."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsdigest.errors import LockedError, NewsdigestError, StateError
from newsdigest.feedmodel import EntrySnapshot, SeenItem, Validators
from newsdigest.model import Article, ArticleKind, Block, BlockKind, Partial, Removal, Topic
from newsdigest.store import FeedItemKeys, FeedState, Store, state_key
from newsdigest.store.schema import APPLICATION_ID, VERSION
from newsdigest.store.values import from_json, to_json

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FEED = "https://news.example/feed"
SECRET = "https://example.org/feed?token=xyz&feed_token=abc"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "newsdigest.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def article(
    id: str = "a1", title: str = "Ferry returns", text: str = "The ferry returns."
) -> Article:
    return Article(id, title, (Block(BlockKind.PARAGRAPH, text),), origin=FEED, source="The Post")


def keep(store: Store, *articles: Article, now: datetime = NOW) -> None:
    with store.transaction():
        for each in articles:
            store.articles.save(each, now)
            store.articles.see(FeedItemKeys(FEED, (f"guid:{each.id}",), each.id, "fp"), now)


def deliver(store: Store, profile: str, *ids: str, now: datetime = NOW) -> str:
    with store.transaction():
        versions = {kept.article.id: kept.version for kept in store.articles.by_ids(ids)}
        digest = store.digests.plan(profile, now, versions, ["stdout"])
        store.digests.delivered(digest, "stdout", now)
    return digest


def undelivered(store: Store, profile: str = "morning") -> list[str]:
    return [kept.article.id for kept in store.articles.undelivered(profile, [FEED])]


def test_the_state_is_private_and_marked(path: Path, store: Store) -> None:
    """The file is the user's alone, and says whose and which version it is."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert store.check() == []


def test_an_article_comes_back_as_it_was() -> None:
    """Every field of an article survives its JSON."""
    full = Article(
        "id", "Ferry", (Block(BlockKind.SUBHEAD, "Boats", 2), Block(BlockKind.CODE, "a\n b"),
         Block(BlockKind.LIST_ITEM, "Board.", 1, 3)), "x",
        "The Post", "Reuters", "OSLO", ("A B", "C D"), NOW, NOW + timedelta(hours=1), "https://x.example/",
        "en", "Intro.", "World", ("ferry",), "https://x.example/i.jpg",
        (Topic("medtop:1", "weather", 0.5),), (Removal("Join us.", "phrase:x"),), Partial.TEASER,
        kind=ArticleKind.LIVE,
    )  # fmt: skip
    assert from_json(to_json(full)) == full


def test_an_article_of_an_earlier_version_has_a_kind() -> None:
    """What was stored before articles had kinds is a report, and its items have no numbers."""
    stored = json.loads(to_json(article("a", "Ferry", "It ran.")))
    del stored["kind"], stored["blocks"][0]["number"]
    assert from_json(json.dumps(stored)).kind is ArticleKind.REPORT


@given(st.text(st.characters(codec=None)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_text_can_be_kept(tmp_path: Path, text: str) -> None:
    """STA08: lone surrogates, NUL and all else are stored or replaced, never an error."""
    with Store(tmp_path / "any.db") as store:
        keep(store, article(f"id{hash(text)}", text, text))
        store.search(text, 10)


def test_what_is_damaged_is_refused_and_left_alone(path: Path) -> None:
    """STA01: text, an empty file and torn pages give an error with the path; nothing is written."""
    path.parent.mkdir()
    for content in (b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 5000):
        path.write_bytes(content)
        with pytest.raises(StateError, match=r"newsdigest\.db"):
            Store(path)
        assert path.read_bytes() == content


def test_torn_pages_are_found(path: Path) -> None:
    """STA01: a database whose middle is overwritten is an error when it is read, not a crash."""
    with Store(path) as store:
        keep(store, *(article(f"a{n}", text="word " * 400) for n in range(50)))
    content = bytearray(path.read_bytes())
    content[8192:65536] = os.urandom(65536 - 8192)
    path.write_bytes(content)
    with pytest.raises(NewsdigestError):  # where it shows depends on the page
        with Store(path) as store, store.reading():
            store.articles.since(None, [FEED])
            store.feeds.all()
        raise StateError("; ".join(store_errors(path)))


def store_errors(path: Path) -> list[str]:
    with Store(path, read_only=True) as store:
        return store.check()


def test_states_of_others_are_refused(path: Path) -> None:
    """STA03, STA04: a newer state and another program's file are left untouched."""
    with Store(path):
        pass
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(StateError, match="newer"):
        Store(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA application_id = 7")
    with pytest.raises(StateError, match="another program"):
        Store(path)


def test_a_missing_state_is_made_only_for_writing(path: Path) -> None:
    """A command that only reads does not leave an empty state behind."""
    with pytest.raises(StateError, match="no state"):
        Store(path, read_only=True)
    assert not path.exists()


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """FS09: the path and the reason stand in one line."""
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="file/state"):
        Store(tmp_path / "file" / "state" / "x.db")


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    """Validators are stored with the items or not at all (FEED14)."""
    feed = FeedState(FEED, NOW, validators=Validators('"e"'))
    with pytest.raises(RuntimeError), store.transaction():
        store.feeds.save(feed)
        store.articles.save(article(), NOW)
        raise RuntimeError
    assert store.feeds.all() == {}
    assert store.articles.count() == 0


def test_readers_are_not_in_the_way_of_a_writer(path: Path, store: Store) -> None:
    """PROC08: a read-only command sees the state as it was while a run writes."""
    keep(store, article("old"))
    with Store(path, read_only=True) as reader, reader.reading():
        assert reader.articles.count() == 1
        keep(store, article("new"))
        assert reader.articles.count() == 1
    assert store.articles.count() == 2


def test_two_writers_do_not_wait_for_ever(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STA05: a state that another program holds gives a LockedError after a bounded wait."""
    monkeypatch.setattr("newsdigest.store.database._BUSY_SECONDS", 0.1)
    with store.transaction(), Store(path) as second:
        waiting = second.transaction()
        with pytest.raises(LockedError):
            waiting.__enter__()


def test_feeds_are_remembered(store: Store) -> None:
    """All that is known of a feed comes back, Retry-After of its host too."""
    feed = FeedState(
        FEED, NOW, fetch_url=FEED + "2", title="The Post",
        validators=Validators('W/"1"', "Sun", "ab"),
        polled=NOW, next_poll=NOW + timedelta(hours=1), failures=2, failing_since=NOW, error="503",
        moved_to=FEED + "3", moved_times=2, moved_since=NOW, ttl=timedelta(hours=2),
        skip_hours=frozenset({0, 13}), skip_days=frozenset({"Sunday"}),
    )  # fmt: skip
    with store.transaction():
        store.feeds.save(feed)
        store.feeds.leave_host_alone("news.example", NOW + timedelta(hours=1))
        store.feeds.leave_host_alone("old.example", NOW - timedelta(hours=1))
    assert store.feeds.get(FEED, NOW) == feed
    with store.transaction():
        assert store.feeds.busy_hosts(NOW) == {"news.example": NOW + timedelta(hours=1)}


# As the address itself, and as a key of which less was masked.
@pytest.mark.parametrize(
    "before", [SECRET, "https://example.org/feed?token=…&feed_token=abc" + state_key(SECRET)[-13:]]
)
def test_a_feed_keeps_its_memory_when_more_of_its_address_counts_as_secret(
    store: Store, before: str
) -> None:
    """The key of an earlier version gives way to the present one, with the feed's sightings."""
    with store.transaction():
        store.feeds.save(FeedState(before, NOW, title="Example"))
        store.articles.see(FeedItemKeys(before, ("guid:1",), "a1", "f1"), NOW)
        store.feeds.rename([SECRET, "https://example.org/other"])
    key = state_key(SECRET)
    assert "abc" not in key
    assert {name: feed.title for name, feed in store.feeds.all().items()} == {key: "Example"}
    assert store.articles.seen(key, ["guid:1"])


def test_an_entry_is_known_under_any_of_its_names(store: Store) -> None:
    """FEED02–05: a new guid with an old link is no new entry; another feed's guid is not ours."""
    sighting = FeedItemKeys(FEED, ("guid:1", "url:https://x.example/a"), "a1", "fp")
    with store.transaction():
        assert store.articles.first_seen(FEED) is None
        store.articles.see(sighting, NOW)
    assert store.articles.first_seen(FEED) == (NOW, 1)
    seen = store.articles.seen(FEED, ["guid:2", "url:https://x.example/a"])
    assert seen == {"url:https://x.example/a": SeenItem("a1", "fp")}
    assert store.articles.seen("https://other.example/feed", ["guid:1"]) == {}


def test_a_name_goes_to_its_newest_holder(store: Store) -> None:
    """An address that a feed gives to another entry leads to that one from then on."""
    said = EntrySnapshot("2026-11-22T06:00:00.000000+00:00", "aa", "bb", frozenset({"c", "d"}))
    with store.transaction():
        store.articles.see(FeedItemKeys(FEED, ("url:a", "said:f1"), "a1", "f1", said), NOW)
        store.articles.see(FeedItemKeys(FEED, ("url:a", "said:f2"), "a2", "f2"), NOW)
    seen = store.articles.seen(FEED, ["url:a", "said:f1"])
    assert seen == {"url:a": SeenItem("a2", "f2"), "said:f1": SeenItem("a1", "f1", said)}
    assert store.articles.kinds_of_keys(FEED, ("url", "said", "guid")) == ["said"]


def test_delivered_means_delivered(store: Store) -> None:
    """An article is told once for each profile, and again only when it came with new facts."""
    keep(store, article("a1"), article("a2"))
    assert undelivered(store) == ["a1", "a2"]
    deliver(store, "morning", "a1")
    assert undelivered(store) == ["a2"]
    assert undelivered(store, "evening") == ["a1", "a2"]
    assert store.articles.undelivered("evening", ["https://other.example/feed"]) == []
    with store.transaction():
        updated = replace(article("a1"), title="Ferry returns with 40 on board")
        store.articles.save(updated, NOW + timedelta(hours=1), is_update=True)
    assert undelivered(store) == ["a2", "a1"]


def test_a_planned_digest_stays_pending_until_every_channel_took_it(store: Store) -> None:
    """A digest that was planned is found again with its articles until all of it is out."""
    keep(store, article("a1"))
    with store.transaction():
        digest = store.digests.plan("morning", NOW, {"a1": 1}, ["file", "mail"])
        store.digests.delivered(digest, "file", NOW)
        assert store.digests.failed(digest, "mail", "refused") == 1
    (pending,) = store.digests.pending("morning")
    assert (pending.id, pending.articles, pending.as_of) == (digest, ("a1",), NOW)
    assert pending.reached == {"file"}
    assert undelivered(store) == ["a1"]
    with store.transaction():
        store.digests.delivered(digest, "mail", NOW)
    assert store.digests.pending("morning") == []
    assert undelivered(store) == []


def test_pruned_articles_leave_tombstones(store: Store) -> None:
    """FEED07, STA09: old articles go, their entries stay known, search forgets them."""
    keep(store, article("old"), now=NOW - timedelta(days=90))
    keep(store, article("new", title="Bridge opens", text="The bridge opens."))
    with store.transaction():
        store.articles.see(FeedItemKeys(FEED, ("guid:old",), "old", "fp"), NOW)
        assert store.articles.prune(NOW - timedelta(days=30), []) == 1
    assert store.articles.seen(FEED, ["guid:old"])
    assert store.search("ferry", 10) == []
    assert [hit.article.id for hit in store.search("bridge", 10)] == ["new"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ferry", ["a1"]),
        ("FERRY returns", ["a1"]),
        ('"ferry returns"', ["a1"]),
        ('"returns ferry"', []),
        ("ferr*", ["a1"]),
        ("cafe", ["a2"]),
        ("ferry bridge", []),
        ('ferry OR "', []),
        ("", []),
        ("* ( ) NEAR -", []),
        ("title:ferry", []),
    ],
)
def test_search(store: Store, query: str, found: list[str]) -> None:
    """Words, phrases and prefixes are found without accents and case; no query is an error."""
    keep(store, article("a1"), article("a2", "Café opens", "A café opens."))
    assert [hit.article.id for hit in store.search(query, 10)] == found


def write_until_killed(path: Path) -> None:
    with Store(path) as store:
        for number in range(10_000):
            with store.transaction():
                store.articles.save(article(f"a{number}"), NOW)
                store.articles.see(FeedItemKeys(FEED, (f"guid:{number}",), f"a{number}", ""), NOW)
                store.feeds.save(FeedState(FEED, NOW, validators=Validators(str(number))))


def test_killed_at_any_moment_the_state_is_whole(path: Path) -> None:
    """I6: after kill -9, articles, sightings and validators tell of the same last transaction."""
    context = multiprocessing.get_context("spawn")
    for delay in (0.4, 0.6, 0.8):
        writer = context.Process(target=write_until_killed, args=(path,))
        writer.start()
        time.sleep(delay)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        if not path.exists():
            continue
        with Store(path) as store:
            assert store.check() == []
            last = store.articles.count() - 1
            if last >= 0:
                assert store.articles.seen(FEED, [f"guid:{last}"])
                assert store.feeds.get(FEED, NOW).validators.etag == str(last)
        path.unlink()
