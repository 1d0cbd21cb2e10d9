"""One run at a time: rows PROC06 and PROC07."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsdigest.errors import LockedError, StateError
from newsdigest.store import only_run

HOLDER = """
import sys, time
from pathlib import Path
from newsdigest.store import only_run
with only_run(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(state: Path, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDER, str(state), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_who_is_there(tmp_path: Path) -> None:
    """The error names the process that holds the lock."""
    with holder(tmp_path / "state.db", 60) as first:
        with (
            pytest.raises(LockedError, match=f"process {first.pid} "),
            only_run(tmp_path / "state.db"),
        ):
            pass
        first.kill()


def test_a_dead_run_holds_nothing(tmp_path: Path) -> None:
    """After kill -9 of the holder the lock is free at once, though its file is still there."""
    with holder(tmp_path / "state.db", 60) as first:
        first.send_signal(signal.SIGKILL)
    with only_run(tmp_path / "state.db"):
        assert (tmp_path / "state.db.lock").read_text() == f"{os.getpid()}\n"


def test_a_run_can_wait(tmp_path: Path) -> None:
    """With a wait the second run begins when the first has ended."""
    with holder(tmp_path / "state.db", 0.5):
        start = time.monotonic()
        with only_run(tmp_path / "state.db", wait_seconds=30):
            assert time.monotonic() - start < 30


def test_a_lock_needs_no_room(tmp_path: Path) -> None:
    """STA11: where not a byte can be written, as on a full disk, the lock is held and let go of."""
    script = (
        "import resource, sys; from pathlib import Path; from newsdigest.store import only_run\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "with only_run(Path(sys.argv[1])): print('held')"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "state.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "held\n", "")


def test_a_pipe_is_no_lock(tmp_path: Path) -> None:
    """STA10: it is not waited for."""
    os.mkfifo(tmp_path / "state.db.lock")
    with pytest.raises(StateError, match=r"state\.db\.lock is not a file"):
        only_run(tmp_path / "state.db").__enter__()
