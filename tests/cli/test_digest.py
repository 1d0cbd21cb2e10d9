"""`newsdigest digest` and `read` as a user and as cron see them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.pages import article_page
from tests.paths import SAMPLES
from tests.program import COMMAND, left_by_its_reader, newsdigest, started_cold
from tests.server import Server

FORMATS = ["terminal", "text", "markdown", "json", "jsonl"]
AS_OF = "2026-11-22T06:00:00+00:00"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.html"
    path.write_text(article_page())
    return path


def test_a_page_becomes_a_digest(page: Path) -> None:
    """The main job: a headline and a summary in the article's own words, and nothing on stderr."""
    done = started_cold("digest", page)
    assert (done.status, done.stderr) == (0, "")
    assert "Ferry landing to reopen in April" in done.text
    assert "voted on Tuesday to reopen the old ferry landing" in " ".join(done.text.split())


def test_read_gives_the_text_whole(page: Path) -> None:
    """`read --format json` holds every paragraph of the body and no headline."""
    done = started_cold("read", "--format", "json", page)
    (article,) = json.loads(done.stdout)
    assert article["title"] == "Ferry landing to reopen in April"
    assert article["text"].startswith("The town council of Marlow Quay voted")
    assert article["text"].endswith("free of charge during the first season.")
    assert article["text"].count("\n\n") == 3


def test_standard_input_and_the_web_work_like_files(page: Path, server: Server) -> None:
    """The same page from a pipe, a file and a server gives the same text."""
    url = server.page("/ferry", page.read_bytes())
    texts = [
        json.loads(newsdigest("read", "-f", "json", source, stdin=stdin).stdout)[0]["text"]
        for source, stdin in ((page, None), ("-", page.read_bytes()), (url, None))
    ]
    assert len(set(texts)) == 1


def test_a_digest_of_many_feeds_is_the_same_on_one_core(tmp_path: Path) -> None:
    """Nor does it depend on the order of sets: children change no byte."""
    plug = "Our harbour letter goes out to friends of the house each morning."
    for feed in range(25):
        news = [item(number, f"https://post{feed}.example") for number in range(feed, 225, 25)]
        lined = [replace(each, text=f"{each.text}</p><p>{plug}") for each in news]
        (tmp_path / f"{feed}.xml").write_text(rss(f"Post {feed}", lined))
    done = [
        subprocess.run(
            [COMMAND, "digest", tmp_path, "--offline", "-v", "-f", "json", "--as-of", AS_OF],
            env={**os.environ, "PYTHONHASHSEED": seed},
            preexec_fn=partial(os.sched_setaffinity, 0, cores),
            capture_output=True,
            check=True,
        )
        for seed, cores in (("1", {min(os.sched_getaffinity(0))}), ("2", os.sched_getaffinity(0)))
    ]
    assert done[0].stdout == done[1].stdout
    assert json.loads(done[0].stdout)["counts"]["articles"] == 225
    assert all(each.stderr.count(b"removed 9 learnt:") == 25 for each in done)


def test_some_sources_fail(page: Path, tmp_path: Path) -> None:
    """RUN01: the digest holds the rest, its foot and stderr name what failed, the status is 3."""
    broken = tmp_path / "broken.html"
    broken.write_bytes(b"\x00\x01\x02\x03" * 100)
    done = newsdigest("digest", page, broken)
    assert done.status == 3
    assert "Ferry landing" in done.text
    assert "(the text holds no article)" in " ".join(done.text.split())
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_all_sources_fail(tmp_path: Path) -> None:
    """RUN02: no digest of nothing; one line for each failure and status 1."""
    done = newsdigest("digest", tmp_path / "gone.html", tmp_path / "gone.txt")
    assert (done.status, done.stdout) == (1, b"")
    assert done.stderr.splitlines() == [
        f"error: {tmp_path}/gone.html: no such file or directory",
        f"error: {tmp_path}/gone.txt: no such file or directory",
    ]


def test_nothing_new_is_no_error(tmp_path: Path) -> None:
    """RUN03: where everything is older than --since the status is 0."""
    head = '<meta property="article:published_time" content="2026-11-01T06:00:00Z">'
    (tmp_path / "old.html").write_text(article_page(head=head))
    done = newsdigest("digest", "--since", "24h", "--as-of", AS_OF, tmp_path)
    assert done.status == 0
    assert "Ferry" not in done.text


def test_the_window_ends_with_the_clock(tmp_path: Path) -> None:
    """What was published after --as-of is not told, and -v counts it; nothing is lost without."""
    for name, day in (("today", "2026-11-21"), ("later", "2026-11-23"), ("wrong", "2099-01-01")):
        head = f'<meta property="article:published_time" content="{day}T06:00:00Z">'
        (tmp_path / f"{name}.html").write_text(article_page(f"Ferry of {name}", head=head))
    done = newsdigest("digest", tmp_path, "--as-of", AS_OF, "-v")
    assert "Ferry of today" in done.text
    assert "later" not in done.text
    assert "left out 1 after the window" in done.stderr
    assert "Ferry of wrong" in newsdigest("digest", tmp_path).text


