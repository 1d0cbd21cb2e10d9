"""Whether a site lets its pages be fetched, judged in a child process: its rules are foreign."""

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
    """Answers from any thread, one at a time; rules that are too much for the child forbid."""
    from newsdigest.sources.network import is_allowed

    turn = threading.Lock()
    with WorkerPool(1, limits, warm=False) as pool:

        def judge(question: RobotsQuestion) -> bool:
            with turn:
                ((_, allowed),) = pool.map(is_allowed, [question])
            return allowed is True

        yield judge
        # The thread of a question whose run has ended may still wait for its answer.
        turn.acquire()
