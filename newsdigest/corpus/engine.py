"""Tasks on a Dask cluster, each done at least once, whatever becomes of workers and scheduler.

A task that was lost with its worker is done again by another one, which Dask sees to. If the
scheduler is lost, this connects to the one that takes its place and asks for what is not done.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import resource_tracker
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

from newsdigest.errors import NewsdigestError, SourceError, UsageError
from newsdigest.language import printable
from newsdigest.valueclasses import valueclass
from newsdigest.version import __version__

Item = TypeVar("Item")
Value = TypeVar("Value")

# Tasks at a time for each thread of the cluster: one to do, and others so that none waits for more.
_AHEAD = 3
# Seconds for which a scheduler may be away, and for which the first worker may be awaited.
_PATIENCE = 60.0
_BETWEEN_TRIES = 0.5
# Seconds between looks at whether the scheduler is still there.
_LOOK = 1.0
# inproc:// is one in this process.
_ADDRESS = re.compile(r"(?:tcp|tls)://[^/\s]+:(?P<port>\d{1,5})|inproc://\S+", re.ASCII)
_LAST_PORT = 65535
_WITHOUT_PAGES: dict[str, list[str]] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
# Dask gives up a task after so many workers have died of it.
_LOST_WITH_WORKERS = "the workers that read it died"


@valueclass
class Cluster:
    """Where tasks are done: on a scheduler, or by processes of this machine."""

    # tcp://host:8786 or tls://host:8786; None for processes of this machine.
    scheduler: str | None = None
    # The number of processes; None for as many as cores.
    workers: int | None = None
    # Seconds for which a scheduler may be away.
    patience: float = _PATIENCE

    @property
    def is_of_this_process(self) -> bool:
        return (self.scheduler or "").startswith("inproc:")


@valueclass
class Done(Generic[Item, Value]):
    """A task with its result, or the error that it raised."""

    item: Item
    result: Value | Exception


def check_address(cluster: Cluster) -> None:
    """UsageError for the address of a scheduler that cannot be one."""
    if cluster.scheduler is None:
        return
    found = _ADDRESS.fullmatch(cluster.scheduler)
    if found is None or int(found["port"] or 0) > _LAST_PORT:
        raise UsageError(f"--scheduler {printable(cluster.scheduler)}: not like tcp://host:8786")


def run_tasks(
    function: Callable[[Item], Value], items: Iterable[Item], cluster: Cluster
) -> Iterator[Done[Item, Value]]:
    """The items with the results of `function` in the order in which they are done.

    A NewsdigestError of a task is raised; other errors are results. SourceError if there is no
    scheduler, or none any more. UsageError if workers have another version of newsdigest.
    """
    return _through(
        Run(lambda client, item: client.submit(function, item, pure=False), iter(items)), cluster
    )


def run_graphs(
    graph_of: Callable[[Item], Any], items: Iterable[Item], cluster: Cluster
) -> Iterator[Done[Item, Any]]:
    """As `run_tasks`, but what is done with an item is a graph of Dask; one at a time."""
    return _through(
        Run(lambda client, item: client.compute(graph_of(item)), iter(items), at_once=1), cluster
    )


def _through(run: Run[Item, Value], cluster: Cluster) -> Iterator[Done[Item, Value]]:
    with _quiet_dask(), _scheduler(cluster) as connection:
        while not run.is_over:
            with _client(connection, cluster.patience) as client:
                _check_versions(client, cluster.patience)
                yield from run.through(client)


class Run(Generic[Item, Value]):
    """Items on their way through clients, of which each may be lost."""

    def __init__(
        self,
        start: Callable[[Any, Item], Any],
        items: Iterator[Item],
        at_once: int | None = None,
    ) -> None:
        """`start` gives the future of an item at a client; None at once are a few a thread."""
        self._start = start
        self._items = items
        self._at_once = at_once
        self._again: deque[Item] = deque()
        self._under_way: dict[Any, Item] = {}
        self._ended: SimpleQueue[Any] = SimpleQueue()
        self._is_exhausted = False

    @property
    def is_over(self) -> bool:
        return self._is_exhausted and not self._again and not self._under_way

    def through(self, client: Any) -> Iterator[Done[Item, Value]]:
        """The tasks that this client sees to their end: all, unless its scheduler is lost."""
        while True:
            self._submit(client)
            if not self._under_way:
                return
            finished = self._finished(client)
            if finished is None:
                self._again.extend(self._under_way.values())
                self._under_way.clear()
                return
            for future in finished:
                item = self._under_way.pop(future)
                try:
                    result = _result(future)
                except (CancelledError, OSError):  # it was lost on its way, with who had it
                    self._again.append(item)
                else:
                    yield Done(item, result)

    def _submit(self, client: Any) -> None:
        if client.status != "running" or (self._is_exhausted and not self._again):
            return
        try:
            room = self._at_once or _AHEAD * max(1, sum(client.nthreads().values()))
        except OSError:  # the scheduler was lost just now
            return
        while len(self._under_way) < room:
            item = self._again.popleft() if self._again else next(self._items, None)
            if item is None:
                self._is_exhausted = True
                return
            future = self._start(client, item)
            self._under_way[future] = item
            future.add_done_callback(self._ended.put)

    def _finished(self, client: Any) -> list[Any] | None:
        """The futures that are done, once there are any; None if the scheduler is lost."""
        while True:
            if client.status != "running" or any(each.cancelled() for each in self._under_way):
                return None
            with suppress(Empty):
                self._ended.get(timeout=_LOOK)
            found = [each for each in self._under_way if each.status in ("finished", "error")]
            if found:
                return found


def _result(future: Any) -> Any:
    """The result of a task, or its error. Raises a NewsdigestError.

    CancelledError or OSError if it is lost.
    """
    from distributed import KilledWorker

    # Dask waits without end for the result of a task that a new scheduler does not know.
    if future.status != "error":
        return future.result(timeout=_PATIENCE)
    error = future.exception(timeout=_PATIENCE)
    if isinstance(error, KilledWorker):
        return SourceError("crashed", _LOST_WITH_WORKERS)
    if isinstance(error, NewsdigestError):
        raise error
    return error


@contextmanager
def _scheduler(cluster: Cluster) -> Iterator[dict[str, Any]]:
    """What a client needs to connect."""
    if cluster.scheduler is not None:
        yield {"address": cluster.scheduler}
        return
    with local_processes(cluster) as local:
        yield {"address": local}


@contextmanager
def local_processes(cluster: Cluster) -> Iterator[Any]:
    """A cluster of processes of this machine."""
    import dask.config
    from distributed import LocalCluster
    from distributed.security import Security

    # On loopback other users of this machine can connect too, and who reaches a scheduler can have
    # it run anything: so both sides have to show a certificate that only this run has, and there
    # are no pages about the tasks.
    with (
        TemporaryDirectory(prefix="newsdigest-") as folder,
        dask.config.set(_WITHOUT_PAGES),
        ExitStack() as running,
    ):
        with _interrupts_kept_from_children():
            local = running.enter_context(
                LocalCluster(
                    n_workers=cluster.workers or len(os.sched_getaffinity(0)),
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    protocol="tls",
                    security=Security.temporary(),
                    # Any free port: two runs would both want that of the dashboard.
                    scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                    # Memory is bounded page by page, in the children of the workers.
                    memory_limit=None,
                    local_directory=folder,
                    silence_logs=logging.CRITICAL,
                )
            )
        yield local


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Ctrl-C at a terminal goes to all processes: those started within leave it to this one.

    They would each show a traceback, and end before they are asked to.
    """
    # Its start would let interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _client(connection: dict[str, Any], patience: float) -> Iterator[Any]:
    client = _connected(connection, patience)
    try:
        yield client
    finally:
        client.close(timeout=2)