def test_failures_are_data(page: Path, tmp_path: Path) -> None:
    """RUN04: each failure in the JSON digest has source, stage, code and message."""
    empty = tmp_path / "empty.html"
    empty.write_text("<html></html>")
    done = newsdigest("digest", "-f", "json", page, empty, tmp_path / "gone.txt")
    failures = json.loads(done.stdout)["failures"]
    assert {(f["stage"], f["code"]) for f in failures} == {
        ("extract", "no-article"),
        ("gather", "unreadable"),
    }
    assert all(f["source"] and f["error"] for f in failures)


def test_same_input_same_bytes() -> None:
    """RUN06: two runs with the same clock print the same bytes, whatever the hash seed.

    What a format makes of the same digest: tests/render/test_determinism.py.
    """
    runs = [
        newsdigest(
            "digest", SAMPLES, "-f", "json", "--as-of", AS_OF, environment={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_gets_what_a_pipe_gets(page: Path, tmp_path: Path, format: str) -> None:
    """--output writes the same bytes and prints nothing."""
    target = tmp_path / "digest"
    piped = newsdigest("digest", page, "-f", format, "--as-of", AS_OF)
    done = newsdigest("digest", page, "-f", format, "--as-of", AS_OF, "-o", target)
    assert (done.status, done.stdout) == (0, b"")
    assert target.read_bytes() == piped.stdout


@pytest.mark.parametrize("format", FORMATS)
def test_a_reader_that_leaves_is_no_fault(page: Path, format: str) -> None:
    """IO01: `| head -1` ends the run with 141 and without a word."""
    done = left_by_its_reader("digest", page, "-f", format)
    assert (done.status, done.stderr) == (141, "")


@pytest.mark.parametrize(
    ("redirections", "status", "message"),
    [
        ("digest {page} >&-", 4, "error: standard output is closed\n"),
        ("digest {page} >/dev/full", 4,
         "error: cannot write to standard output: no space left on device\n"),
        ("digest - <&-", 2, "error: standard input is closed, but '-' asks for it\n"),
        ("digest {page} 2>&- >/dev/null", 0, ""),
    ],
)  # fmt: skip
def test_streams_that_are_closed_or_full(
    page: Path, redirections: str, status: int, message: str
) -> None:
    """IO02, IO03: each case has its status and at most one line."""
    line = f"{COMMAND} {redirections.format(page=page)}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (status, message)


def test_an_ascii_locale_loses_nothing(tmp_path: Path) -> None:
    """IO04: what a locale cannot show is escaped; JSON stays UTF-8, as it is defined."""
    page = tmp_path / "cafe.html"
    page.write_text(article_page(title="Café reopens at the quay"))
    narrow = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert rb"Caf\xe9" in newsdigest("digest", page, environment=narrow).stdout
    stories = json.loads(newsdigest("digest", page, "-f", "json", environment=narrow).stdout)
    assert stories["stories"][0]["title"] == "Café reopens at the quay"


@pytest.mark.parametrize("columns", ["0", "1", "-3", "1000000", "abc", ""])
def test_any_width_is_survived(page: Path, columns: str) -> None:
    """IO05: nonsense in COLUMNS gives a digest between 20 and 500 columns wide."""
    done = newsdigest("digest", page, environment={"COLUMNS": columns})
    assert done.status == 0
    assert "Ferry" in done.text
    assert all(len(line) <= 500 for line in done.text.splitlines())


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
     ({"NO_COLOR": "1"}, False)],
)  # fmt: skip
def test_a_pipe_gets_plain_text(page: Path, environment: dict[str, str], coloured: bool) -> None:
    """IO06: no escape codes in a pipe unless FORCE_COLOR asks for them."""
    done = newsdigest("digest", page, environment=environment)
    assert (b"\x1b" in done.stdout) is coloured


def test_cron_gets_silence(page: Path, tmp_path: Path) -> None:
    """IO08: an empty environment and / as directory are enough, and success says nothing."""
    done = subprocess.run(
        ["env", "-i", COMMAND, "digest", page, "-o", tmp_path / "digest.txt"],
        capture_output=True, cwd="/", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ["digest"],
        ["digest", "x.html", "--format", "pdf"],
        ["digest", "x.html", "--by", "author"],
        ["digest", "x.html", "--since", "soon"],
        ["digest", "x.html", "--as-of", "32 May"],
        ["digest", "x.html", "--sentences", "0"],
        ["digest", "x.html", "--fromat", "json"],
        ["dijest"],
    ],
)
def test_mistakes_on_the_command_line(arguments: list[str]) -> None:
    """Each is told on stderr with status 2, and nothing is printed."""
    done = newsdigest(*arguments)
    assert (done.status, done.stdout) == (2, b"")
    assert done.stderr


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)]
)
def test_signals_end_the_run_at_once(tmp_path: Path, number: int, status: int) -> None:
    """HTM12: with a child in the middle of a bomb, a signal ends everything within a second."""
    bomb = tmp_path / "bomb.html"
    bomb.write_text("<div>" * 200_000)
    running = subprocess.Popen([COMMAND, "digest", bomb], stderr=subprocess.PIPE)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    while not children.read_text():
        time.sleep(0.02)
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(1.0)
    running.send_signal(number)
    _, told = running.communicate(timeout=2.0)
    assert (running.returncode, told) == (status, b"")


