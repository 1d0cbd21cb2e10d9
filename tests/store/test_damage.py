"""States that are torn, foreign, old or out of reach: rows STA01 to STA07."""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.errors import NewsdigestError, StateError
from newsdigest.feedmodel import EntrySnapshot, SeenItem
from newsdigest.model import Article, Block, BlockKind
from newsdigest.store import FeedItemKeys, FeedState, Store, only_run, salvage
from newsdigest.store import database as opening
from newsdigest.store.schema import APPLICATION_ID, MIGRATIONS, VERSION
from newsdigest.store.values import to_json

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FEED = "https://news.example/feed"
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "news.db"


def fill(store: Store, numbers: Iterable[int]) -> None:
    """Keep articles with their sightings, each a page long."""
    with store.transaction():
        for n in numbers:
            block = Block(BlockKind.PARAGRAPH, f"The ferry number {n} returns. " * 60)
            article = Article(f"a{n}", f"Ferry {n}", (block,), origin=FEED, source="The Post")
            store.articles.save(article, NOW)
            store.articles.see(FeedItemKeys(FEED, (f"guid:{n}",), article.id, "fp"), NOW)


def make(path: Path, articles: int = 30) -> bytes:
    """A state in one file, and its bytes."""
    with Store(path) as store:
        fill(store, range(articles))
    return path.read_bytes()


def read_all(path: Path) -> None:
    """Read the state as all commands together do; StateError where something is wrong."""
    with Store(path) as store:
        store.feeds.all()
        store.articles.since(None, [FEED])
        if problems := store.check():
            raise StateError("; ".join(problems))


