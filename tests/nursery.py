"""The process that forks for the programs of `tests.warm`."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import random
import selectors
import signal
import socket
import sys
import threading
import time
from datetime import UTC, datetime

from tests import warm

_LARGEST_REQUEST = 1 << 20
_MOST_FILES = 8


def main(address: str, told: str) -> None:
    """Warm up, tell it, and fork; the children come back from `serve` and run their programs."""
    _warm_up()
    warm.address = address
    nursery = _Nursery(address)
    os.write(int(told), b"ready")
    os.close(int(told))
    program = nursery.serve()
    try:
        exec(program, {"__name__": "__main__"})
    except SystemExit as end:
        _end(end.code)
        raise


def _end(code: object) -> None:
    """End as an interpreter does, but without taking it to pieces, which costs 45 ms."""
    if isinstance(code, int) and threading.active_count() == 1:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _warm_up() -> None:
    """Import all that programs import, and read the data they read."""
    from typer.testing import CliRunner

    import newsdigest
    from newsdigest.cli import app
    from newsdigest.model import Document
    from newsdigest.patterns import UncompiledPattern
    from newsdigest.pipeline import (
        DigestOptions,
        EntryTask,
        ReadResult,
        Run,
        entry_article,
        make_digest,
    )
    from newsdigest.pipeline.document_opening import open_document
    from newsdigest.sources.network.transport import trusted_certificates
    from tests.daily.feeds import item, rss
    from tests.pages import article_page
    from tests.render.examples import DIGEST

    # The libraries of a corpus take more address space than a child may have.
    tables = ("newsdigest.sources.tables.columns", "newsdigest.sources.tables.row_reading")
    left = ("newsdigest.__main__", "newsdigest.corpus.", *tables)
    for module in pkgutil.walk_packages(newsdigest.__path__, "newsdigest."):
        if not module.name.startswith(left):
            importlib.import_module(module.name)
    # What anyio and the codec of host names import when they are first used.
    for name in ("anyio._backends._asyncio", "anyio.streams.tls", "encodings.idna"):
        importlib.import_module(name)
    as_of = datetime(2026, 11, 22, tzinfo=UTC)
    newsdigest.extract(article_page(), as_of=as_of)
    feed = Document(rss("The Post", [item(number) for number in range(9)]).encode(), "feed.xml")
    tasks = [each for each in open_document(feed, as_of) if isinstance(each, EntryTask)]
    articles = tuple(entry_article(task, as_of) for task in tasks)
    make_digest(ReadResult(articles, (), 1, 1), DigestOptions(minutes=3), Run(as_of))
    for format in ("terminal", "html", "markdown"):
        newsdigest.render(DIGEST, format)
    CliRunner().invoke(app, ["config", "path"])
    trusted_certificates()
    for each in gc.get_objects():
        if isinstance(each, UncompiledPattern):
            each.compiled()
    gc.collect()
    gc.freeze()


class _Nursery:
    """Forks for each connection, and tells it the process and, when that has ended, its status."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(address)
        self._listener.listen(64)
        self._deaths, self._wakeup = socket.socketpair()
        self._deaths.setblocking(False)
        self._wakeup.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        self._selector = selectors.DefaultSelector()
        for each in (self._listener, self._deaths, sys.stdin):
            self._selector.register(each, selectors.EVENT_READ)
        # Who connected and has not asked yet: one that is stopped on the way holds nobody up.
        self._asking: set[socket.socket] = set()
        self._running: dict[int, socket.socket] = {}

    def serve(self) -> str:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is sys.stdin:
                    sys.exit()
                if key.fileobj is self._deaths:
                    self._bury()
                elif key.fileobj is self._listener:
                    self._accept()
                elif (program := self._fork(key.data)) is not None:
                    return program

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        self._asking.add(connection)
        self._selector.register(connection, selectors.EVENT_READ, connection)

    def _bury(self) -> None:
        self._deaths.recv(4096)
        with contextlib.suppress(ChildProcessError):
            while (death := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = death
                # Who asked may be gone before it.
                with self._running.pop(pid) as asking, contextlib.suppress(OSError):
                    asking.send(b"%d" % os.waitstatus_to_exitcode(status))

    def _fork(self, connection: socket.socket) -> str | None:
        """In the child its program; None in this process."""
        self._selector.unregister(connection)
        self._asking.remove(connection)
        content: bytes = b""
        files: list[int] = []
        with contextlib.suppress(OSError):
            content, files, _, _ = socket.recv_fds(connection, _LARGEST_REQUEST, _MOST_FILES)
        if not content:  # who asks was killed on the way
            connection.close()
            return None
        request = json.loads(content)
        pid = os.fork()
        if pid == 0:
            connection.close()
            self._leave()
            return _become(files, **request)
        for each in files:
            os.close(each)
        self._running[pid] = connection
        with contextlib.suppress(OSError):
            connection.send(b"%d" % pid)
        return None

    def _leave(self) -> None:
        """Take nothing of this process along."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        held = (*self._asking, *self._running.values())
        for each in (self._listener, self._deaths, self._wakeup, *held):
            each.close()


def _become(
    received: list[int],
    *,
    program: str,
    arguments: list[str],
    environment: dict[str, str],
    folder: str,
    group: bool,
    session: bool,
    files: list[int],
) -> str:
    """Be the process that was asked for; the program that it is to run."""
    from newsdigest.workers import child

    if session:
        os.setsid()
    if group:
        os.setpgid(0, 0)
    _hold(received, files)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    random.seed()
    sys.argv = arguments
    vars(child)["Popen"] = warm.WarmProgram
    return program


def _hold(received: list[int], numbers: list[int]) -> None:
    """Give files the numbers under which the program expects them."""
    # First out of the way: a file may have come under the number that another is to have.
    above = max(*received, *numbers) + 1
    moved = [fcntl.fcntl(each, fcntl.F_DUPFD, above) for each in received]
    for each in received:
        os.close(each)
    for file, number in zip(moved, numbers, strict=True):
        os.dup2(file, number)
        os.close(file)