def _connected(connection: dict[str, Any], patience: float) -> Any:
    """A client of the scheduler, which may be away for so many seconds."""
    from distributed import Client

    wait = max(1.0, min(5.0, patience))
    shown = printable(str(connection["address"]))
    deadline = time.monotonic() + patience
    while True:
        try:
            if shown.startswith(("tcp:", "tls:")):
                asyncio.run(asyncio.wait_for(_shake_hands(shown, wait), wait))
            return Client(**connection, timeout=wait, set_as_default=False)
        except (OSError, TimeoutError) as error:
            if time.monotonic() > deadline:
                raise SourceError(
                    "no-scheduler",
                    f"no scheduler answers at {shown}: what is done is kept, and the same "
                    "command goes on from there",
                ) from error
        except Exception as error:  # whatever an answer of another protocol leads to
            raise SourceError(
                "no-scheduler", f"what answers at {shown} is no Dask scheduler"
            ) from error
        time.sleep(_BETWEEN_TRIES)


async def _shake_hands(address: str, timeout: float) -> None:
    """Connect as a client does, which would wait for an answer without end."""
    from distributed.comm import connect
    from distributed.security import Security

    comm = await connect(address, timeout, **Security().get_connection_args("client"))
    await comm.close()


def _check_versions(client: Any, patience: float) -> None:
    """UsageError if a worker has no newsdigest of this version, SourceError without workers."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        raise SourceError("no-worker", "the scheduler has no worker") from error
    found = client.run(_version, on_error="return")
    for worker, version in sorted(found.items()):
        # One that died meanwhile has none.
        if version != __version__ and not isinstance(version, OSError):
            has = version if isinstance(version, str) else "no newsdigest that can be imported"
            raise UsageError(
                f"the worker {printable(worker)} has {printable(has)}, and this is newsdigest "
                f"{__version__}: install that version there"
            )


def _version() -> str:
    return __version__


@contextmanager
def _quiet_dask() -> Iterator[None]:
    """No lines of Dask on standard error: what matters of them is reported as our own."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
