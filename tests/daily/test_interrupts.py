"""Runs that are stopped, and runs that meet: rows PROC01 to PROC09, STA05."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from newsdigest.cli import app
from newsdigest.store import Store
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.program import COMMAND

NOW, LATER = "2026-11-22T06:00Z", "2026-11-22T07:00Z"
_CAUGHT = re.compile(r"^SigCgt:\s*([0-9a-f]+)$", re.MULTILINE)


@pytest.fixture
def web(web: Web) -> Web:
    web.put("/feed", rss("The Post", [item(n) for n in range(8)]))
    return web


def start(reader: Reader, *arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [COMMAND, *arguments, "--config", reader.config, "--as-of", NOW]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    )


def wait_for_command(running: subprocess.Popen[bytes]) -> None:
    """Until the command has begun: on a busy machine the interpreter alone may take a second."""
    status = Path(f"/proc/{running.pid}/status")
    while running.poll() is None:
        caught = _CAUGHT.search(status.read_text())
        if caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.001)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_at_any_point_nothing_is_lost(reader: Reader, number: int, status: int) -> None:
    """PROC01, PROC02: at once, without a word and a temporary file, and the state is whole."""
    output = reader.home / "news.json"
    told: list[str] = []
    for after in (0.0, 0.03, 0.1, 0.2, 0.3, 0.6, 0.9):
        running = start(reader, "digest", "--new", "-f", "json", "-o", output)
        wait_for_command(running)
        time.sleep(after)
        running.send_signal(number)
        sent = time.monotonic()
        out, err = running.communicate(timeout=5.0)
        assert time.monotonic() - sent < 2.0  # a busy machine is slow
        # What is done but for its own end is ended by the system.
        assert running.returncode in (0, status, -number), err
        assert (out, err) == (b"", b"")
        assert list(reader.home.rglob("*-tmp*")) == []
    if output.exists():
        told += titles(output.read_bytes())
    told += _titles(reader.run("digest", "--new", "-f", "json", as_of=LATER).stdout)
    assert sorted(set(told)) == sorted(item(n).title for n in range(8))
    with reader.store() as store:
        assert store.check() == []


def _titles(digest: bytes) -> list[str]:
    return titles(digest) if digest else []


def test_a_second_interrupt_does_not_wait(reader: Reader, web: Web) -> None:
    """PROC03: it ends the clean-up of the first at once, silently, and the state is whole."""
    web.replies["/feed"].delay = 20.0
    running = start(reader, "fetch")
    while not web.asked["/feed"]:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=2.0)
    assert running.returncode in (130, -signal.SIGINT)
    assert err == b""
    web.replies["/feed"].delay = 0.0
    done = reader.run("digest", "--new", "-f", "json", as_of=LATER)
    assert len(titles(done.stdout)) == 8


def test_of_many_runs_one_tells(reader: Reader, web: Web) -> None:
    """PROC06: of four that start together three end with 6 and name the fourth."""
    web.replies["/feed"].delay = 1.5
    runs = [start(reader, "digest", "--new", "-f", "json") for _ in range(4)]
    ended = [(run, *run.communicate(timeout=30.0)) for run in runs]
    told = [(run, out) for run, out, _ in ended if run.returncode == 0]
    ((winner, out),) = told
    assert len(json.loads(out)["stories"]) >= 1
    for run, printed, err in ended:
        if run is not winner:
            assert (run.returncode, printed) == (6, b"")
            assert f"process {winner.pid} ".encode() in err
            assert err.count(b"\n") == 1
    assert web.asked["/feed"] == 1


def test_a_state_that_another_program_holds(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STA05: a run gives up with 6 after a while, most of which it sleeps."""
    monkeypatch.setattr("newsdigest.store.database._BUSY_SECONDS", 0.5)
    with Store(reader.state), closing(sqlite3.connect(reader.state, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began, spent = time.monotonic(), time.process_time()
        done = CliRunner().invoke(app, ["fetch", "--config", str(reader.config)])
        waited, worked = time.monotonic() - began, time.process_time() - spent
    assert (done.exit_code, done.stdout) == (6, "")
    assert done.stderr == f"error: the state {reader.state} is in use by another program\n"
    assert waited >= 0.5
    assert worked < waited - 0.3


@pytest.mark.parametrize("most", [7, 8, 10])
def test_a_limit_of_the_system_is_named(reader: Reader, most: int) -> None:
    """PROC09: one line that says which, status 1, and the next run has everything."""
    line = f"ulimit -n {most}; exec {COMMAND} fetch --config {reader.config}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"error: too many open files for this process: 'ulimit -n'")
    assert done.stderr.count(b"\n") == 1
    assert len(titles(reader.run("digest", "--new", "-f", "json", as_of=LATER).stdout)) == 8
