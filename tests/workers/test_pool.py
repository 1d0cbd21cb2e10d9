"""Children that die, hang or run out of memory cost one piece of work and nothing else."""

from __future__ import annotations

import itertools
import math
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsdigest.errors import ExtractionError, NewsdigestError
from newsdigest.guard import Step, guarded
from newsdigest.workers.outcome import OUT_OF_MEMORY
from newsdigest.workers.pool import LostResult, WorkerLimits, WorkerPool
from tests.paths import ROOT

QUICK = WorkerLimits(seconds=0.5, memory_bytes=200_000_000)
ROOMY = WorkerLimits(memory_bytes=200_000_000)


def root(number: float) -> float:
    return math.sqrt(number)


def process(number: int) -> int:
    return os.getpid()


def wait(seconds: float) -> None:
    time.sleep(seconds)


def number(text: str) -> int:
    return int(text)


def hog(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def repeat(megabytes: int) -> list[bytes]:
    """A result that takes over half of a child's memory, so that it cannot be pickled."""
    return [b"x" * (megabytes * 1_000_000)]


def fail_to_allocate(in_a_step: bool) -> None:
    """Fail like an extension module whose allocation fails."""

    def parse() -> None:
        raise SystemError("<built-in method css> returned NULL without setting an exception")

    if in_a_step:
        guarded(Step.PAGE, "page", parse, None)
    parse()


_held: list[bytearray] = []


def hold(megabytes: int) -> None:
    """Keep memory for good, as C code does that leaks."""
    _held.append(bytearray(megabytes * 1_000_000))


def parse(megabytes: int) -> None:
    """Fail for want of memory as the parser does."""
    try:
        bytearray(megabytes * 1_000_000)
    except MemoryError as error:
        raise ExtractionError("too-complex", "no memory") from error


def crash_for_memory(megabytes: int) -> None:
    """Fail for want of memory as C code does that checks nothing."""
    try:
        bytearray(megabytes * 1_000_000)
    except MemoryError:
        os.kill(os.getpid(), signal.SIGSEGV)


def either(call: tuple[str, int]) -> None:
    {"hold": hold, "hog": hog, "parse": parse, "crash": crash_for_memory}[call[0]](call[1])


def refuse(reason: str) -> None:
    raise ExtractionError("no-article", reason)


def test_results_come_in_the_order_of_the_items() -> None:
    """Results come in the order of the items, whichever child answers first."""
    with WorkerPool(size=3) as pool:
        results = list(pool.map(root, [float(n * n) for n in range(50)]))
    assert results == [(float(n * n), float(n)) for n in range(50)]


def test_endless_input_streams() -> None:
    """Results come before the input ends, so a directory of any size is fine."""

    with WorkerPool(size=2) as pool:
        results = pool.map(root, itertools.repeat(4.0))
        assert [next(results) for _ in range(20)] == [(4.0, 2.0)] * 20


def test_a_dead_child_costs_its_own_item_alone() -> None:
    """A killed child gives a LostResult for its item; later items get a new child."""
    with WorkerPool(size=1) as pool:
        (_, lost), (_, kept) = pool.map(die, [signal.SIGSEGV, 0])
    assert lost == LostResult("crashed", "parser died (SIGSEGV)")
    assert kept is None


def test_the_clock_ends_work_that_hangs() -> None:
    """Work past its deadline is reported as too complex, and the next item is done."""
    with WorkerPool(size=1, limits=QUICK) as pool:
        (_, lost), (_, kept) = pool.map(wait, [60.0, 0.0])
    assert isinstance(lost, LostResult)
    assert lost.code == "too-complex"
    assert kept is None


def test_the_kernel_ends_work_that_spins() -> None:
    """The kernel limits CPU time too, in case the parent is gone."""
    with WorkerPool(size=1, limits=WorkerLimits(seconds=0.2)) as pool:
        ((_, lost),) = pool.map(spin, [60.0])
    assert isinstance(lost, LostResult)
    assert lost.code == "too-complex"


def test_memory_is_bounded() -> None:
    """A child cannot allocate more memory than its limit."""
    with WorkerPool(size=1, limits=QUICK) as pool:
        (_, lost), (_, kept) = pool.map(hog, [500, 1])
    assert lost == OUT_OF_MEMORY
    assert kept == 1_000_000


@pytest.mark.parametrize("after", ["hog", "parse", "crash"])
def test_memory_that_a_child_still_holds_costs_no_other_item(after: str) -> None:
    """An item that gets no memory in a used child is done again in a new one."""
    with WorkerPool(size=1, limits=ROOMY) as pool:
        results = [result for _, result in pool.map(either, [("hold", 100), (after, 100)])]
    assert results == [None, None]


def test_an_item_too_large_for_a_new_child_is_lost() -> None:
    """The second try is the last one."""
    with WorkerPool(size=1, limits=ROOMY) as pool:
        results = [result for _, result in pool.map(either, [("hold", 1), ("crash", 500)])]
    assert results == [None, LostResult("crashed", "parser died (SIGSEGV)")]


def test_a_parser_that_gets_no_memory_is_no_bug() -> None:
    """SystemError from C code counts as out of memory, also inside a guarded step."""
    with WorkerPool(size=1) as pool:
        found = [lost for _, lost in pool.map(fail_to_allocate, [True, False])]
    assert found == [OUT_OF_MEMORY] * 2


def test_a_result_too_large_to_send_is_lost_alone() -> None:
    """A child that runs out of memory while it answers reports that and survives."""
    with WorkerPool(size=1, limits=ROOMY) as pool:
        (_, lost), (_, kept) = pool.map(repeat, [110, 1])
    assert lost == OUT_OF_MEMORY
    assert kept == repeat(1)


def test_an_item_that_cannot_be_sent_takes_no_child() -> None:
    """The error is for the caller, and the child that was free stays so."""
    with WorkerPool(size=1) as pool:
        (child,) = pool._idle
        with pytest.raises((AttributeError, pickle.PicklingError)):
            list(pool.map(root, [lambda: 4.0]))
        assert pool._idle == [child]
        assert list(pool.map(root, [4.0])) == [(4.0, 2.0)]


def test_errors_on_purpose_come_back_as_they_are() -> None:
    """A NewsdigestError keeps its code and its text across the process border."""
    with WorkerPool(size=1) as pool:
        ((_, error),) = pool.map(refuse, ["nothing here"])
    assert isinstance(error, NewsdigestError)
    assert isinstance(error, ExtractionError)
    assert (error.code, str(error)) == ("no-article", "nothing here")


def test_a_bug_names_its_place_and_none_of_its_values() -> None:
    """An unexpected exception is one item's internal error, reported without values."""
    with WorkerPool(size=1) as pool:
        (_, lost), (_, kept) = pool.map(number, ["secret", "7"])
    assert isinstance(lost, LostResult)
    assert lost.code == "internal"
    assert "ValueError" in lost.reason
    assert "secret" not in lost.reason
    assert kept == 7


def test_idle_children_can_be_ended() -> None:
    """Their memory is free at once; new children do the work that comes later."""
    with WorkerPool(1) as pool:
        [(_, before)] = pool.map(process, [0])
        pool.end_idle()
        assert isinstance(before, int)
        with pytest.raises(ProcessLookupError):
            os.kill(before, 0)
        [(_, after)] = pool.map(process, [0])
        assert after != before


def test_no_child_outlives_a_parent_that_was_killed() -> None:
    """After kill -9 of the parent, idle children end by themselves."""
    script = (
        "import os\n"
        "from newsdigest.workers.pool import WorkerPool\n"
        "from tests.workers.test_pool import root\n"
        "with WorkerPool(size=2) as pool:\n"
        "    list(pool.map(root, [1.0, 2.0]))\n"
        "    print(*[w._process.pid for w in pool._idle], flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, cwd=ROOT
    )
    children = [int(pid) for pid in done.stdout.split()]
    assert children
    deadline = time.monotonic() + 10
    while any(map(is_running, children)):
        assert time.monotonic() < deadline, "a child is still there"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_a_child_answers_many_items_of_a_message() -> None:
    """Items that are sent at once have their results in order, as those that are sent alone."""
    with WorkerPool(size=3) as pool:
        results = list(pool.map(root, [float(n * n) for n in range(50)], at_once=8))
    assert results == [(float(n * n), float(n)) for n in range(50)]


@pytest.mark.parametrize("ended", [signal.SIGKILL, signal.SIGSEGV])
def test_an_item_that_ends_its_child_costs_none_that_was_sent_with_it(ended: int) -> None:
    """What was sent with it is done in new children, in the order of the items."""
    with WorkerPool(size=2) as pool:
        results = [result for _, result in pool.map(die, [0, ended, 0, ended, 0, 0], at_once=6)]
    lost = LostResult("crashed", f"parser died ({signal.Signals(ended).name})")
    assert results == [None, lost, None, lost, None, None]


def test_each_item_has_its_own_time() -> None:
    """Items that are sent at once may take longer than one may; one that hangs costs itself."""
    seconds = [QUICK.patience / 2] * 3 + [60.0] + [QUICK.patience / 2]
    with WorkerPool(size=1, limits=QUICK) as pool:
        results = [result for _, result in pool.map(wait, seconds, at_once=5)]
    assert [isinstance(each, LostResult) for each in results] == [False] * 3 + [True, False]


def test_memory_held_by_items_sent_at_once_costs_none_of_them() -> None:
    """An item that gets no memory after others is done again in a new child, with those after."""
    calls = [("hold", 100), ("hog", 100), ("hog", 500), ("hog", 1)]
    with WorkerPool(size=1, limits=ROOMY) as pool:
        results = [result for _, result in pool.map(either, calls, at_once=4)]
    assert results == [None, None, OUT_OF_MEMORY, None]
