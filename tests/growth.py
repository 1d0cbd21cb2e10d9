"""How the cost of a piece of work grows, whatever else the machine is doing."""

from __future__ import annotations

import time
from collections.abc import Callable

# Other work on the machine only ever adds to a cost, so the least of several is nearest to the
# truth; work whose cost really grows too fast exceeds the bound in all of them.
_TRIES = 6
# Costs below this are the clock's grain and the interpreter's warming-up.
_GRAIN = 0.005

Work = Callable[[], object]


def cost(work: Work) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def grows_at_most(most: float, small: Work, large: Work) -> bool:
    """Whether `large` costs at most `most` times as much as `small`."""
    least_large = cost(large)
    if least_large <= _GRAIN:
        return True
    least_small = cost(small)
    for _ in range(_TRIES):
        least_small = min(least_small, cost(small))
        if least_large <= most * max(least_small, _GRAIN):
            return True
        least_large = min(least_large, cost(large))
    return False


def costs_at_most(seconds: float, work: Work) -> bool:
    """Whether one of a few calls takes at most so many CPU seconds."""
    return any(cost(work) <= seconds for _ in range(_TRIES))
