"""Processes of this machine, and a real scheduler with workers that die."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from newsdigest.corpus.engine import Cluster, Run, check_address, local_processes, run_tasks
from newsdigest.corpus.grouping import Grouping, Sizes, group_corpus
from newsdigest.corpus.inputs import Input, find_inputs
from newsdigest.corpus.reading import ReadingOptions
from newsdigest.corpus.task import Task, extract_input
from newsdigest.errors import SourceError, UsageError
from tests.corpus.data import files, page, table
from tests.corpus.news import news, write_data_set
from tests.program import COMMAND, started_cold

AS_OF = "2026-11-29T12:00+00:00"
PAGES = 24
# Seconds for anything that a busy machine may take long for.
PATIENCE = 300.0


class DaskProcesses:
    """A scheduler and workers on loopback, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port = taken.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self.start_scheduler()
        self.workers: list[subprocess.Popen[bytes]] = []

    def restore(self) -> None:
        """Start two workers, or those of them that an earlier test ended."""
        self.workers = [each for each in self.workers if each.poll() is None]
        while len(self.workers) < 2:
            self.workers.append(self.start_worker())

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        return self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port))

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny")

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
        return subprocess.Popen(
            [*command, "--no-dashboard"],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    started = DaskProcesses(tmp_path_factory.mktemp("dask"))
    yield started
    started.stop()


@pytest.fixture
def dask(processes: DaskProcesses) -> DaskProcesses:
    """A scheduler with two workers, which the test may end."""
    processes.restore()
    return processes


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for number in range(PAGES):
        day = f"2026-11-{number % 9 + 1:02}"
        (folder / f"{number}.html").write_bytes(page(f"Report number {number}", day))
    (folder / "empty.html").write_bytes(b"<html><body></body></html>")
    return folder


@pytest.fixture(scope="module")
def undisturbed(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set as one process makes it."""
    out = tmp_path_factory.mktemp("undisturbed")
    moment = datetime.fromisoformat(AS_OF)
    for found in find_inputs([str(pages)]):
        assert isinstance(found, Input)
        extract_input(Task(found, str(out), ReadingOptions(moment)))
    return out


def extracting(*arguments: str | Path, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return started("extract", *arguments, "--as-of", AS_OF, stderr=stderr)


def started(*arguments: str | Path, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [COMMAND, "corpus", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        start_new_session=True,
    )


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def records(out: Path, of: str = "manifest") -> int:
    return len(list((out / of).glob("*.json"))) if (out / of).is_dir() else 0


def same(out: Path, expected: Path) -> bool:
    """Whether two data sets have the same files with the same rows, none twice."""

    def parts(root: Path) -> list[str]:
        return sorted(str(each.relative_to(root)) for each in root.rglob("*.parquet"))

    assert parts(out) == parts(expected)
    assert not list(out.glob(".writing"))
    return all(table(out, name) == table(expected, name) for name in ("articles", "failures"))


def test_processes_of_this_machine(pages: Path, undisturbed: Path, tmp_path: Path) -> None:
    """Without a scheduler a run starts its own workers; interrupted, the next one goes on.

    A terminal interrupts the workers too, which say nothing of it.
    """
    out = tmp_path / "out"
    run = extracting(pages, "--out", out, "--workers", "1", stderr=subprocess.PIPE)
    wait_until(lambda: records(out) > 2 or run.poll() is not None)
    os.killpg(run.pid, signal.SIGINT)
    assert run.communicate(timeout=PATIENCE)[1] == b""
    assert run.returncode == 130
    assert records(out) < PAGES
    again = started_cold(
        "corpus", "extract", pages, "--out", out, "--workers", "2", "--as-of", AS_OF,
        timeout=PATIENCE,
    )  # fmt: skip
    assert again.status == 3
    (failure,) = table(out, "failures")
    assert again.stderr == f"error: {failure['source']}: {failure['error']}\n"
    assert same(out, undisturbed)


def test_a_killed_worker_loses_and_doubles_nothing(
    dask: DaskProcesses, pages: Path, undisturbed: Path, tmp_path: Path
) -> None:
    """What it was doing is done by the other one."""
    out = tmp_path / "out"
    run = extracting(pages, "--out", out, "--scheduler", dask.address)
    wait_until(lambda: records(out) > 2)
    os.kill(dask.workers[0].pid, signal.SIGKILL)
    assert records(out) < PAGES
    assert run.wait(PATIENCE) == 3
    assert same(out, undisturbed)


def test_a_restarted_scheduler_and_an_interrupted_client(
    dask: DaskProcesses, pages: Path, undisturbed: Path, tmp_path: Path
) -> None:
    """The run goes on with the scheduler that takes the place of one that was killed.

    A client that is interrupted leaves a data set which the next run completes.
    """
    out = tmp_path / "out"
    run = extracting(pages, "--out", out, "--scheduler", dask.address)
    wait_until(lambda: records(out) > 2)
    for process in (dask.scheduler, *dask.workers):
        process.kill()
        process.wait()
    before = records(out)
    assert before < PAGES
    dask.scheduler = dask.start_scheduler()
    dask.workers = [dask.start_worker()]
    wait_until(lambda: records(out) > before or run.poll() is not None)
    run.send_signal(signal.SIGINT)
    assert run.wait(PATIENCE) == 130
    again = extracting(pages, "--out", out, "--scheduler", dask.address)
    assert again.wait(PATIENCE) == 3
    assert same(out, undisturbed)


def test_a_killed_worker_and_an_interrupted_client_while_grouping(
    dask: DaskProcesses, threads: Cluster, tmp_path: Path
) -> None:
    """The stories are those of an undisturbed run: the next run goes on from what is done."""
    articles = list(news(events=150, days=12))
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    for each in (out, undisturbed):
        write_data_set(each, articles, 2)
    days = len(list((out / "articles").iterdir()))
    run = started("group", out, "--scheduler", dask.address)
    wait_until(lambda: records(out, "windows") > 1 or run.poll() is not None)
    os.kill(dask.workers[0].pid, signal.SIGKILL)
    before = records(out, "windows")
    wait_until(lambda: records(out, "windows") > before + 1 or run.poll() is not None)
    run.send_signal(signal.SIGINT)
    assert run.wait(PATIENCE) == 130
    assert records(out, "windows") < days
    again = started("group", out, "--scheduler", dask.address)
    assert again.wait(PATIENCE) == 0
    group_corpus(str(undisturbed), threads, lambda run: None)
    made = {name: content for name, content in files(out).items() if name.endswith(".parquet")}
    assert made == {name: files(undisturbed)[name] for name in made}
    assert len(table(out, "stories")) == len(articles)
    assert not list(out.glob(".writing"))


def test_a_killed_worker_while_a_window_is_joined(
    dask: DaskProcesses, threads: Cluster, tmp_path: Path
) -> None:
    """Dask makes again what was lost with it: the result is that of an undisturbed run."""
    articles = list(news(events=30, days=1))
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    for each in (out, undisturbed):
        write_data_set(each, articles, 2)

    def disturb(run: Grouping) -> None:
        if run.done == 1:
            dask.workers[0].kill()

    run = group_corpus(str(out), Cluster(dask.address), disturb, Sizes(window=1, block=40))
    assert (run.done, run.failures) == (run.inputs, 0)
    group_corpus(str(undisturbed), threads, lambda run: None)
    assert table(out, "stories") == table(undisturbed, "stories")


def test_others_cannot_use_the_processes_of_a_run() -> None:
    """Who has no certificate of this run is refused by its scheduler, and sees no page of it."""
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    stranger.check_hostname = False
    stranger.verify_mode = ssl.CERT_NONE
    with local_processes(Cluster(workers=1)) as cluster:
        address = urlsplit(cluster.scheduler_address)
        assert address.scheme == "tls"
        assert address.hostname == "127.0.0.1"
        with (
            socket.create_connection((address.hostname, address.port), 10) as plain,
            pytest.raises(ssl.SSLError, match="certificate required"),
            stranger.wrap_socket(plain) as connection,
        ):
            connection.recv(1)
        pages = cluster.scheduler.services["dashboard"].port
        for path in ("/info/main/workers.html", "/json/counts.json", "/metrics"):
            assert httpx.get(f"http://127.0.0.1:{pages}{path}").status_code == 404


@pytest.mark.parametrize("address", ["nothing://a:1", "tcp://127.0.0.1", "tcp://127.0.0.1:99999"])
def test_addresses_that_cannot_be_a_scheduler(address: str) -> None:
    """They are usage errors, before anything is started."""
    with pytest.raises(UsageError, match="not like tcp://host:8786"):
        check_address(Cluster(address))


def test_what_answers_is_no_scheduler() -> None:
    """Neither another protocol nor silence is waited for without end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        cluster = Cluster(f"tcp://127.0.0.1:{listener.getsockname()[1]}", patience=1)
        with pytest.raises(SourceError, match="no scheduler answers"):
            list(run_tasks(str, [1], cluster))
        answering = threading.Thread(target=answer_all, args=(listener,), daemon=True)
        answering.start()
        with pytest.raises(SourceError, match="is no Dask scheduler"):
            list(run_tasks(str, [1], cluster))


def answer_all(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            with listener.accept()[0] as connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


class LostFuture:
    """A future whose result is lost with its scheduler, after it was said to be done."""

    status = "finished"

    def __init__(self, item: int, tries: list[int]) -> None:
        self._item = item
        self._tries = tries

    def add_done_callback(self, callback: Callable[[LostFuture], None]) -> None:
        callback(self)

    def cancelled(self) -> bool:
        return False

    def result(self, timeout: float) -> int:
        self._tries.append(self._item)
        if self._tries.count(self._item) == 1:
            raise TimeoutError
        return 10 * self._item


class RunningClient:
    status = "running"

    def nthreads(self) -> dict[str, int]:
        return {"worker": 1}


def test_a_result_that_is_lost_on_its_way_is_made_again() -> None:
    """The scheduler may be lost between a task's end and the arrival of its result."""
    tries: list[int] = []
    run: Run[int, int] = Run(lambda client, item: LostFuture(item, tries), iter([1, 2]))
    done = list(run.through(RunningClient()))
    assert {each.item: each.result for each in done} == {1: 10, 2: 20}
    assert sorted(tries) == [1, 1, 2, 2]
    assert run.is_over
