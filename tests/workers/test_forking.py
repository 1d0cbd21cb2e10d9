"""Children that are copies of a single-threaded program work and are limited as others are."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.workers.test_pool import is_running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are for Linux only")


def run(script: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A program with a single thread, which a test process is not."""
    return subprocess.run(
        [sys.executable, "-c", f"import signal, os; from tests.workers.forked import *\n{script}"],
        capture_output=True, text=True, check=False, cwd=folder or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SECRET_TOKEN": "hunter2"},
    )  # fmt: skip


def passes(script: str, folder: Path | None = None) -> None:
    done = run(script, folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_single_threaded_program_is_copied() -> None:
    """The child has what the parent had loaded."""
    passes("assert is_copy()")


def test_a_program_with_threads_is_not_copied() -> None:
    """A lock that another thread holds would stay locked in the copy."""
    passes("check_threads()")


def test_copies_work_and_die_as_other_children_do() -> None:
    """Results come in order, and a dead child costs its own item alone."""
    passes("check_work()")


def test_copies_are_limited_beside_what_the_parent_takes() -> None:
    """Memory counts from the parent's size, and CPU time from the beginning of the work."""
    passes("check_limits()")


def test_copies_free_cyclic_garbage_before_it_fills_their_memory() -> None:
    """However seldom the parent looks for it: a page that was read is such garbage."""
    passes("check_garbage()")


def test_copies_keep_no_file_variable_path_or_handler(tmp_path: Path) -> None:
    """Nothing of the parent's but its memory: no lock stays held, no secret is in the environment,
    and no module of the current directory can be imported."""
    (tmp_path / "planted.py").write_text("raise SystemExit(99)\n")
    passes("signal.signal(signal.SIGTERM, lambda *_: None)\ncheck_belongings()", tmp_path)


def test_no_copy_outlives_a_parent_that_was_killed() -> None:
    """After kill -9 of the parent, idle copies end by themselves."""
    done = run(
        "with pool(2) as children:\n"
        "    list(children.map(root, [1.0, 2.0]))\n"
        "    print(*[each._process.pid for each in children._idle], flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    copies = [int(pid) for pid in done.stdout.split()]
    assert copies
    deadline = time.monotonic() + 10
    while any(map(is_running, copies)):
        assert time.monotonic() < deadline, "a copy is still there"
        time.sleep(0.05)


def test_an_interrupt_between_parent_and_copy_is_the_parents() -> None:
    """The copy runs no handler of the parent's, and the parent ends as interrupted."""
    done = run("check_interrupts()")
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\n", "")


def test_a_copy_whose_end_was_seen_already_is_ended_once_more() -> None:
    """So it is where an interrupt comes between seeing the end and telling it."""
    passes("check_waiting()")
