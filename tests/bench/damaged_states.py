"""Run the commands over states that are damaged, and count what they make of it.

    python -m tests.bench.damaged_states [MINUTES [SEED]]

200 states have one to eight pages overwritten (with noise, zeros, another page of theirs, or a
piece of noise in the middle of a page), the others one oddity each: values that SQLite accepts and
this program never writes, a schema or a version that was changed, a file that was cut, replaced or
taken away. Each command gets a fresh copy. What is counted as wrong:

- a traceback; a status other than 0 and 5; a 5 without its one line;
- a command that ends with 5 where `doctor` finds nothing;
- `doctor --salvage` that fails without a line, or whose result `doctor` or `digest --new` refuse.

All 255 states (the 55 oddities and 200 with torn pages) take six minutes on two busy cores. With
the seed 20261128 nothing is wrong in any: of 2,040 runs of commands, 851 ended with 5 and the
others with 0, and `doctor --salvage` saved a usable state of 238. With the seed 7 two states ended
every command in a traceback, for a torn name in the schema that SQLite quotes and that is no UTF-8;
that is mended since. Earlier it had found a rescue that waited for ever for a pipe, one that ended
in a traceback for a column of another name, a digest's time that `doctor` let pass and
`digest --new` did not, and an error that quoted torn text with its line break.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tests.daily.feeds import item, rss
from tests.daily.reader import CONFIGURATION
from tests.daily.web import Web
from tests.program import Outcome, newsdigest

_PAGES = 200
_PAGE = 4096
_FEEDS, _ITEMS = 3, 40
_COMMANDS = ("doctor", "digest --new --offline", "feeds list", "fetch --force", "search harbour",
             "prune --keep 0d", "boilerplate list")  # fmt: skip
_NOW, _LATER = "2026-11-22T06:00:00Z", "2026-11-22T09:00:00Z"
Damage = Callable[[Path, random.Random], None]

_VALUES = {
    "a time that is none": "UPDATE feeds SET next_poll = 'soon'",
    "a time without a zone": "UPDATE feeds SET next_poll = '2026-11-22T06:00:00'",
    "a time of the year 9999": "UPDATE feeds SET failing_since = '9999-12-31T23:59:59+00:00'",
    "a time of an empty text": "UPDATE articles SET first_seen = ''",
    "a day that is not there": "UPDATE articles SET updated = '2026-02-30T06:00:00.000000+00:00'",
    "an article from the year 9999": "UPDATE articles SET updated = '9999-12-31T23:59:59+00:00'",
    "a huge number": "UPDATE feeds SET ttl = 9223372036854775807",
    "a negative number": "UPDATE feeds SET failures = -1",
    "hours that are none": "UPDATE feeds SET skip_hours = 'noon'",
    "half an article": "UPDATE articles SET value = '{'",
    "an article that is a list": "UPDATE articles SET value = '[]'",
    "an article that is null": "UPDATE articles SET value = 'null'",
    "an article nested deeply": "UPDATE articles SET value = "
    "replace(hex(zeroblob(50000)), '0', '[')",
    "a headline that is a number": "UPDATE articles SET value = json_set(value, '$.title', 7)",
    "a level that is a text": "UPDATE articles SET value = "
    "json_set(value, '$.blocks[0].level', 'x')",
    "a time in an article": "UPDATE articles SET value = json_set(value, '$.published', 'noon')",
    "another article": "UPDATE articles SET value = json_set(value, '$.id', 'other')",
    "a lone surrogate": r"""UPDATE articles SET value = replace(value, 'The ', '\ud800 ')""",
    "a version of 0": "UPDATE articles SET version = 0",
    "a huge version": "UPDATE articles SET version = 9223372036854775807",
    "a digest of no time": "UPDATE digests SET as_of = 'x'",
    "a digest of the year 1": "UPDATE digests SET as_of = '0001-01-01T00:00:00+00:00'",
    "many attempts": "UPDATE deliveries SET attempts = 9223372036854775807",
    "bytes that are no text": "UPDATE sightings SET fingerprint = CAST(x'ff' AS TEXT)",
    "articles that are not there": "UPDATE sightings SET article = 'gone'",
    "told by a huge number": "UPDATE told SET version = 9223372036854775807",
    "lines without recent stories": "UPDATE lines SET recent = 'x y'",
    "a line of a huge day": "UPDATE lines SET last_day = 9223372036854775807",
    "half a sketch": "UPDATE sketches SET names = x'00'",
    "a host that rests for ever": "INSERT INTO hosts VALUES ('127.0.0.1', '9999-12-31')",
}  # fmt: skip
_SCHEMA = {
    "no feeds": "DROP TABLE feeds",
    "no told": "DROP TABLE told",
    "no search": "DROP TABLE search",
    "no lines": "DROP TABLE lines",
    "no index of versions": "DROP INDEX articles_by_version",
    "no trigger": "DROP TRIGGER search_insert",
    "a trigger of its own": "CREATE TRIGGER own BEFORE UPDATE ON feeds BEGIN "
    "SELECT raise(ABORT, 'no'); END",
    "a column too many": "ALTER TABLE feeds ADD COLUMN more TEXT",
    "a column renamed": "ALTER TABLE articles RENAME COLUMN source TO origin",
    "an emptied index of the search": "DELETE FROM search_data WHERE id > 10",
    "a version set back": "PRAGMA user_version = 1",
    "a version of 0": "PRAGMA user_version = 0",
    "a version below all": "PRAGMA user_version = -3",
    "a version to come": "PRAGMA user_version = 99",
    "another program's": "PRAGMA application_id = 1",
}


def _sql(statement: str) -> Damage:
    def damage(path: Path, draw: random.Random) -> None:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute(statement)
            raw.commit()

    return damage


def _overwrite(path: Path, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    last = len(content) // _PAGE
    for _ in range(draw.choice((1, 1, 1, 2, 4, 8))):
        start = draw.randrange(last) * _PAGE
        match draw.randrange(4):
            case 0:
                content[start : start + _PAGE] = draw.randbytes(_PAGE)
            case 1:
                content[start : start + _PAGE] = bytes(_PAGE)
            case 2:
                other = draw.randrange(last) * _PAGE
                content[start : start + _PAGE] = content[other : other + _PAGE]
            case _:
                place, length = start + draw.randrange(_PAGE - 64), draw.randrange(1, 64)
                content[place : place + length] = draw.randbytes(length)
    path.write_bytes(content)


def _cut(share: float) -> Damage:
    def damage(path: Path, draw: random.Random) -> None:
        os.truncate(path, int(path.stat().st_size * share))

    return damage


def _replaced(make: Callable[[Path], object]) -> Damage:
    def damage(path: Path, draw: random.Random) -> None:
        path.unlink()
        make(path)

    return damage


def _noise_for_a_log(path: Path, draw: random.Random) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(draw.randbytes(9000))


_FILES: dict[str, Damage] = {
    "98 % of a file": _cut(0.98),
    "half a file": _cut(0.5),
    "a header": _cut(0.001),
    "an empty file": _cut(0),
    "a link to itself": _replaced(lambda path: path.symlink_to(path)),
    "a link to nothing": _replaced(lambda path: path.symlink_to(path.with_name("gone") / "x")),
    "a folder": _replaced(lambda path: path.mkdir()),
    "a pipe": _replaced(lambda path: os.mkfifo(path)),
    "a text": _replaced(lambda path: path.write_text("no database\n" * 500)),
    "a folder for a log": lambda path, draw: path.with_name("news.db-wal").mkdir(),
    "noise for a log": _noise_for_a_log,
}


def damages() -> Iterator[tuple[str, Damage]]:
    for name, statement in {**_VALUES, **_SCHEMA}.items():
        yield name, _sql(statement)
    yield from _FILES.items()
    for number in range(_PAGES):
        yield f"pages {number}", _overwrite


class Subscriber:
    """A home with a state, whose copies are damaged."""

    def __init__(self, root: Path, web: Web) -> None:
        self._root = root
        self._feeds = "".join(
            f'\n[[feed]]\nurl = "{web.url(f"/{n}")}"\nname = "Post {n}"\n' for n in range(_FEEDS)
        )
        for n in range(_FEEDS):
            items = [item(n * _ITEMS + each) for each in range(_ITEMS)]
            web.put(f"/{n}", rss(f"Post {n}", items))
        self._whole = root / "whole"
        (self._whole / "state").mkdir(parents=True)
        self._configure(self._whole)
        run(self._whole, "digest --new -f json -o out.json", _NOW)
        for n in range(_FEEDS):
            items = [item(200 + n), *(item(n * _ITEMS + each) for each in range(_ITEMS))]
            web.put(f"/{n}", rss(f"Post {n}", items))
        run(self._whole, "digest --new -o gone/out.txt", _NOW)  # it stays pending
        with closing(sqlite3.connect(self._whole / "state" / "news.db")) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # One feed has news and the others have not, which is what takes time.
        web.put("/0", rss("Post 0", [item(210), item(200), item(1)]))

    def _configure(self, home: Path) -> None:
        state = f'\n[state]\npath = "{home}/state/news.db"\n'
        (home / "config.toml").write_text(f"{CONFIGURATION}first_items = 40\n{state}{self._feeds}")

    def copy(self, name: str, state: Path) -> Path:
        """A home whose state is a copy of that one, with what lies beside it."""
        home = self._root / name
        home.mkdir()
        self._configure(home)
        copy_folder(state.parent, home / "state")
        return home

    def damaged(self, name: str, damage: Damage, draw: random.Random) -> Path:
        home = self.copy(name, self._whole / "state" / "news.db")
        damage(home / "state" / "news.db", draw)
        return home / "state" / "news.db"


def copy_folder(folder: Path, target: Path) -> None:
    """Copy a folder with its links and pipes as they are."""
    target.mkdir()
    for path in folder.iterdir():
        if path.is_symlink() and path.readlink() == path:
            (target / path.name).symlink_to(target / path.name)
        elif path.is_symlink():
            (target / path.name).symlink_to(path.readlink())
        elif path.is_fifo():
            os.mkfifo(target / path.name)
        elif path.is_dir():
            (target / path.name).mkdir()
        else:
            shutil.copyfile(path, target / path.name)


def run(home: Path, words: str, clock: str = _LATER) -> Outcome:
    timed = ["--as-of", clock] if words.split()[0] in ("digest", "fetch") else []
    return newsdigest(
        *words.split(), *timed, "--config", home / "config.toml", folder=home, timeout=120
    )


def judge(subscriber: Subscriber, name: str, state: Path) -> tuple[Counter[str], list[str]]:
    """How the commands ended, and what is wrong with that."""
    wrong: list[str] = []
    ends: Counter[str] = Counter()
    found = 0
    for number, words in enumerate(_COMMANDS):
        home = subscriber.copy(f"{name}-{number}", state)
        done = run(home, words)
        shutil.rmtree(home)
        ends[f"{words}: {done.status}"] += 1
        if words == "doctor":
            found = done.status
        wrong += [f"{words}: {each}" for each in faults_of(words, done, found)]
    return ends, wrong + salvaged(subscriber, name, state, ends)


def faults_of(words: str, done: Outcome, found: int) -> Iterator[str]:
    if "Traceback" in done.stderr:
        yield f"traceback {done.stderr[-300:]}"
    elif done.status not in (0, 5):
        yield f"status {done.status} {done.stderr[-200:]}"
    elif done.status == 5 and words != "doctor" and done.stderr.count("\n") != 1:
        yield f"{done.stderr.count(chr(10))} lines {done.stderr[-300:]}"
    if done.status == 5 and not found:
        yield f"unforeseen {done.stderr[-200:]}"


def salvaged(subscriber: Subscriber, name: str, state: Path, ends: Counter[str]) -> list[str]:
    """What is wrong with saving what can be read, and with what was saved."""
    home = subscriber.copy(f"{name}-salvage", state)
    done = run(home, "doctor --salvage saved.db")
    ends[f"doctor --salvage: {done.status}"] += 1
    wrong = [f"--salvage: {each}" for each in faults_of("--salvage", done, 5)]
    if not done.status:
        (home / "new" / "state").mkdir(parents=True)
        shutil.move(home / "saved.db", home / "new" / "state" / "news.db")
        again = subscriber.copy(f"{name}-saved", home / "new" / "state" / "news.db")
        for words in ("doctor", "digest --new --offline"):
            result = run(again, words)
            if result.status:
                wrong.append(
                    f"of saved: {words}: {result.status} {(result.stderr or result.text)[-300:]}"
                )
        shutil.rmtree(again)
    shutil.rmtree(home)
    return wrong


def main(minutes: float, seed: int) -> int:
    counts: Counter[str] = Counter()
    tried = 0
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as folder, Web() as web:
        subscriber = Subscriber(Path(folder), web)
        cases = list(enumerate(damages()))

        def one(case: tuple[int, tuple[str, Damage]]) -> bool:
            nonlocal tried
            number, (name, damage) = case
            if time.monotonic() > end:
                return False
            tried += 1
            state = subscriber.damaged(f"state{number}", damage, random.Random(seed + number))
            ends, wrong = judge(subscriber, f"state{number}", state)
            counts.update(ends)
            for line in wrong:
                print(f"{name}: {line}", flush=True)
            shutil.rmtree(state.parents[1])
            return bool(wrong)

        with ThreadPoolExecutor(3) as pool:
            bad = sum(pool.map(one, cases))
    for how, number in sorted(counts.items()):
        print(f"{number:>4} {how}")
    print(f"{tried} of {len(cases)} states, {bad} with something wrong")
    return int(bad > 0)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(float(given[0]) if given else 60, int(given[1]) if len(given) > 1 else 20261128))
