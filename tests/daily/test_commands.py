"""The commands around the daily run, as a user and as cron see them."""

from __future__ import annotations

import json
import os
import plistlib
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.store import only_run
from newsdigest.store.schema import APPLICATION_ID
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.program import COMMAND, left_by_its_reader, newsdigest
from tests.server import Server

NOW, LATER = "2026-11-22T06:00Z", "2026-11-22T07:00Z"
CANARY = "canary-7f3a"


@pytest.fixture
def web(web: Web) -> Web:
    web.put("/feed", rss("The Post", [item(n) for n in range(3)]))
    return web


def test_a_second_run_is_refused(reader: Reader) -> None:
    """PROC06: status 6 and the pid of the first; with --wait it goes on when that ends."""
    with only_run(reader.state):
        done = reader.run("digest", "--new", as_of=NOW)
        assert (done.status, done.stdout) == (6, b"")
        assert f"process {os.getpid()} " in done.stderr
        assert reader.run("feeds", "list").status == 0  # PROC08
    assert reader.run("digest", "--new", "--wait", "5", as_of=NOW).status == 0


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_state_is_refused(reader: Reader, content: bytes) -> None:
    """STA01: status 5 from every command, one line, and the file as it was."""
    reader.state.parent.mkdir()
    reader.state.write_bytes(content)
    for command in (["digest", "--new"], ["fetch"], ["feeds", "list"], ["search", "x"], ["doctor"]):
        done = reader.run(*command)
        told = done.text if command == ["doctor"] else done.stderr
        assert done.status == 5, command
        assert f"mv {reader.state}" in told or "doctor --salvage FILE" in told
        assert done.stderr.count("\n") == (command != ["doctor"])
    assert reader.state.read_bytes() == content


ALL = ("digest", "digest --new", "fetch", "feeds list", "search x", "prune", "boilerplate list")


@pytest.mark.parametrize("what", ["pipe", "loop", "dangling link", "folder"])
def test_what_is_no_state_is_refused(reader: Reader, what: str) -> None:
    """STA10: a pipe or a link that leads nowhere is status 5 in one line, and stays as it is."""
    reader.state.parent.mkdir()
    match what:
        case "pipe":
            os.mkfifo(reader.state)
        case "loop":
            reader.state.symlink_to(reader.state)
        case "dangling link":
            reader.state.symlink_to(reader.home / "unmounted" / "news.db")
        case _:
            reader.state.mkdir()
    before = reader.state.lstat().st_ino
    for command in ALL:
        done = reader.run(*command.split())
        assert (done.status, done.stderr.count("\n")) == (5, 1), (command, done.stderr)
    assert reader.run("doctor").status == 5
    rescue = reader.run("doctor", "--salvage", reader.home / "saved.db")
    assert (rescue.status, rescue.stderr.count("\n")) == (5, 1)
    assert reader.state.lstat().st_ino == before


WRITERS = ("digest", "digest --new", "digest page.html", "digest --mail me@example.org",
           "read page.html", "feeds export")  # fmt: skip


