"""What the user liked is kept as it was given."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.errors import StateError
from newsdigest.model import Like, Term
from newsdigest.store import Store, salvage

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
LIKE = Like("a1", True, NOW, "New ferry", "The Post", (Term("name", "kelbrook", "Kelbrook"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def test_the_last_verdict_counts(store: Store) -> None:
    """An article is liked or disliked, not both; the newest likes come first."""
    other = Like("a2", False, NOW - timedelta(days=1), None, None, ())
    for each in (LIKE, other, replace(LIKE, is_liked=False), LIKE):
        with store.transaction():
            store.likes.save(each)
    assert store.likes.all() == [LIKE, other]
    with store.transaction():
        assert store.likes.take_back("a1") == LIKE
        assert store.likes.take_back("a1") is None
    assert store.likes.all() == [other]


def test_a_verdict_that_breaks_off_changes_nothing(store: Store) -> None:
    """STA15: of several likes in a transaction all are kept or none."""

    class Killed(BaseException):
        """The run ends here."""

    with suppress(Killed), store.transaction():
        store.likes.save(LIKE)
        raise Killed
    assert store.likes.all() == []


def test_an_older_state_has_no_likes(path: Path, store: Store) -> None:
    """STA15: a state of an earlier version, open for reading only, has learnt nothing."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("DROP TABLE likes; DROP TABLE forgotten_terms;")
    assert (store.likes.all(), store.likes.forgotten()) == ([], frozenset())


@pytest.mark.parametrize(
    "change", ["at = 'soon'", "terms = '[[1, 2, 3]]'", "terms = '{'", "liked = -1"]
)
def test_a_like_of_another_hand_is_an_error(path: Path, store: Store, change: str) -> None:
    """STA15: reported by the table's name, found by the check, left out when rows are saved."""
    with store.transaction():
        store.likes.save(LIKE)
        store.likes.forget("word:ferri")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"UPDATE likes SET {change}")
    with pytest.raises(StateError, match="likes"):
        store.likes.all()
    assert "likes" in "".join(store.check())
    saved = {each.table: each.rows for each in salvage(path, path.with_name("saved.db"))}
    assert (saved["likes"], saved["forgotten_terms"]) == (0, 1)
