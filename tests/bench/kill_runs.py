"""Kill the daily run with SIGKILL at random moments and count what never reached the reader.

    python -m tests.bench.kill_runs [ROUNDS]

Each round publishes six items in three feeds and starts `newsdigest digest --new`, to standard
output and to a file in turn, which is killed at a moment drawn from the length of a whole run. Two
runs that are left alone follow at the end. The control remembers what it saw before it tells it.

RESULTS
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.daily.killing import Rounds
from tests.daily.web import Web

_SEED = 20261122


def main(rounds: int) -> int:
    losses = {}
    for name, naive in (("newsdigest", False), ("control", True)):
        with tempfile.TemporaryDirectory() as home, Web() as web:
            run = Rounds(web, Path(home), _SEED, naive=naive)
            tally = run.run(rounds)
            problems = [] if naive else run.problems()
        losses[name] = len(tally.lost)
        print(
            f"{name:<10} {rounds} runs, {tally.killed} killed, {len(tally.published)} items: "
            f"{len(tally.lost)} lost, {tally.repeated} told more than once {problems or ''}"
        )
    return int(losses["newsdigest"] > 0 or losses["control"] == 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
