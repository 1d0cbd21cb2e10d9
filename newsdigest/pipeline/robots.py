"""Whether a robots.txt allows a request; evaluated in a child process, since it is untrusted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsdigest.workers.pool import WorkerLimits, WorkerPool

if TYPE_CHECKING:
    from newsdigest.sources.network import RobotsJudge, RobotsQuestion

_LIMITS = WorkerLimits()


@contextmanager
def robots_judge(limits: WorkerLimits = _LIMITS) -> Iterator[RobotsJudge]:
    """A judge for any thread, one question at a time; if the child fails, the answer is no."""
    from newsdigest.sources.network import is_allowed

    turn = threading.Lock()
    with WorkerPool(1, limits, warm=False) as pool:

        def judge(question: RobotsQuestion) -> bool:
            with turn:
                ((_, allowed),) = pool.map(is_allowed, [question])
            return allowed is True

        yield judge
        # A thread of a run that has ended may still be waiting for its answer.
        turn.acquire()