def old_state(path: Path, version: int) -> None:
    """A state as that version of the schema left it, with one article."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("".join(MIGRATIONS[:version]))
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {version}")
        moment = NOW.isoformat(timespec="microseconds")
        raw.execute(
            "INSERT INTO articles (id, version, first_seen, updated, text, value) "
            "VALUES ('a0', 1, ?, ?, 'ferry', ?)",
            [moment, moment, to_json(Article("a0", "Ferry", (), origin=FEED))],
        )
        raw.commit()


def count(path: Path) -> tuple[int, int]:
    """The version of a state and the number of its articles, asked of SQLite alone."""
    with closing(sqlite3.connect(path)) as raw:
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        return version, raw.execute("SELECT count(*) FROM articles").fetchone()[0]


@pytest.mark.parametrize("size", [50, 100, PAGE, 3 * PAGE, 15 * PAGE])
def test_a_state_that_was_cut_short(path: Path, size: int) -> None:
    """STA01: the error names the command that saves what is left, and nothing is written."""
    torn = make(path)[:size]
    path.write_bytes(torn)
    with pytest.raises(StateError, match=r"doctor --salvage FILE"):
        read_all(path)
    assert path.read_bytes() == torn


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_older_state_is_migrated_and_backed_up(path: Path, version: int) -> None:
    """STA02: it holds what it held, and beside it stands the state as it was, private."""
    old_state(path, version)
    with Store(path) as store:
        assert store.check() == []
    assert count(path) == (VERSION, 1)
    backup = path.with_name(f"{path.name}.v{version}.backup")
    assert count(backup) == (version, 1)
    assert backup.stat().st_mode & 0o077 == 0


def test_a_migrated_state_knows_entries_by_what_they_said(path: Path) -> None:
    """STA02: what a feed showed before is not news again when it has new guids and links."""
    old_state(path, 4)
    with closing(sqlite3.connect(path)) as raw:
        moment = NOW.isoformat(timespec="microseconds")
        raw.execute("UPDATE articles SET published = ?", [moment])
        rows = [("guid:1", "a0", "f1"), ("url:x", "a0", "f1"), ("guid:2", "", "f2")]
        raw.executemany(
            "INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?)",
            [(FEED, key, article, moment, moment, said) for key, article, said in rows],
        )
        raw.commit()
    with Store(path) as store:
        assert store.articles.seen(FEED, ["said:f1", "said:f2", "guid:1"]) == {
            "said:f1": SeenItem("a0", "f1", EntrySnapshot(moment)),
            "said:f2": SeenItem("", "f2"),
            "guid:1": SeenItem("a0", "f1"),
        }


def die_while_migrating(path: Path) -> None:
    """Open a state, and be killed by its last statement before the transaction ends."""
    connect = opening._open

    def with_death(path: Path, *, read_only: bool) -> sqlite3.Connection:
        connection = connect(path, read_only=read_only)
        connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
        return connection

    deadly = (*MIGRATIONS[:-1], f"{MIGRATIONS[-1]}; SELECT die()")
    patch = pytest.MonkeyPatch()
    patch.setattr(opening, "_open", with_death)
    patch.setattr(opening, "MIGRATIONS", deadly)
    Store(path)


def test_a_migration_that_is_killed_leaves_the_old_state(path: Path) -> None:
    """STA02: all of it or nothing; the next run migrates."""
    old_state(path, VERSION - 1)
    process = multiprocessing.get_context("fork").Process(target=die_while_migrating, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert count(path) == (VERSION - 1, 1)
    with Store(path) as store:
        assert store.check() == []
    assert count(path) == (VERSION, 1)


def another_program(path: Path) -> None:
    """A database of somebody else who died with his last changes in the log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name("made.db")
    with closing(sqlite3.connect(made)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE notes (text)")
        raw.execute("INSERT INTO notes VALUES ('mine')")
        raw.commit()
        shutil.copy(made, path)
        shutil.copy(f"{made}-wal", f"{path}-wal")


def test_what_belongs_to_another_program_is_not_touched(path: Path) -> None:
    """STA04: neither the file nor the log beside it, which closing it would write into the file."""
    another_program(path)
    log = path.with_name(f"{path.name}-wal")
    before = path.read_bytes(), log.read_bytes()
    with pytest.raises(StateError, match="belongs to another program; it is left untouched"):
        Store(path)
    assert (path.read_bytes(), log.read_bytes()) == before


def test_a_newer_state_is_not_touched(path: Path) -> None:
    """STA03: the error tells both versions, and not a byte changes."""
    make(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(StateError, match=rf"newer newsdigest \(version {VERSION + 1} of the state"):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_system_without_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STA05: where the system knows no locks, as on some network shares, one line says so."""

    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(StateError, match=r"news\.db\.lock cannot be used: no locks available"):
        only_run(path).__enter__()


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
@pytest.mark.parametrize("what", ["noise", "a database"])
def test_a_log_that_is_not_its_own(path: Path, suffix: str, what: str) -> None:
    """STA06: noise or something else beside the state is not taken in; the state stays whole."""
    whole = make(path)
    strange = os.urandom(40_000) if what == "noise" else whole
    path.with_name(f"{path.name}{suffix}").write_bytes(strange)
    read_all(path)
    with Store(path) as store:
        assert store.articles.count() == 30


def test_the_log_of_another_database(path: Path) -> None:
    """STA06: where SQLite itself would take it in, the state is refused and stays as it is."""
    whole = make(path)
    another_program(path.with_name("other.db"))
    log = path.with_name(f"{path.name}-wal")
    path.with_name("other.db-wal").replace(log)
    for _ in range(2):
        with pytest.raises(StateError):
            Store(path)
    assert path.read_bytes() == whole
    log.unlink()
    read_all(path)


def test_a_log_that_was_cut_short_gives_an_earlier_state(path: Path) -> None:
    """STA06, PROC05: without what came last the state is whole, as some transaction left it."""
    with Store(path) as store:
        for n in range(12):
            fill(store, [n])
        whole, log = path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()
    counts = []
    for size in range(0, len(log), 20_000):
        cut = path.with_name("cut.db")
        cut.write_bytes(whole)
        cut.with_name("cut.db-wal").write_bytes(log[:size])
        cut.with_name("cut.db-shm").unlink(missing_ok=True)
        try:
            with Store(cut) as store:
                kept = store.articles.count()
                assert store.check() == []
                assert kept == 0 or store.articles.seen(FEED, [f"guid:{kept - 1}"])
        except NewsdigestError:
            kept = -1
        counts.append(kept)
    assert counts == sorted(counts)
    assert counts[-1] >= 11


def test_what_is_torn_in_its_middle_is_saved_around_the_gap(path: Path, tmp_path: Path) -> None:
    """STA07: most articles of a state with torn pages come into the new one; the old one stays."""
    torn = bytearray(make(path, 200))
    middle = len(torn) // 2 // PAGE * PAGE
    torn[middle : middle + 4 * PAGE] = b"\xff" * 4 * PAGE
    path.write_bytes(torn)
    salvage(path, tmp_path / "saved.db")
    with Store(tmp_path / "saved.db") as saved:
        assert saved.check() == []
        assert 150 < saved.articles.count() <= 200
    assert path.read_bytes() == torn


def test_where_nothing_can_be_saved_nothing_is_made(path: Path, tmp_path: Path) -> None:
    """STA07: the error says so, and no empty state is left that somebody takes for the rescue."""
    path.parent.mkdir()
    for content in (b"", b"no database", make(path)[:PAGE]):
        path.write_bytes(content)
        with pytest.raises(StateError, match=r"nothing of .* can be read|is not a state"):
            salvage(path, tmp_path / "saved.db")
        assert not (tmp_path / "saved.db").exists()


def test_an_older_state_is_saved_too(path: Path, tmp_path: Path) -> None:
    """STA07: what a state has not got yet is no gap in it."""
    make(path)
    with closing(sqlite3.connect(path)) as raw:
        for table in ("sketches", "lines", "publications"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("PRAGMA user_version = 1")
    saved = {each.table: each for each in salvage(path, tmp_path / "saved.db")}
    assert saved["articles"].rows == 30
    assert not any(each.has_gap for each in saved.values())


ODD = {
    "a time that is none": "UPDATE feeds SET next_poll = 'soon'",
    "a time without a zone": "UPDATE feeds SET next_poll = '2026-11-22T06:00:00'",
    "a time of the year 9999": "UPDATE feeds SET failing_since = '9999-12-31T23:59:59+00:00'",
    "a number beyond all time": "UPDATE feeds SET ttl = 9223372036854775807",
    "a negative number": "UPDATE feeds SET failures = -1",
    "hours that are none": "UPDATE feeds SET skip_hours = 'noon'",
    "half an article": "UPDATE articles SET value = '{'",
    "an article that is a list": "UPDATE articles SET value = '[]'",
    "a headline that is a number": "UPDATE articles SET value = json_set(value, '$.title', 7)",
    "another article": "UPDATE articles SET value = json_set(value, '$.id', 'other')",
    "when it was seen": "UPDATE articles SET first_seen = ''",
    "a digest of no time": "UPDATE digests SET as_of = 'x'",
    "a digest of the year 1": "UPDATE digests SET as_of = '0001-01-01T00:00:00+00:00'",
    "a column renamed": "ALTER TABLE articles RENAME COLUMN source TO origin",
    "bytes that are no text": "UPDATE sightings SET fingerprint = CAST(x'ff' AS TEXT)",
    "bytes with a line break": "UPDATE feeds SET title = CAST(x'0aff1b' AS TEXT)",
    "a table": "DROP TABLE told",
    "an index": "DROP INDEX articles_by_version",
    "a trigger": "DROP TRIGGER search_insert",
    "the index of the search": "DELETE FROM search_data WHERE id > 10",
    "a version set back": "PRAGMA user_version = 1",
    "a version below all": "PRAGMA user_version = -3",
}


def use(path: Path) -> None:
    """Read and write the state in all the ways in which commands do."""
    with Store(path) as store:
        store.feeds.all()
        store.articles.since(None, [FEED])
        store.articles.seen(FEED, ["guid:1"])
        store.digests.pending("default")
        store.search("ferry", 5)
        fill(store, [1001])
        with store.transaction():
            store.articles.prune(NOW + timedelta(days=1), [])


@pytest.mark.parametrize("what", ODD)
def test_what_sqlite_takes_and_we_do_not(path: Path, tmp_path: Path, what: str) -> None:
    """STA12: one StateError, which the check foresees; what is saved of it can be used."""
    make(path)
    with Store(path) as store, store.transaction():
        store.feeds.save(FeedState(FEED, NOW))
        store.digests.plan("default", NOW, {"a1": 1}, ["stdout"])
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(ODD[what])
        raw.commit()
    with pytest.raises(StateError, match=r"damaged: .*doctor --salvage FILE"):
        use(path)
    problems = []
    with suppress(StateError), Store(path, read_only=True) as store:
        problems = store.check()
        assert problems
    salvage(path, tmp_path / "saved.db")
    use(tmp_path / "saved.db")
    with Store(tmp_path / "saved.db") as store:
        assert store.check() == []


def test_a_rescue_that_breaks_off_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STA07: half a rescue is not taken for a whole one, and the next try is not in its way."""
    make(path)

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["newsdigest.store.salvage"], "_copy", full)
        with pytest.raises(StateError, match="no space left"):
            salvage(path, tmp_path / "saved.db")
    assert [each.name for each in tmp_path.iterdir()] == ["state"]
    salvage(path, tmp_path / "saved.db")
    with Store(tmp_path / "saved.db") as saved:
        assert saved.articles.count() == 30
    assert sorted(each.name for each in tmp_path.iterdir()) == ["saved.db", "state"]


def test_a_rescue_is_not_written_by_way_of_a_log(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STA07: SQLite keeps it to itself where the last step from a log into the file fails."""
    make(path)
    module = sys.modules["newsdigest.store.salvage"]
    copy, modes = module.__dict__["_copy"], set()

    def watched(table: str, source: sqlite3.Connection, new: sqlite3.Connection) -> object:
        modes.update(new.execute("PRAGMA journal_mode").fetchone())
        return copy(table, source, new)

    monkeypatch.setattr(module, "_copy", watched)
    salvage(path, tmp_path / "saved.db")
    assert modes == {"delete"}


@pytest.mark.parametrize("share", [0.98, 0.75, 0.5])
def test_the_beginning_of_a_state_is_saved(path: Path, tmp_path: Path, share: float) -> None:
    """STA07: a file that was cut short is read as far as it goes, and is not written to."""
    whole = make(path, 120)
    path.write_bytes(whole[: int(len(whole) * share)])
    torn = path.read_bytes()
    salvage(path, tmp_path / "saved.db")
    with Store(tmp_path / "saved.db") as saved:
        assert saved.check() == []
        assert saved.articles.count() >= 120 * (share - 0.2)
    assert path.read_bytes() == torn


def test_no_page_of_noise_costs_more_than_an_error(path: Path) -> None:
    """STA01: whichever page is overwritten, what is not read is a StateError."""
    whole = make(path, 12)
    draw = random.Random(20261128)
    for page in range(len(whole) // PAGE):
        torn = bytearray(whole)
        torn[page * PAGE : (page + 1) * PAGE] = draw.randbytes(PAGE)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.write_bytes(torn)
        with suppress(NewsdigestError):
            use(path)


def test_a_torn_name_that_is_no_text_is_an_error_too(path: Path, tmp_path: Path) -> None:
    """STA01: SQLite quotes it in its message, which Python then cannot read."""
    torn = make(path).replace(b"CREATE TABLE feeds", b"CREATE TAB\x87\n feeds")
    path.write_bytes(torn)
    with pytest.raises(StateError, match=r"is damaged: .*malformed") as caught:
        use(path)
    assert "\n" not in str(caught.value)
    with pytest.raises(StateError, match=r"nothing of .* can be read: .*malformed") as caught:
        salvage(path, tmp_path / "saved.db")
    assert "\n" not in str(caught.value)
