"""Let single system calls of the daily commands fail, and count what is lost, marked, not healed.

    python -m tests.bench.syscall_faults places FILE [MINUTES [WORD]...]
    python -m tests.bench.syscall_faults [MINUTES [SEED]]

Each round copies a prepared home, lets the Nth call of one kind end with one error, or kills the
program there, and then starts the same command once more without a fault. Which calls there are
says a run that is only traced: all those of the main thread whose line names the home or standard
output. That keeps the start of the interpreter and the files of the installation out, whose numbers
are counted over and not hit. (A run that is traced with its threads and children shows no call on
the home beside those.)

The first form takes each distinct place once, see `fault_places`, with each error that makes a
difference there and a kill. It writes what it has done to FILE and goes on there when it is started
again; words keep to the faults whose names hold them all. The second one takes the calls in a drawn
order, all errors of each kind of call in turn, until the time is up. The last lines say how many of
how many were hit.

What is counted:

- tracebacks, and statuses that no table promises;
- items marked as delivered to a place in which they do not stand, right after the fault;
- items that stand nowhere after the second run (lost), and second runs that do not end with 0;
- outputs that are torn, configurations that are no TOML, and states that were not migrated.

The first form finds 442 places and 1,736 faults. One error at each of the places and 288 kills,
among them one at each place of the migration of five older versions of the state, were tried in 50
minutes at the lowest priority of a busy machine: nothing was wrong. The other errors of the same
places are still to be tried. In the second form 144 of 5,724 faults (seed 77) found nothing either.
Before that a rescue whose last write failed had left half a state with status 0 (18 of the 40 last
writes and syncs of `doctor --salvage`, none since), and a first run of 119 faults of 5,088 had
found six rescues whose file stood in the way of the next one, in part only half of it, and a feed
that had left the configuration and not the state. All are mended, with tests of their own.

Needs strace.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from itertools import zip_longest
from pathlib import Path
from threading import Lock

from newsdigest.store.schema import APPLICATION_ID, MIGRATIONS, VERSION
from tests.bench.fault_places import NETWORK_CALLS, Call, Place, calls_of, places_of
from tests.daily.feeds import item, rss
from tests.daily.reader import CONFIGURATION
from tests.daily.web import Web
from tests.deliver.smtp_server import SmtpServer
from tests.program import COMMAND, Outcome, newsdigest

_CALLS = ["openat", "pwrite64", "write", "fdatasync", "fsync", "rename", "ftruncate", "unlink"]
_KILL = "KILL"
# Calls that every child makes as well: of these the main thread alone is followed, which is slower.
_OF_ALL = frozenset({"openat", "write", "connect", "sendto", "recvfrom"})
_NEWS = [item(n) for n in range(3)]
_LATER_NEWS = [item(n) for n in range(3, 5)]
_CLOCK, _LATER = "2026-11-22T06:00:00Z", "2026-11-22T09:00:00Z"
_STATUSES = frozenset({0, 1, 2, 3, 4, 5})
_RECIPIENTS = ("me@example.org", "you@example.org")
_SENDMAIL = '#!/bin/sh\nt=$(mktemp "{home}/mail.XXXXXX")\necho "$@" > $t\ncat >> $t\n'
_MAIL = f"""
[mail]
from = "{{name}}@example.org"
{{server}}
timeout = 5
[profile.morning]
new = true
mail = {{{{ to = {json.dumps(_RECIPIENTS)} }}}}
"""


@dataclass(frozen=True)
class Scene:
    """A command and what has to be there before it."""

    name: str
    words: str
    # Commands that prepare the state.
    before: tuple[str, ...] = ("fetch",)
    # Whether a run that delivers what there is follows, so that nothing may be lost.
    delivers: bool = True
    # Whether the command ends with 0 where it is run again after it was done.
    repeats: bool = True
    # Whether its mail goes to a server and not to a command; it connects to nothing else.
    smtp: bool = False
    # The version of the state that it finds.
    version: int = VERSION

    @property
    def mails(self) -> bool:
        return "--profile" in self.words


_NEW = "digest --new --offline"
SCENES = (
    Scene("digest to a file", f"{_NEW} -f json -o out.json"),
    Scene("digest of a poll", "digest --new -f json -o out.json", before=()),
    Scene("digest to standard output", f"{_NEW} -f json"),
    Scene("HTML archive", f"{_NEW} -f html -o site/{{date}}.html"),
    Scene("Markdown archive", f"{_NEW} -f markdown -o notes/{{date}}.md"),
    Scene("mail", f"{_NEW} --profile morning"),
    Scene("mail by SMTP", f"{_NEW} --profile morning", smtp=True),
    Scene("fetch", "fetch", before=()),
    Scene("second fetch", "fetch --force", before=("fetch", "NEWS")),
    Scene("feeds add", "feeds add URL2", before=("fetch",)),
    Scene("feeds remove", "feeds remove URL", delivers=False, repeats=False),
    Scene("prune", "prune --keep 0d", before=("fetch", f"{_NEW} -f json -o out.json", "NEWS",
                                              "fetch --force")),
    Scene("doctor --salvage", "doctor --salvage saved.db", repeats=False),
    *(Scene(f"state of version {n}", f"{_NEW} -f json -o out.json", version=n)
      for n in range(1, VERSION)),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """The call of a scene that fails."""

    scene: Scene
    call: str
    number: int
    error: str
    # What it stands for, where it was not drawn.
    place: str = ""

    def __str__(self) -> str:
        return f"{self.scene.name}: {self.place or f'{self.call} {self.number}'} {self.error}"

    @property
    def injected(self) -> str:
        what = "signal=SIGKILL" if self.error == _KILL else f"error={self.error}"
        return f"{what}:when={self.number}"


class Homes:
    """Homes by scene, prepared once they are needed, and copies of them.

    Each scene has a feed of its own.
    """

    def __init__(self, root: Path, web: Web, mails: SmtpServer) -> None:
        self._root, self._web, self.mails = root, web, mails
        self._home_of = {scene.name: root / f"scene{n}" for n, scene in enumerate(SCENES)}
        self._preparing = Lock()

    def _prepare(self, scene: Scene) -> None:
        home = self._home_of[scene.name]
        home.mkdir()
        (home / "sendmail").touch(mode=0o700)
        self._configure(home, scene)
        self._web.put(f"/{home.name}", rss("The Post", _NEWS))
        self._web.put(f"/{home.name}/other", rss("The Leader", [item(90)]))
        for words in scene.before:
            if words == "NEWS":
                self._web.put(f"/{home.name}", rss("The Post", [*_LATER_NEWS, *_NEWS]))
            else:
                assert run(home, self.arguments(scene, words)).status == 0, words
        if scene.version < VERSION:
            set_back(home / "state" / "news.db", scene.version)

    def _configure(self, home: Path, scene: Scene) -> None:
        state = f'[state]\npath = "{home}/state/news.db"\n'
        feed = f'\n[[feed]]\nurl = "{self._url(scene)}"\nname = "The Post"\n'
        server = f'sendmail = "{home}/sendmail"'
        if scene.smtp:
            server = f'smtp = "smtp://127.0.0.1:{self.mails.port}"\nstarttls = false'
        text = CONFIGURATION + state + _MAIL.format(name=home.name, server=server) + feed
        (home / "config.toml").write_text(text)
        (home / "sendmail").write_text(_SENDMAIL.format(home=home))

    def _url(self, scene: Scene) -> str:
        return self._web.url(f"/{self._home_of[scene.name].name}")

    def copy(self, scene: Scene, name: str) -> Path:
        prepared, home = self._home_of[scene.name], self._root / name
        with self._preparing:
            if not prepared.exists():
                self._prepare(scene)
        shutil.copytree(prepared, home)
        self._configure(home, scene)
        # The file of a digest is remembered with its folder.
        if (state := home / "state" / "news.db").exists():
            with closing(sqlite3.connect(state)) as raw:
                raw.execute(
                    "UPDATE deliveries SET channel = replace(channel, ?, ?)",
                    [f"file:{prepared}/", f"file:{home}/"],
                )
                raw.commit()
        return home

    def arguments(self, scene: Scene, words: str | None = None) -> list[str]:
        urls = {"URL": self._url(scene), "URL2": f"{self._url(scene)}/other"}
        return [urls.get(word, word) for word in (words or scene.words).split()]


def clocked(arguments: list[str], clock: str) -> list[str]:
    return [*arguments, "--as-of", clock] if arguments[0] in ("digest", "fetch") else arguments


def run(home: Path, arguments: list[str], clock: str = _CLOCK) -> Outcome:
    return newsdigest(
        *clocked(arguments, clock), "--config", home / "config.toml", folder=home, timeout=120
    )


def traced(home: Path, arguments: list[str], calls: str, inject: str | None) -> Outcome:
    """A run of which some kinds of calls are written to `strace.log`, and one may fail."""
    # With that filter strace (6.1) sends no signal.
    is_slow = set(calls.split(",")) & _OF_ALL or "signal" in (inject or "")
    follow = [] if is_slow else ["-f", "--seccomp-bpf"]
    fault = ["-e", f"inject={calls}:{inject}"] if inject else []
    done = subprocess.run(
        ["strace", *follow, "-y", "-qq", "-o", str(_log(home)), "-e", f"trace={calls}", *fault,
         str(COMMAND), *clocked(arguments, _CLOCK), "--config", str(home / "config.toml")],
        capture_output=True, cwd=home, timeout=240, check=False,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def _log(home: Path) -> Path:
    return home.parent / f"{home.name}.log"


def traced_calls(scene: Scene, homes: Homes) -> list[Call]:
    """The calls of the main thread on the home, on standard output and, for a mail, the network."""
    home = homes.copy(scene, "traced")
    calls = [*_CALLS, *(NETWORK_CALLS if scene.smtp else [])]
    done = traced(home, homes.arguments(scene), ",".join(calls), None)
    assert done.status == 0, done.stderr
    lines = _log(home).read_text(errors="replace").splitlines()
    shutil.rmtree(home)
    return list(calls_of(lines, home))


def all_faults(homes: Homes) -> Iterator[Fault]:
    """A fault for each call and error."""
    for scene in SCENES:
        for call in traced_calls(scene, homes):
            for error in call.errors:
                yield Fault(scene, call.name, call.number, error)


def distinct_faults(homes: Homes) -> Iterator[Fault]:
    """Each place with each error that makes a difference there, and a kill: first one of each."""
    places: dict[object, tuple[Scene, Place]] = {}
    for scene in SCENES:
        for place in places_of(scene.name, traced_calls(scene, homes)):
            places.setdefault(place.key, (scene, place))
    turns = zip_longest(
        *((first, _KILL, *others) for first, *others in map(_errors_of, places.values()))
    )
    for errors in turns:
        for (scene, place), error in zip(places.values(), errors, strict=True):
            if error is not None:
                yield Fault(scene, place.call.name, place.call.number, error, str(place))


def _errors_of(found: tuple[Scene, Place]) -> tuple[str, ...]:
    return found[1].call.distinct_errors


def set_back(state: Path, version: int) -> None:
    """Make a state one of an older version: its tables, with all of the rows that they can hold."""
    older = state.with_name("older.db")
    with closing(sqlite3.connect(older)) as raw:
        raw.executescript("".join(MIGRATIONS[:version]))
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {version}")
        raw.execute("ATTACH ? AS newer", [str(state)])
        tables = raw.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        ).fetchall()
        for (table,) in tables:
            columns = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
        raw.commit()
    older.replace(state)


def places(home: Path, printed: Iterable[bytes], mails: SmtpServer) -> dict[str, str]:
    """What stands at each place, by the channel under which it is remembered."""
    out = home / "out.json"
    found = {"stdout": b"".join(printed).decode(errors="replace")}
    found[f"file:{out}"] = out.read_text() if out.exists() else ""
    for folder, name in (("site", "{date}.html"), ("notes", "{date}.md")):
        texts = [path.read_text() for path in sorted((home / folder).glob("2*"))]
        found[f"file:{home}/{folder}/{name}"] = " ".join(texts)
    for each in _RECIPIENTS:
        found[f"mail:{each}"] = ""
    sent = [path.read_bytes().partition(b"\n") for path in home.glob("mail.*")]
    taken = [(to.decode(), content) for to, _, content in sent]
    taken += [
        (" ".join(mail.recipients), mail.content)
        for mail in tuple(mails.received)
        if mail.sender == f"{home.name}@example.org"
    ]
    for to, content in taken:
        body = message_from_bytes(content, policy=policy.default).get_body(("html",))
        for each in _RECIPIENTS:
            if each in to:
                found[f"mail:{each}"] += body.get_content() if body else ""
    return found


def marked(home: Path) -> list[tuple[str, str]]:
    """Channel and headline of what counts as delivered there."""
    state = home / "state" / "news.db"
    if not state.exists():
        return []
    with closing(sqlite3.connect(state)) as raw:
        if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'deliveries'").fetchone():
            return []
        return raw.execute(
            "SELECT channel, title FROM deliveries JOIN digest_articles USING (digest) "
            "JOIN articles ON articles.id = article WHERE deliveries.delivered IS NOT NULL"
        ).fetchall()


def torn(home: Path) -> list[str]:
    """Files that are not whole."""
    found = []
    checks: list[tuple[str, Callable[[str], object]]] = [
        ("out.json", json.loads),
        ("config.toml", tomllib.loads),
        ("site/*.html", lambda text: text.rstrip().endswith("</html>") or int("torn")),
        ("notes/*.md", lambda text: text.endswith("\n") or int("torn")),
    ]
    for pattern, check in checks:
        for path in home.glob(pattern):
            try:
                check(path.read_text())
            except ValueError:
                found.append(path.name)
    return found


def judge(fault: Fault, home: Path, homes: Homes) -> list[str]:
    """The kinds of what went wrong in one round; "missed" where no call was hit."""
    scene, arguments = fault.scene, homes.arguments(fault.scene)
    first = traced(home, arguments, fault.call, fault.injected)
    is_killed = first.status == -signal.SIGKILL
    if not is_killed and "(INJECTED)" not in _log(home).read_text(errors="replace"):
        return ["missed"]
    wrong = []
    if "Traceback" in first.stderr:
        wrong.append("traceback")
    if not is_killed and first.status not in _STATUSES:
        wrong.append(f"status {first.status}")
    if not is_killed and first.status and not first.stderr:
        wrong.append("silent failure")
    shown = places(home, [first.stdout], homes.mails)
    wrong += ["marked" for channel, title in marked(home) if title not in shown.get(channel, "")]
    wrong += [f"torn {name}" for name in torn(home)]
    if scene.name == "doctor --salvage":
        wrong += half_saved(home / "saved.db")
    if scene.repeats or first.status:
        again = run(home, arguments, _LATER)
        done_before = (
            scene.name == "feeds remove" and again.status == 2 and (is_killed or first.status == 4)
        )
        if again.status and not done_before:
            wrong.append(f"not healed: {again.status} {again.stderr[-200:]}")
        shown = places(home, [first.stdout, again.stdout], homes.mails)
    if scene.name == "feeds remove":
        wrong += left_of_feed(home)
    if scene.name == "feeds add" and "/other" not in (home / "config.toml").read_text():
        wrong.append("not added")
    if scene.version < VERSION:
        wrong += not_migrated(home / "state" / "news.db")
    if scene.delivers:
        wrong += lost(fault, home, homes, shown)
    wrong += [f"left {path.name}" for path in home.rglob(".*newsdigest-tmp")]
    return wrong


def lost(fault: Fault, home: Path, homes: Homes, shown: dict[str, str]) -> list[str]:
    """What stands nowhere after everything that is new was delivered."""
    if "digest" not in fault.scene.words:
        done = run(home, homes.arguments(fault.scene, f"{_NEW} -f json"), _LATER)
        if done.status:
            return [f"digest not healed: {done.status} {done.stderr[-200:]}"]
        shown["stdout"] += done.text
    channels = [channel for channel, text in shown.items() if text]
    wanted = [*_NEWS, *(_LATER_NEWS if "NEWS" in fault.scene.before else ())]
    if fault.scene.mails:
        channels = [f"mail:{each}" for each in _RECIPIENTS]
        return [f"lost {c}" for c in channels for n in wanted if n.title not in shown[c]]
    everything = " ".join(shown.values())
    return ["lost" for each in wanted if each.title not in everything]


def half_saved(path: Path) -> list[str]:
    """Whether a rescue holds less than there was; it is taken away for the next one."""
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(path)) as raw:
            (number,) = raw.execute("SELECT count(*) FROM articles").fetchone()
    except sqlite3.DatabaseError:
        number = 0
    path.unlink()
    return [] if number == len(_NEWS) else ["half saved"]


def not_migrated(state: Path) -> list[str]:
    """Whether a state of an older version is still one, or lost something on the way."""
    with closing(sqlite3.connect(state)) as raw:
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        (number,) = raw.execute("SELECT count(*) FROM articles").fetchone()
        (is_whole,) = raw.execute("PRAGMA integrity_check").fetchone()
    return [] if (version, number, is_whole) == (VERSION, len(_NEWS), "ok") else ["not migrated"]


def left_of_feed(home: Path) -> list[str]:
    """What the configuration and the state still know of a feed that was removed."""
    with closing(sqlite3.connect(home / "state" / "news.db")) as raw:
        (rows,) = raw.execute("SELECT count(*) FROM feeds").fetchone()
    in_file = "[[feed]]" in (home / "config.toml").read_text()
    return ["half removed"] if rows or in_file else []


def drawn(faults: list[Fault], draw: random.Random) -> list[Fault]:
    """In a drawn order, a fault of each scene, call and error before a second one of any."""
    draw.shuffle(faults)
    seen: Counter[tuple[str, str, str]] = Counter()
    turns = []
    for fault in faults:
        group = (fault.scene.name, fault.call, fault.error)
        turns.append(seen[group])
        seen[group] += 1
    return [faults[n] for n in sorted(range(len(faults)), key=turns.__getitem__)]


@dataclass
class Tally:
    """What became of the faults."""

    all: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, fault: Fault, wrong: list[str]) -> None:
        if wrong == ["missed"]:
            self.missed += 1
            return
        self.hit[fault.scene.name] += 1
        self.wrong.update({each.split()[0].rstrip(":") for each in wrong})
        if wrong:
            print(f"{fault}: {'; '.join(wrong)}", flush=True)

    def show(self) -> None:
        for name, number in self.all.items():
            print(f"{name:<28} {self.hit[name]:>4} of {number}")
        print(f"{self.hit.total()} faults, {self.missed} calls not met; wrong: {dict(self.wrong)}")


def tried(fault: Fault, number: int, homes: Homes) -> list[str]:
    home = homes.copy(fault.scene, f"round{number}")
    wrong = judge(fault, home, homes)
    shutil.rmtree(home)
    return wrong


def in_drawn_order(minutes: float, seed: int, homes: Homes) -> Tally:
    faults = list(all_faults(homes))
    tally = Tally(Counter(fault.scene.name for fault in faults))
    print(f"{len(faults)} faults: {dict(tally.all)}", flush=True)
    end = time.monotonic() + 60 * minutes

    def one(numbered: tuple[int, Fault]) -> None:
        number, fault = numbered
        if time.monotonic() < end:
            tally.add(fault, tried(fault, number, homes))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, enumerate(drawn(faults, random.Random(seed)))))
    return tally


def at_each_place(record: Path, minutes: float, words: list[str], homes: Homes) -> Tally:
    """Goes on where the record ends; the tally is of all that it holds."""
    if not record.exists():
        named = [(f.scene.name, f.call, f.number, f.error, f.place) for f in distinct_faults(homes)]
        record.write_text(json.dumps(named) + "\n")
    listed, *lines = record.read_text().splitlines()
    scenes = {scene.name: scene for scene in SCENES}
    faults = [Fault(scenes[name], *rest) for name, *rest in json.loads(listed)]
    done: dict[str, list[str]] = dict(map(json.loads, lines))
    tally = Tally(Counter(fault.scene.name for fault in faults))
    print(
        f"{len(faults)} faults at {len({(f.scene.name, f.call, f.number) for f in faults})} places",
        flush=True,
    )
    end = time.monotonic() + 60 * minutes
    with record.open("a") as file:
        for number, fault in enumerate(faults):
            if (wrong := done.get(str(fault))) is None:
                if time.monotonic() > end or not all(word in str(fault) for word in words):
                    continue
                wrong = tried(fault, number, homes)
                file.write(json.dumps([str(fault), wrong]) + "\n")
                file.flush()
            tally.add(fault, wrong)
    return tally


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder, Web() as web, SmtpServer() as mails:
        homes = Homes(Path(folder), web, mails)
        if arguments[:1] == ["places"]:
            minutes = float(arguments[2]) if len(arguments) > 2 else 25
            tally = at_each_place(Path(arguments[1]), minutes, arguments[3:], homes)
        else:
            minutes = float(arguments[0]) if arguments else 25
            seed = int(arguments[1]) if len(arguments) > 1 else 20261128
            tally = in_drawn_order(minutes, seed, homes)
    tally.show()
    return int(bool(tally.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
