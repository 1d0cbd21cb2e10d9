"""What the copies of a process are asked in the tests of forking."""

from __future__ import annotations

import gc
import importlib.util
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from newsdigest.errors import NewsdigestError
from newsdigest.workers.pool import LostResult, WorkerLimits, WorkerPool
from tests.workers.test_pool import die, hog, root, spin

Item = TypeVar("Item")
Value = TypeVar("Value")

LIMITS = WorkerLimits(seconds=0.5, memory_bytes=200_000_000)


def pool(size: int = 1) -> WorkerPool:
    return WorkerPool(size, LIMITS, may_fork=True)


def asked(children: WorkerPool, function: Callable[[Item], Value], item: Item) -> Value:
    ((_, result),) = children.map(function, [item])
    assert not isinstance(result, LostResult | NewsdigestError), result
    return result


def refused(children: WorkerPool, function: Callable[[Item], Value], item: Item) -> str:
    ((_, result),) = children.map(function, [item])
    assert isinstance(result, LostResult), result
    return result.code


def parent_of(_: None) -> list[int]:
    """The parent, and whether this is a copy of it: a program of its own has no such module."""
    return [os.getppid(), int("tests.workers.forked_marker" in sys.modules)]


def open_files(_: None) -> list[str]:
    return sorted(str(each.resolve()) for each in Path("/proc/self/fd").iterdir())


def environment(_: None) -> list[str]:
    return sorted(os.environ)


def found(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def handler(number: int) -> bool:
    return signal.getsignal(number) is signal.SIG_DFL


def make_cycles(count: int) -> int:
    """Makes cyclic garbage of a megabyte each, and some small objects with each."""
    for _ in range(count):
        cycle: list[object] = [bytes(1_000_000), [[] for _ in range(20)]]
        cycle.append(cycle)
    return count


def check_garbage() -> None:
    gc.set_threshold(50_000)
    with pool() as children:
        assert asked(children, make_cycles, 400) == 400


def is_copy() -> bool:
    sys.modules["tests.workers.forked_marker"] = sys
    with pool() as children:
        parent, copied = asked(children, parent_of, None)
    assert parent == os.getpid()
    return bool(copied)


def check_work() -> None:
    with pool(2) as children:
        assert [result for _, result in children.map(root, [1.0, 4.0, 9.0])] == [1.0, 2.0, 3.0]
        results = [result for _, result in children.map(die, [9, signal.SIGSEGV, 0])]
        assert [isinstance(each, LostResult) for each in results] == [True, True, False], results


def check_limits() -> None:
    taken = bytearray(300_000_000)  # what the parent has is not the child's
    with pool() as children:
        assert asked(children, hog, 50) == 50_000_000
        assert refused(children, hog, 400) == "too-complex"
        assert asked(children, hog, 50) == 50_000_000
        assert refused(children, spin, 60.0) == "too-complex"
    assert taken


def check_belongings() -> None:
    own = Path(__file__).resolve()
    with own.open(), pool() as children:
        files = asked(children, open_files, None)
        assert str(own) not in files, files
        assert len([each for each in files if "socket:" in each]) == 1, files
        assert "SECRET_TOKEN" not in asked(children, environment, None)
        assert not asked(children, found, "planted")
        assert asked(children, handler, signal.SIGTERM)
        assert asked(children, handler, signal.SIGHUP)


def check_threads() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not is_copy()
    finally:
        done.set()
        thread.join()


def check_interrupts() -> None:
    """Interrupt parent and copy as soon as there are two of them."""
    fork = os.fork

    def interrupted() -> int:
        number = fork()
        os.kill(os.getpid(), signal.SIGINT)
        return number

    os.fork = interrupted
    try:
        with pool() as children:
            asked(children, root, 4.0)
    except KeyboardInterrupt:
        print("interrupted", flush=True)


def check_waiting() -> None:
    """See the end of a copy without telling, as a wait does that an interrupt breaks off."""
    with pool() as children:
        asked(children, root, 4.0)
        (child,) = children._idle
        number = child._process.pid
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
