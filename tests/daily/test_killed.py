"""Delivery is at least once: PROC04, FEED14, promise 4; tests/bench/kill_runs.py does it longer."""

from __future__ import annotations

from pathlib import Path

from tests.daily.killing import Rounds
from tests.daily.web import Web


def test_nothing_is_lost_by_runs_that_are_killed(tmp_path: Path) -> None:
    """Whenever a run is killed, every item is told by it or by one of those that follow."""
    with Web() as web:
        rounds = Rounds(web, tmp_path, seed=7)
        tally = rounds.run(6)
    assert (tally.killed, tally.broken) == (6, 0)
    assert tally.lost == []
    assert rounds.problems() == []


def test_the_test_would_notice(tmp_path: Path) -> None:
    """A reader that remembers before it tells does lose items in the same test."""
    with Web() as web:
        tally = Rounds(web, tmp_path, seed=7, naive=True).run(10)
    assert tally.lost
