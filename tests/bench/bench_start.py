"""What a start of the program costs beside `import typer`, which is the least that it can.

    python -m tests.bench.bench_start [--runs 15]

Seconds of the processor, of the program and its children, in runs that take turns, so that a busy
machine slows all alike. No configuration, no state, one small page of ours. On two idle cores,
Python 3.11 (the last ratio is lower by a twentieth where they are busy with other work):

    import typer         56 ms   1.00 times
    --version            55 ms   0.96 times
    digest of a page    246 ms   4.47 times
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.paths import ROOT
from tests.program import COMMAND

PAGE = ROOT / "samples" / "norfield-gazette" / "council-passes-budget.html"
RUNS = 15
BASE = "import typer"
STARTS: dict[str, list[str | Path]] = {
    BASE: [sys.executable, "-c", "import typer"],
    "--version": [COMMAND, "--version"],
    "digest of a page": [COMMAND, "digest", PAGE],
}


def processor_seconds(command: Sequence[str | Path], environment: Mapping[str, str]) -> float:
    """Of one run and of the children that it has waited for."""
    nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    process = os.posix_spawn(command[0], list(map(str, command)), environment, file_actions=nothing)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    spent: dict[str, list[float]] = {name: [] for name in STARTS}
    with tempfile.TemporaryDirectory() as home:
        # Without what makes an interpreter compile every module at each start.
        environment = {"PATH": os.environ["PATH"], "HOME": home}
        for command in STARTS.values():
            processor_seconds(command, environment)
        for _ in range(runs):
            for name, command in STARTS.items():
                spent[name].append(processor_seconds(command, environment))
    for name, each in spent.items():
        ratio = statistics.median(a / b for a, b in zip(each, spent[BASE], strict=True))
        print(f"{name:18}{1000 * min(each):5.0f} ms{ratio:7.2f} times")


if __name__ == "__main__":
    main()
