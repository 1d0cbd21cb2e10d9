"""Kill the daily run with SIGKILL at random moments and count what never reached the reader.

    python -m tests.bench.kill_runs [KILLS]

Each round publishes six items in three feeds and starts `newsdigest digest --new`, to standard
output or to a file, which is killed at a moment drawn from 1.3 times the longest run. Two
runs that are left alone follow at the end. An item stays in its feed until it was told, so only
the reader can lose it. The control remembers what it saw before it tells it.

Of 200 kills each, on two busy cores, in eight minutes (`python -m tests.bench.kill_runs 200`):

    newsdigest 200 runs killed, 14 finished, 0 broken; 1272 items: 0 lost, 0 told more than once
    control    200 runs killed, 75 finished, 0 broken; 1632 items: 948 lost, 0 told more than once
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.daily.killing import Rounds
from tests.daily.web import Web

_SEED = 20261122


def main(kills: int) -> int:
    losses = {}
    for name, naive in (("newsdigest", False), ("control", True)):
        with tempfile.TemporaryDirectory() as home, Web() as web:
            run = Rounds(web, Path(home), _SEED, naive=naive)
            tally = run.run(kills)
            problems = [] if naive else run.problems()
        losses[name] = len(tally.lost)
        print(
            f"{name:<10} {tally.killed} runs killed, {tally.finished} finished, {tally.broken} "
            f"broken; {len(tally.published)} items: {len(tally.lost)} lost, {tally.repeated} told "
            f"more than once; {'; '.join(problems) or 'the state is whole'}",
            flush=True,
        )
    return int(losses["newsdigest"] > 0 or losses["control"] == 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
