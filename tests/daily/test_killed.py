"""Delivery is at least once: PROC04, FEED14, promise 4.

The runs are started warm, so that all of their time is work that a kill may interrupt;
tests/bench/kill_runs.py starts them as users do, and goes on for longer.
"""

from __future__ import annotations

from pathlib import Path

from tests.daily.killing import Rounds
from tests.daily.subscribers import Naive, Printing, Publishing
from tests.daily.web import Web
from tests.deliver.smtp_server import SmtpServer
from tests.warm import WarmProgram


def test_nothing_is_lost_by_runs_that_are_killed(tmp_path: Path) -> None:
    """Whenever a run is killed, every item is told by it or by one of those that follow."""
    with Web() as web:
        subscriber = Printing(tmp_path)
        tally = Rounds(web, subscriber, seed=7, start=WarmProgram).run(6)
    assert (tally.killed, tally.broken) == (6, 0)
    assert tally.lost == []
    assert subscriber.problems() == []


def test_each_place_names_each_item_once(tmp_path: Path) -> None:
    """Two recipients of a mail and two archives each get every item in one digest, whatever is
    killed."""
    with Web() as web, SmtpServer() as mails:
        subscriber = Publishing(tmp_path, mails)
        tally = Rounds(web, subscriber, seed=7, start=WarmProgram).run(3)
    assert len(tally.told) == 4
    assert (tally.killed, tally.broken) == (3, 0)
    assert tally.lost == tally.repeated == []
    assert subscriber.problems() == []


def test_the_test_would_notice(tmp_path: Path) -> None:
    """A reader that remembers before it tells does lose items in the same test."""
    with Web() as web:
        tally = Rounds(web, Naive(tmp_path), seed=7).run(10)
    assert tally.lost
