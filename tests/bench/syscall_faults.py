"""Let single system calls of the daily commands fail, and count tracebacks and what is lost.

    python -m tests.bench.syscall_faults [MOST]

Each run has one fault: the Nth call of one kind ends with one error. N goes up until no call is hit
any more, or to MOST (default 3). After each fault a run that is left alone has to deliver what was
not delivered. Needs strace. Calls of the interpreter's own start are not counted: only those on
files of the home are hit.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.program import COMMAND

_COMMANDS = (
    "digest --new -f json -o out.json",
    "digest --new -f html -o {{date}}.html",
    "fetch --force",
    "prune --keep 0d",
    "feeds remove {url}",
)
_CALLS = ("openat", "pwrite64", "fdatasync", "fsync", "rename", "write", "ftruncate")
_ERRORS = ("ENOSPC", "EIO", "EACCES", "EINTR")
_NEWS = 4
# 2: the configuration cannot be read.
_EXPECTED = frozenset({0, 2, 4, 5})


def _hit_files(reader: Reader) -> Iterator[str]:
    state = reader.state
    for path in (state, f"{state}-wal", f"{state}-shm", f"{state}.lock", state.parent, reader.home):
        yield from ("-P", str(path))
    yield from ("-P", str(reader.config), "-P", str(reader.home / "out.json"))


def _fail(reader: Reader, words: str, call: str, error: str, number: int) -> tuple[int, str, bool]:
    """The status, what was said, and whether a call was hit."""
    log = reader.home / "strace.log"
    inject = f"inject={call}:error={error}:when={number}"
    watched = list(_hit_files(reader)) if call in ("openat", "write") else []
    traced = ["strace", "-f", "-qq", "-o", str(log), *watched, "-e", inject]
    done = subprocess.run(
        [*traced, str(COMMAND), *words.split(), "--config", str(reader.config)],
        capture_output=True, text=True, cwd=reader.home, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr, "(INJECTED)" in log.read_text(errors="replace")


def _round(words: str, call: str, error: str, number: int, counts: Counter[str]) -> bool:
    """One fault in a home of its own; whether it was met."""
    with tempfile.TemporaryDirectory() as home, Web() as web:
        reader = Reader(Path(home))
        news = [item(n) for n in range(_NEWS)]
        web.put("/feed", rss("The Post", news))
        reader.subscribe([web.url("/feed")])
        reader.run("fetch")
        status, said, is_hit = _fail(
            reader, words.format(url=web.url("/feed")), call, error, number
        )
        if not is_hit:
            return False
        counts["faults"] += 1
        counts["tracebacks"] += "Traceback" in said
        counts["other statuses"] += status not in _EXPECTED
        if "Traceback" in said or status not in _EXPECTED:
            print(f"{words} {call} {error} {number}: {status} {said[-300:]}", flush=True)
        if words.startswith("feeds remove"):
            return True
        later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        healed = reader.run("digest", "--new", "-f", "json", as_of=later)
        told = set(titles(healed.stdout)) if healed.stdout else set()
        out = "".join(each.read_text() for each in reader.home.glob("*.*ml")) + (
            (reader.home / "out.json").read_text() if (reader.home / "out.json").exists() else ""
        )
        lost = [each for each in news if each.title not in told and each.title not in out]
        counts["lost"] += len(lost)
        if lost:
            print(f"{words} {call} {error} {number}: {len(lost)} lost; {healed.stderr}", flush=True)
    return True


def main(most: int) -> int:
    counts: Counter[str] = Counter()
    for words in _COMMANDS:
        for call in _CALLS:
            for error in _ERRORS:
                for number in range(1, most + 1):
                    if not _round(words, call, error, number, counts):
                        break
        print(words, dict(counts), flush=True)
    return int(counts["tracebacks"] > 0 or counts["lost"] > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
