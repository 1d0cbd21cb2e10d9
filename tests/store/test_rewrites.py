"""What a model answered is kept with what the check found in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.errors import StateError
from newsdigest.model import Rewrite, RewrittenSentence, SummarySentence
from newsdigest.store import Store, StoredRewrite, salvage

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
OWN = SummarySentence("A ferry struck the pier.", "a1")
REWRITE = Rewrite(
    "toy",
    (
        RewrittenSentence("The pier was struck by a ferry.", (OWN,)),
        RewrittenSentence("Sixty drowned.", (), ("number: Sixty",), OWN),
    ),
)
STORED = StoredRewrite("s1", "Ferry", NOW, (OWN,), REWRITE, {"a1": "Harbour Post"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def save(store: Store, request: str, stored: StoredRewrite) -> None:
    with store.transaction():
        store.rewrites.save(request, "An answer \x00 \ud800", stored)


def test_an_answer_is_found_by_its_request(store: Store) -> None:
    """Text that SQLite cannot hold is replaced; the newest rewrite of a story counts."""
    save(store, "r1", STORED)
    later = replace(STORED, made=NOW + timedelta(hours=1), title=None)
    save(store, "r2", later)
    assert store.rewrites.answer("r1") == "An answer  ?"
    assert store.rewrites.answer("r3") is None
    assert store.rewrites.of_story("s1") == later
    assert store.rewrites.of_story("s2") is None


def test_old_rewrites_are_pruned(store: Store) -> None:
    """Those made before a moment are gone."""
    save(store, "r1", STORED)
    with store.transaction():
        store.rewrites.prune(NOW)
    assert store.rewrites.of_story("s1") == STORED
    with store.transaction():
        store.rewrites.prune(NOW + timedelta(seconds=1))
    assert store.rewrites.of_story("s1") is None


def test_an_older_state_has_no_rewrites(path: Path, store: Store) -> None:
    """A state of an earlier version, open for reading only, remembers no answer."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("DROP TABLE rewrites;")
    assert (store.rewrites.answer("r1"), store.rewrites.of_story("s1")) == (None, None)


@pytest.mark.parametrize("change", ["made = 'soon'", "value = '{'", "value = '[]'"])
def test_a_rewrite_of_another_hand_is_an_error(
    path: Path, store: Store, tmp_path: Path, change: str
) -> None:
    """Reported by the table's name, found by the check, left out when rows are saved."""
    save(store, "r1", STORED)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"UPDATE rewrites SET {change}")
        raw.commit()
    with pytest.raises(StateError, match="a row of rewrites"):
        store.rewrites.of_story("s1")
    assert any("rewrites" in problem for problem in store.check())
    saved = {each.table: each.rows for each in salvage(path, tmp_path / "saved.db")}
    assert saved["rewrites"] == 0
