"""Commands that are started warm do what the installed script does."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests import warm
from tests.pages import article_page
from tests.program import newsdigest, started_cold
from tests.warm import WarmProgram


@pytest.mark.parametrize(
    "arguments",
    [
        ["digest", "ferry.html", "--as-of", "2026-11-22", "-f", "html"],
        ["read", "ferry.html", "gone.html"],
        ["fetch"],
        ["search", "ferry"],
        ["feeds", "list"],
        ["boilerplate", "list"],
        ["config", "show"],
        ["prune"],
        ["doctor"],
        ["schedule"],
        ["dijest"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_warm_and_cold_are_the_same(arguments: list[str], tmp_path: Path) -> None:
    """The same status and the same bytes; so each command runs at least once as users run it."""
    (tmp_path / "ferry.html").write_text(article_page())
    assert newsdigest(*arguments, folder=tmp_path) == started_cold(*arguments, folder=tmp_path)


def test_a_warm_program_is_a_process_of_its_own() -> None:
    """It has its arguments, environment and process, and ends as it ends, killed or not."""
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as told, os.fdopen(write_end, "w") as telling:
        program = "import os, sys; print(sys.argv, os.environ['HOME'], os.getpid()); sys.exit(3)"
        running = WarmProgram(
            [sys.executable, "-c", program, "x"], stdout=write_end, env={"HOME": "/home/me"}
        )
        assert running.wait(10) == 3
        telling.close()
        assert told.read() == f"['-c', 'x'] /home/me {running.pid}\n"
    hanging = WarmProgram([sys.executable, "-c", "import time; time.sleep(60)"])
    assert hanging.poll() is None
    hanging.kill()
    assert hanging.wait(10) == -signal.SIGKILL


def test_a_warm_program_that_has_ended_can_be_killed() -> None:
    """Who is about to kill it cannot know that it ended just now."""
    ended = WarmProgram([sys.executable, "-c", ""])
    assert ended.wait(10) == 0
    ended.kill()
    assert ended.wait(10) == 0


def test_one_who_does_not_ask_holds_nobody_up() -> None:
    """A program may be interrupted between its connection to the nursery and its request."""
    assert WarmProgram([sys.executable, "-c", ""]).wait(10) == 0
    assert warm.address
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as silent:
        silent.connect(warm.address)
        assert WarmProgram([sys.executable, "-c", ""]).wait(10) == 0