def test_verbose_tells_where_the_time_went(page: Path) -> None:
    """-v prints the stages on stderr and leaves the digest as it is."""
    plain = newsdigest("digest", page, "--as-of", AS_OF)
    done = newsdigest("digest", page, "--as-of", AS_OF, "-v")
    assert done.stdout == plain.stdout
    assert [line.split()[0] for line in done.stderr.splitlines()][:3] == ["read", "learn", "group"]


def test_quiet_keeps_errors(page: Path, tmp_path: Path) -> None:
    """-q leaves out progress and warnings; a failure is on stderr and in the digest's foot."""
    done = newsdigest("digest", "-q", page, tmp_path / "gone.html")
    assert done.status == 3
    assert done.stderr == f"error: {tmp_path}/gone.html: no such file or directory\n"
    assert "gone.html" in "".join(done.text.split())  # a long path runs over two lines


def test_a_folder_of_digests(page: Path, tmp_path: Path) -> None:
    """`{date}` in the name of the output keeps each day's digest, with an index and a feed."""
    output = tmp_path / "site" / "{date}.html"
    for day in ("21", "22"):
        done = newsdigest("digest", page, "-f", "html", "-o", output, "--as-of", f"2026-11-{day}")
        assert (done.status, done.text, done.stderr) == (0, "", "")
    names = {path.name for path in output.parent.iterdir()}
    assert names == {"2026-11-21.html", "2026-11-22.html", "index.html", "feed.xml"}
    assert 'rel="next" href="./2026-11-22.html"' in (output.parent / "2026-11-21.html").read_text()
    refused = newsdigest("digest", page, "-o", tmp_path / "{date}" / "x.html")
    assert refused.status == 2
    assert "{date} is for the name of the file" in refused.stderr


@pytest.mark.parametrize("command", ["digest", "read"])
def test_the_network_is_used_as_it_is_configured(
    page: Path, server: Server, tmp_path: Path, command: str
) -> None:
    """A SOURCE on the web is fetched through the proxy and under the name that [fetch] gives."""
    server.page("http://news.example/ferry", page.read_bytes())
    config = tmp_path / "config.toml"
    config.write_text(f'[fetch]\nproxy = "{server.url("")}"\nuser_agent = "tester/1"\n')
    done = newsdigest(command, "http://news.example/ferry", "--config", config)
    assert (done.status, done.stderr) == (0, "")
    assert "Ferry landing to reopen in April" in done.text
    (request,) = server.requests
    assert "user-agent: tester/1" in request.lower()


@pytest.mark.parametrize(
    "arguments", [["digest"], ["config", "init"], ["boilerplate", "forget", "1cb07d2f"]]
)
def test_nothing_is_ever_asked(arguments: list[str]) -> None:
    """IO07: what cannot be done ends with 2, though standard input is a pipe that stays open."""
    usual = Path(os.environ["HOME"], ".config", "newsdigest", "config.toml")
    usual.parent.mkdir(parents=True)
    usual.touch()
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as silent, os.fdopen(write_end, "wb"):
        done = subprocess.run(
            [COMMAND, *arguments], stdin=silent, capture_output=True, timeout=10.0, check=False
        )
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_top_that_has_no_room_is_reported(tmp_path: Path) -> None:
    """With -v: how many of the stories wanted at the top do not fit in the minutes."""
    feed = tmp_path / "feed.xml"
    feed.write_text(rss("The Post", [item(number) for number in range(30)]))
    done = newsdigest("digest", feed, "--minutes", "2", "--top", "20", "-v")
    assert re.search(
        r"^top: 1?\d stories of it do not fit in the minutes$", done.stderr, re.MULTILINE
    )
    done = newsdigest("digest", feed, "--minutes", "9", "--top", "5", "-v")
    assert "not fit" not in done.stderr