@pytest.mark.parametrize("command", WRITERS)
def test_an_output_does_not_replace_what_is_ours(reader: Reader, web: Web, command: str) -> None:
    """IO12: the state, its lock, the configuration, under any name: status 2, nothing changed."""
    web.put("/feed", rss("The Post", [item(0)]))
    reader.subscribe([web.url("/feed")])
    assert reader.run("fetch").status == 0
    (reader.home / "link").symlink_to(reader.state)
    (reader.home / "hard").hardlink_to(reader.config)
    lock = reader.state.with_name(f"{reader.state.name}.lock")
    before = reader.state.read_bytes(), reader.config.read_bytes()
    for own in (reader.state, lock, reader.config, reader.home / "link", reader.home / "hard"):
        done = reader.run(*command.split(), "-o", own)
        assert (done.status, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "use another file" in done.stderr
    assert (reader.state.read_bytes(), reader.config.read_bytes()) == before


def test_nothing_to_search_yet(reader: Reader) -> None:
    """Before the first fetch a search finds nothing, which is no error."""
    done = reader.run("search", "ferry")
    assert (done.status, done.stdout, done.stderr) == (0, b"", "")
    assert reader.run("search", "ferry", "-f", "json").text == "[]\n"


@pytest.mark.parametrize(
    "command",
    ["digest --new", "digest", "fetch --force", "feeds remove {url}", "prune --keep 0d",
     "doctor --salvage rescued.db", "digest --new -o news.md"],
)  # fmt: skip
def test_a_full_disk_costs_one_line(reader: Reader, web: Web, command: str) -> None:
    """STA11: status 4 or 5, no traceback, and the next run has everything."""
    assert reader.run("fetch", as_of=NOW).status == 0
    web.put("/feed", rss("The Post", [item(n) for n in range(5)]))
    config = reader.config.read_bytes()
    words = command.format(url=web.url("/feed"))
    line = f"ulimit -f 0; exec {COMMAND} {words} --config {reader.config}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, cwd=reader.home)
    assert done.returncode in (4, 5), done.stderr
    assert done.stderr.startswith(b"error: ")
    assert done.stderr.count(b"\n") == 1
    assert reader.config.read_bytes() == config
    told = reader.run("digest", "--new", "-f", "json", as_of=LATER)
    assert sorted(titles(told.stdout)) == sorted(item(n).title for n in range(5))


def test_a_feed_stays_until_the_state_has_let_go_of_it(reader: Reader, web: Web) -> None:
    """STA11: what fails in the state leaves the configuration, and the same command heals it."""
    assert reader.run("fetch", as_of=NOW).status == 0
    config = reader.config.read_bytes()
    with closing(sqlite3.connect(reader.state)) as raw:
        raw.execute("CREATE TRIGGER no BEFORE DELETE ON feeds BEGIN SELECT raise(ABORT, 'no'); END")
    assert reader.run("feeds", "remove", web.url("/feed")).status == 5
    assert reader.config.read_bytes() == config
    with closing(sqlite3.connect(reader.state)) as raw:
        raw.execute("DROP TRIGGER no")
    assert reader.run("feeds", "remove", web.url("/feed")).status == 0
    assert b"[[feed]]" not in reader.config.read_bytes()
    with reader.store() as store:
        assert store.feeds.all() == {}


def test_a_state_that_was_only_begun(reader: Reader) -> None:
    """PROC05: a run that ended before it made its tables leaves no state yet, and no damage."""
    reader.state.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(reader.state)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    reader.state.chmod(0o600)
    for command in ("search x", "feeds list", "doctor", "boilerplate list"):
        done = reader.run(*command.split())
        assert (done.status, done.stderr) == (0, ""), command
    assert len(titles(reader.run("digest", "--new", "-f", "json", as_of=NOW).stdout)) == 3


def test_output_that_cannot_be_written_leaves_all_pending(reader: Reader, tmp_path: Path) -> None:
    """FS01, promise 1: status 4, then the next run tells everything under the same id."""
    target = tmp_path / "no such directory" / "digest.json"
    failed = reader.run("digest", "--new", "-f", "json", "-o", target, as_of=NOW)
    assert (failed.status, failed.stderr.count("\n")) == (4, 1)
    again = reader.run("digest", "--new", "-f", "json", as_of=LATER)
    assert len(titles(again.stdout)) == 3
    assert reader.run("digest", "--new", as_of=LATER).stdout == b""


def test_a_reader_that_leaves_is_told_again(reader: Reader) -> None:
    """IO01: a closed pipe ends the run with 141, and nothing counts as told."""
    done = left_by_its_reader("digest", "--new", "-c", reader.config, "--as-of", NOW)
    assert (done.status, done.stderr) == (141, "")
    assert len(titles(reader.run("digest", "--new", "-f", "json", as_of=LATER).stdout)) == 3


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)]
)
def test_signals_end_a_poll(reader: Reader, web: Web, number: int, status: int) -> None:
    """PROC01, PROC02, PROC10: at once, without a word, and the next run has everything."""
    web.replies["/feed"].delay = 20.0
    command = [str(COMMAND), "fetch", "-c", str(reader.config), "--as-of", NOW]
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    while not web.asked["/feed"]:
        time.sleep(0.01)
    running.send_signal(number)
    _, told = running.communicate(timeout=5.0)
    assert (running.returncode, told) == (status, b"")
    web.replies["/feed"].delay = 0.0
    assert len(titles(reader.run("digest", "--new", "-f", "json", as_of=LATER).stdout)) == 3


def test_cron_runs_with_nothing_around(reader: Reader) -> None:
    """IO08: an empty environment and / as directory are enough for --config; success is silent."""
    path = f"PATH={os.environ['PATH']}"
    command = ["env", "-i", path, str(COMMAND), "fetch", "--config", str(reader.config)]
    done = subprocess.run(command, capture_output=True, cwd="/", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_secrets_stay_in_the_configuration(reader: Reader, web: Web, tmp_path: Path) -> None:
    """SEC01, I7: a password and a token of a feed's URL reach no output and no state."""
    base = f"http://me:{CANARY}@127.0.0.1:{web.port}"
    web.put(f"/feed?token={CANARY}", rss("Secret", [item(9)]))
    web.fail(f"/bad?token={CANARY}", 500)
    reader.subscribe([f"{base}/feed?token={CANARY}", f"{base}/bad?token={CANARY}"])
    outputs = [
        reader.run(*command, "-v", as_of=NOW)
        for command in (["fetch"], ["digest", "--new", "-f", "json"])
    ]
    outputs += [reader.run("feeds", "list"), reader.run("feeds", "list", "-f", "json")]
    assert len(titles(outputs[1].stdout)) == 1
    for done in outputs:
        assert CANARY not in done.text + done.stderr
    for path in reader.state.parent.iterdir():
        assert CANARY.encode() not in path.read_bytes(), path


def test_the_clock_may_go_wrong(reader: Reader, web: Web) -> None:
    """TIME03: after a run in 2041 the next one polls and tells as if nothing had been."""
    assert reader.run("fetch", as_of="2041-01-01T00:00Z").status == 0
    web.put("/feed", rss("The Post", [item(50)]))
    done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
    assert item(50).title in titles(done.stdout)
    assert len(titles(done.stdout)) == 4


def test_filters_stop_an_article_for_good(reader: Reader, web: Web) -> None:
    """What a filter stopped does not come back when the filter goes."""
    drop = f"[filters]\ndrop = ['title:\"{item(0).title.split()[0]}\"']\n"
    reader.subscribe([web.url("/feed")], drop)
    assert len(titles(reader.run("digest", "--new", "-f", "json", as_of=NOW).stdout)) == 2
    reader.subscribe([web.url("/feed")])
    assert reader.run("digest", "--new", as_of=LATER).stdout == b""


def test_search_finds_what_was_kept(reader: Reader) -> None:
    """Words, phrases and prefixes; JSON holds a snippet; nothing found is no error."""
    reader.run("fetch", as_of=NOW)
    hits = json.loads(reader.run("search", "birchquay", "--format", "json").stdout)
    assert [hit["title"] for hit in hits] == [item(1).title]
    assert "Birchquay" in hits[0]["snippet"]
    assert reader.run("search", "Birchq*").text.startswith(item(1).title)
    assert reader.run("search", '"no such" AND ( thing').stdout == b""


def test_what_is_pruned_does_not_come_back(reader: Reader) -> None:
    """FEED07: the names of deleted articles stay, so the feed that still shows them is not news."""
    reader.run("digest", "--new", as_of="2024-01-01T00:00Z")
    assert reader.run("prune", "-v").stderr == "3 articles deleted\n"
    done = reader.run("digest", "--new", as_of=NOW)
    assert (done.status, done.stdout) == (0, b"")


def test_doctor_tells_what_could_be_pruned(reader: Reader) -> None:
    """STA09: a state that holds more than it is to keep is told of, with the command."""
    reader.run("digest", "--new", as_of="2024-01-01T00:00Z")
    found = reader.run("doctor")
    assert found.status == 0
    assert "3 articles past state.keep: 'newsdigest prune' deletes" in found.text
    reader.run("prune")
    assert "state.keep" not in reader.run("doctor").text


def test_a_site_leads_to_its_feed(reader: Reader, web: Web) -> None:
    """`feeds add` takes a site's URL, `feeds list` and `export` show what was found."""
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    site = web.put("/", f"<html><head>{head}</head><body>Hi</body></html>", "text/html")
    reader.subscribe([])
    assert reader.run("feeds", "find", site).text == f"{web.url('/feed')}\tThe Post\n"
    assert reader.run("feeds", "add", site).text == f"added: The Post  {web.url('/feed')}\n"
    assert "already there" in reader.run("feeds", "add", web.url("/feed")).text
    assert web.url("/feed") in reader.run("feeds", "export").text
    assert reader.run("feeds", "remove", web.url("/feed")).status == 0
    assert reader.run("feeds", "list").stdout == b""
    assert reader.run("feeds", "add", web.url("/nothing")).status == 1


OPML = (
    '<opml version="2.0"><body><outline text="Coast"><outline text="Islands">'
    '<outline text="Isle" type="rss" xmlUrl="feed://isle.example/rss"/></outline></outline>'
    '<outline text="Script" type="rss" xmlUrl="javascript:alert(1)"/>'
    '<outline text="Fish <3 chips" type="rss" xmlUrl="https://fish.example/rss"/></body></opml>'
)


def test_a_list_comes_in_and_goes_out_with_its_folders(reader: Reader, tmp_path: Path) -> None:
    """XML09: what can be read is added, what cannot is named, and folders are groups."""
    reader.subscribe([])
    (tmp_path / "list.opml").write_text(OPML)
    done = reader.run("feeds", "import", tmp_path / "list.opml")
    assert (done.status, done.text) == (0, "2 added, 0 already there\n")
    assert done.stderr == (
        'warning: line 1: "Script" is left out: javascript:alert(1) is not a web address\n'
    )
    listed = json.loads(reader.run("feeds", "list", "-f", "json").text)
    assert [(row["url"], row["name"], row["groups"]) for row in listed] == [
        ("http://isle.example/rss", "Isle", ["Coast/Islands"]),
        ("https://fish.example/rss", "Fish <3 chips", []),
    ]
    assert "in Coast/Islands" in reader.run("feeds", "list").text
    exported = reader.run("feeds", "export").text
    (tmp_path / "again.opml").write_text(exported)
    assert reader.run("feeds", "import", tmp_path / "again.opml").status == 0
    reader.subscribe([])
    reader.run("feeds", "import", tmp_path / "again.opml")
    assert reader.run("feeds", "export").text == exported


@pytest.mark.parametrize("body", ["", '<outline text="A" type="rss" xmlUrl=""/>'])
def test_a_list_of_which_nothing_comes_in(reader: Reader, tmp_path: Path, body: str) -> None:
    """XML09: an import that adds nothing does not end with 0, and leaves the file as it is."""
    reader.subscribe([])
    before = reader.config.read_bytes()
    (tmp_path / "list.opml").write_text(f"<opml><body>{body}</body></opml>")
    done = reader.run("feeds", "import", tmp_path / "list.opml")
    assert (done.status, done.text) == (1, "")
    assert "nothing was added, 0 already there" in done.stderr
    assert reader.config.read_bytes() == before


def test_what_is_no_feed_is_told_by_its_name(reader: Reader, web: Web, tmp_path: Path) -> None:
    """A file that is no list, a site without a feed, a file given for a URL; nothing is added."""
    file = tmp_path / "notes.txt"
    file.write_text("bread, milk")
    before = reader.config.read_bytes()
    del web.replies["/feed"]  # where a feed often is
    nothing = web.put("/nothing", "<html><body>Hi</body></html>", "text/html")
    told = [
        reader.run("feeds", "import", file),
        reader.run("feeds", "import", tmp_path / "gone.opml"),
        reader.run("feeds", "find", nothing),
        reader.run("feeds", "add", file),
    ]
    assert [(done.status, done.text) for done in told] == [(1, "")] * 4
    assert [done.stderr for done in told[:3]] == [
        f"error: {file}: not a list of feeds (OPML)\n",
        f"error: {tmp_path}/gone.opml: no such file or directory\n",
        f"error: {nothing}: no feed found\n",
    ]
    assert "'newsdigest feeds import' takes a list of feeds" in told[3].stderr
    assert reader.config.read_bytes() == before


def test_a_feed_is_called_what_it_calls_itself_once_it_is_added(reader: Reader, web: Web) -> None:
    """What is read to add it is kept: its name, and its entries, which are not fetched again."""
    reader.subscribe([])
    reader.run("feeds", "add", web.url("/feed"))
    listed = reader.run("feeds", "list").text.splitlines()
    assert listed[0] == f"The Post {web.url('/feed')}"
    assert listed[1].startswith("  ok · last success ")
    assert len(titles(reader.run("digest", "--new", "-f", "json").stdout)) == 3
    assert web.asked["/feed"] == 1


def test_a_feed_that_is_added_while_another_run_is_under_way(reader: Reader, web: Web) -> None:
    """The feed is added all the same, and the next poll reads it."""
    reader.subscribe([])
    with only_run(reader.state):
        assert reader.run("feeds", "add", web.url("/feed")).status == 0
    assert len(titles(reader.run("digest", "--new", "-f", "json").stdout)) == 3
    assert web.asked["/feed"] == 2


def test_doctor_saves_what_can_be_read(reader: Reader, tmp_path: Path) -> None:
    """STA07: after a page is overwritten the rest is copied row by row into a state that works."""
    reader.run("fetch", as_of=NOW)
    assert reader.run("doctor").status == 0
    with closing(sqlite3.connect(reader.state)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'hosts'").fetchone()[0]
    content = bytearray(reader.state.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    reader.state.write_bytes(content)
    assert reader.run("doctor").status == 5
    assert reader.run("doctor", "--salvage", tmp_path / "new.db").status == 0
    assert reader.state.read_bytes() == content
    (tmp_path / "new.db").replace(reader.state)
    assert reader.run("doctor").status == 0
    assert len(json.loads(reader.run("search", "report", "-f", "json").stdout)) == 3


def test_schedules_name_the_program_and_the_configuration(reader: Reader) -> None:
    """A crontab line and systemd units run from an empty environment; a wrong time is a mistake."""
    line = reader.run("schedule", "--at", "6:05").text
    assert line == f"5 6 * * * {COMMAND} digest --new --config {reader.config}\n"
    units = reader.run("schedule", "--systemd").text
    assert f"ExecStart={COMMAND} digest --new --config {reader.config}\n" in units
    assert "OnCalendar=*-*-* 06:00:00\n" in units
    assert "Persistent=true" in units
    assert reader.run("schedule", "--at", "25:00").status == 2
    assert reader.run("schedule", "--profile", "none").status == 2


def test_a_launchd_agent_is_a_property_list(reader: Reader) -> None:
    """It names the command, its times and its log; --into writes it under its label."""
    with reader.config.open("a") as config:
        config.write("[profile.morning]\nnew = true\n")
    words = ("schedule", "--launchd", "--at", "6:05", "--at", "18:30")
    agent = plistlib.loads(reader.run(*words, "--profile", "morning").text.encode())
    assert agent["Label"] == "newsdigest.morning"
    assert agent["ProgramArguments"][1:5] == ["digest", "--new", "--profile", "morning"]
    times = [{"Hour": 6, "Minute": 5}, {"Hour": 18, "Minute": 30}]
    assert agent["StartCalendarInterval"] == times
    assert Path(agent["StandardOutPath"]).is_absolute()
    folder = reader.config.parent / "agents"
    assert reader.run(*words, "--weekly", "sun", "--into", folder).status == 0
    written = (folder / "newsdigest.weekly.plist").read_bytes()
    assert [each["Weekday"] for each in plistlib.loads(written)["StartCalendarInterval"]] == [7, 7]
    assert reader.run("schedule", "--launchd", "--systemd").status == 2


def test_a_weekly_schedule_looks_back_on_seven_days(reader: Reader) -> None:
    """A crontab line or a timer for one day of the week; a wrong day, or a profile that delivers
    only what is new, is a mistake."""
    line = reader.run("schedule", "--weekly", "Mon", "--at", "07:00").text
    assert line == f"0 7 * * 1 {COMMAND} digest --since 7d --wait 1800 --config {reader.config}\n"
    assert reader.run("schedule", "--weekly", "sun").text.startswith("0 6 * * 0 ")
    units = reader.run("schedule", "--weekly", "mon", "--at", "7:00", "--systemd").text
    assert "newsdigest-weekly.timer\n" in units
    assert "OnCalendar=Mon *-*-* 07:00:00\n" in units
    assert reader.run("schedule", "--weekly", "today").status == 2
    with reader.config.open("a") as config:
        config.write("[profile.morning]\nnew = true\n[profile.week]\ntop = 9\n")
    refused = reader.run("schedule", "--weekly", "mon", "--profile", "morning")
    assert (refused.status, refused.text) == (2, "")
    assert "the profile morning delivers only what is new" in refused.stderr
    week = reader.run("schedule", "--weekly", "mon", "--profile", "week").text
    assert f"{COMMAND} digest --since 7d --wait 1800 --profile week" in week


@pytest.mark.parametrize("name", [b"news\xff", b"news\n0 7 * * * true #"])
@pytest.mark.parametrize("words", [(), ("--systemd",), ("--launchd",)])
def test_a_schedule_names_no_path_that_it_cannot_hold(
    reader: Reader, name: bytes, words: tuple[str, ...]
) -> None:
    """A configuration below a path that no crontab line or unit can hold is a mistake, one line."""
    folder = reader.home / os.fsdecode(name)
    folder.mkdir()
    moved = reader.config.rename(folder / "config.toml")
    done = newsdigest("schedule", "--config", moved, *words)
    assert (done.status, done.text) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "its name is not UTF-8 or holds a control character" in done.stderr


def test_a_window_of_which_filters_left_nothing_says_so(reader: Reader) -> None:
    """In a pipe too, where `digest --new` says it with -v alone, so that cron stays quiet."""
    with reader.config.open("a") as config:
        config.write('[filters]\nkeep = ["nowhere"]\n')
    window = reader.run("digest", "--since", "7d")
    assert (window.status, window.stderr) == (0, "")
    assert "\nno stories · the filters left out all 3 articles · since " in window.text
    assert reader.run("digest", "--offline", "--since", "7d", "--skip-empty").text == ""
    done = reader.run("digest", "--new", "--offline", "-v")
    assert (done.status, done.text) == (0, "")
    assert "nothing new: the filters left out all of 3 articles\n" in done.stderr


def test_a_feed_can_be_read_without_a_subscription(web: Web, tmp_path: Path) -> None:
    """`read --offline --format json FEED` lists each item; a URL, OPML and a sitemap work too."""
    feed = tmp_path / "feed.xml"
    feed.write_text(rss("The Post", [item(n) for n in range(5)]))
    done = newsdigest("read", "--offline", "--format", "json", feed)
    assert [article["title"] for article in json.loads(done.stdout)] == [
        item(n).title for n in range(5)
    ]
    (tmp_path / "list.opml").write_text(
        f'<opml version="2.0"><body><outline xmlUrl="{web.url("/feed")}"/></body></opml>'
    )
    for source in (web.url("/feed"), str(tmp_path / "list.opml")):
        done = newsdigest("digest", "--format", "json", source)
        assert sorted(titles(done.stdout)) == sorted(item(n).title for n in range(3))


def test_a_list_from_the_web_names_no_private_host(web: Web) -> None:
    """NET18: what a remote OPML names is a stranger's word; only its own host and port count."""
    with Web() as canary:
        canary.put("/feed", rss("Private", [item(7)]))
        lines = "".join(f'<outline xmlUrl="{each.url("/feed")}"/>' for each in (web, canary))
        opml = web.put("/list", f'<opml version="2.0"><body>{lines}</body></opml>', "text/x-opml")
        done = newsdigest("digest", "--format", "json", opml)
        assert done.status == 3
        assert len(titles(done.stdout)) == 3
        assert not canary.asked


def test_prune_keeps_what_is_still_to_be_delivered(reader: Reader) -> None:
    """STA13: to a profile that is new within its first window, to any other whatever its age."""
    now = datetime.now(UTC)
    assert reader.run("fetch", as_of=(now - timedelta(days=5)).isoformat()).status == 0
    assert reader.run("prune", "--keep", "3d", "-v").stderr.startswith("nothing to delete")
    told = reader.run("digest", "--new", "-f", "json", as_of=now.isoformat())
    assert len(titles(told.stdout)) == 3
    assert reader.run("prune", "--keep", "3d", "-v").stderr == "3 articles deleted\n"


def test_what_nobody_fetches_for_a_year_is_given_up_once(reader: Reader, web: Web) -> None:
    """STA13: a profile whose digests are not made any more is told what it will not get."""
    now = datetime.now(UTC)
    days = [(now - timedelta(days=n)).isoformat() for n in (500, 400, 100)]
    assert reader.run("digest", "--new", as_of=days[0]).status == 0
    for day, numbers in zip(days[1:], (range(5), range(6)), strict=True):
        web.put("/feed", rss("The Post", [item(n) for n in numbers]))
        assert reader.run("fetch", "--force", as_of=day).status == 0
    pruned = reader.run("prune")
    said = "2 articles given up that no digest had delivered"
    assert pruned.stderr == f"warning: profile default: {said}\n"
    assert reader.run("prune").stderr == ""
    told = reader.run("digest", "--new", "-f", "json", as_of=now.isoformat())
    assert titles(told.stdout) == [item(5).title]


def test_a_first_poll_that_breaks_off_makes_no_flood(reader: Reader, web: Web) -> None:
    """FEED18: what a feed held before it was first read stays history; what came since is news."""
    items = [item(n) for n in range(100)]
    text = rss("The Post", items)
    web.put("/feed", text[: text.index("<item>", text.index(items[2].guid))])
    first = titles(reader.run("digest", "--new", "-f", "json", as_of=NOW).stdout)
    assert len(first) == 3
    moment = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    news = [replace(item(n), published=moment) for n in range(200, 215)]
    web.put("/feed", rss("The Post", [*news, *items]))
    told = reader.run("digest", "--new", "-f", "json", as_of="2026-11-22T12:00Z").stdout
    second = titles(told)
    assert {each.title for each in news} <= set(second)
    assert len(second) == 15 + 7


def test_removing_a_feed_says_what_becomes_of_its_articles(reader: Reader, web: Web) -> None:
    """They stay for search alone; one that another feed has too is still told."""
    web.put("/other", rss("The Other", [item(2, web.url(""))]))
    web.put("/feed", rss("The Post", [item(n, web.url("")) for n in range(3)]))
    reader.subscribe([web.url("/feed"), web.url("/other")])
    reader.run("fetch", as_of=NOW)
    removed = reader.run("feeds", "remove", web.url("/feed"))
    assert removed.text == (
        f"removed: {web.url('/feed')}; search finds its 2 articles until they are 90 days old, "
        "no digest includes them\n"
    )
    assert titles(reader.run("digest", "--new", "-f", "json", as_of=LATER).stdout) == [
        item(2).title
    ]
    assert item(0).title in reader.run("search", item(0).title.split()[0]).text
    assert reader.run("feeds", "remove", web.url("/other")).status == 0


def test_doctor_names_feeds_that_are_gone_or_long_broken(reader: Reader, web: Web) -> None:
    """With the command that removes them; one that fails since yesterday is not named."""
    now = datetime.now(UTC)
    well = {"/new": item(1), "/old": item(2)}
    reader.subscribe([web.put(path, rss(path, [each])) for path, each in well.items()])
    reader.run("fetch", as_of=(now - timedelta(days=9)).isoformat())
    paths = {"/gone": 410, "/old": 404, "/new": 404}
    reader.subscribe([web.fail(path, status) for path, status in paths.items()])
    for path, days in (("/new", 1), ("/old", 8)):
        config = reader.config.read_text()
        reader.subscribe([web.url(path), *([web.url("/gone")] if days == 8 else [])])
        reader.run("fetch", as_of=(now - timedelta(days=days)).isoformat())
        reader.config.write_text(config)
    found = reader.run("doctor")
    lines = [line for line in found.text.splitlines() if " feeds " in line]
    assert (found.status, len(lines)) == (0, 2)
    assert f"{web.url('/gone')}: gone for good since " in lines[0]
    assert f"{web.url('/old')}: failing since " in lines[1]
    for line in lines:
        command = line.rpartition("newsdigest ")[2]
        assert reader.run(*command.split()).status == 0
    assert " feeds " not in reader.run("doctor").text


def test_doctor_names_a_feed_that_was_never_read(reader: Reader, web: Web) -> None:
    """From its first poll on, since its address is probably wrong."""
    reader.subscribe([web.fail("/wrong", 404)])
    reader.run("fetch")
    (line,) = [line for line in reader.run("doctor").text.splitlines() if " feeds " in line]
    assert f"{web.url('/wrong')}: never read since " in line
    assert line.endswith(": newsdigest config edit")


def test_a_counter_is_no_news_of_a_feed_without_validators(reader: Reader, server: Server) -> None:
    """FEED19: it is fetched whole once a day, though its bytes change each time."""
    reader.subscribe([server.url("/votes")])
    for day in range(22, 25):
        entry = item(1)
        counted = replace(entry, text=f"{entry.text} {day} votes so far.")
        server.page("/votes", rss("Votes", [counted]), content_type="application/rss+xml")
        for hour in (6, 12, 18):
            assert reader.run("fetch", as_of=f"2026-11-{day}T{hour:02}:00Z").status == 0
    assert len(server.requests) == 3
