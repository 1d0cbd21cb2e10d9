"""Results in a pager and in a browser, as a user at a terminal has them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from newsdigest.store import Store
from tests.pages import article_page
from tests.program import newsdigest
from tests.terminal import at_terminal


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.html"
    path.write_text(article_page())
    return path


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """A pager or browser that writes down what it is given."""
    script = tmp_path / "recorder"
    script.write_text(
        f"#!/bin/sh\nprintf '%s' \"$1\" > {tmp_path}/argument\ncat > {tmp_path}/seen\n"
    )
    script.chmod(0o755)
    return script


def test_what_is_longer_than_the_screen_goes_to_the_pager(
    page: Path, recorder: Path, tmp_path: Path
) -> None:
    """It gets what the terminal would have got, colours and all; the terminal nothing."""
    pager = {"PAGER": str(recorder)}
    _, direct = at_terminal("read", page, "--no-pager", rows=5, environment=pager)
    status, sent = at_terminal("read", page, rows=5, environment=pager)
    assert (status, sent) == (0, b"")
    seen = (tmp_path / "seen").read_bytes()
    assert seen == direct.replace(b"\r\n", b"\n")
    assert b"\x1b[" in seen


@pytest.mark.parametrize(
    ("rows", "environment"),
    [(200, {}), (5, {"PAGER": ""}), (5, {"TERM": "dumb"}), (5, {"PAGER": "/no/such/pager"})],
    ids=["it fits", "no pager is wanted", "a terminal that cannot", "the pager is not there"],
)
def test_else_it_is_printed(
    page: Path, recorder: Path, tmp_path: Path, rows: int, environment: dict[str, str]
) -> None:
    """The digest is on the terminal, and no pager was started."""
    status, sent = at_terminal(
        "digest", page, rows=rows, environment={"PAGER": str(recorder), **environment}
    )
    assert status == 0
    assert b"Ferry landing to reopen in April" in sent
    assert not (tmp_path / "seen").exists()


def test_a_pipe_has_no_pager(page: Path, recorder: Path, tmp_path: Path) -> None:
    """Whatever PAGER says."""
    done = newsdigest("read", page, environment={"PAGER": str(recorder), "LINES": "2"})
    assert "Ferry landing" in done.text
    assert not (tmp_path / "seen").exists()


def test_a_pager_that_is_left_early_is_no_failure(page: Path, tmp_path: Path) -> None:
    """Who saw enough saw it, whatever the status of the pager."""
    quitter = tmp_path / "quitter"
    quitter.write_text("#!/bin/sh\nexit 1\n")
    quitter.chmod(0o755)
    status, sent = at_terminal("read", page, rows=5, environment={"PAGER": str(quitter)})
    assert (status, sent) == (0, b"")


def test_ctrl_c_is_the_pagers(page: Path, tmp_path: Path) -> None:
    """An interrupt while the pager is open does not end the run, and the pager gets it."""
    pager = tmp_path / "pager"
    pager.write_text(
        f"#!/bin/sh\ntrap 'echo got it > {tmp_path}/trapped; exit 0' INT\nkill -INT 0\nsleep 5\n"
    )
    pager.chmod(0o755)
    before = signal.getsignal(signal.SIGINT)
    status, _ = at_terminal("read", page, rows=5, environment={"PAGER": str(pager)})
    assert status == 0
    assert (tmp_path / "trapped").read_text() == "got it\n"
    assert signal.getsignal(signal.SIGINT) is before


def opened(tmp_path: Path) -> Path:
    """The file that the browser was asked to show."""
    url = (tmp_path / "argument").read_text()
    assert url.startswith("file:///")
    return Path(url.removeprefix("file://"))


@pytest.mark.parametrize("command", ["digest", "read"])
def test_a_browser_shows_a_page(page: Path, recorder: Path, tmp_path: Path, command: str) -> None:
    """HTML in a directory of its own that nobody else may read; standard output is empty."""
    done = newsdigest(
        command, page, "--open", environment={"BROWSER": str(recorder), "TMPDIR": str(tmp_path)}
    )
    assert (done.status, done.stdout, done.stderr) == (0, b"", "")
    shown = opened(tmp_path)
    assert shown.read_text().startswith("<!DOCTYPE html>")
    assert shown.parent.parent == tmp_path
    assert shown.parent.stat().st_mode & 0o077 == 0


def test_pages_of_earlier_days_are_deleted(page: Path, recorder: Path, tmp_path: Path) -> None:
    """Those that `--open` made; a fresh one and what belongs to others stay."""
    names = ["newsdigest-page-old", "newsdigest-page-new", "newsdigest-other"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "digest.html").touch()
        if name != "newsdigest-page-new":
            os.utime(tmp_path / name, (0, 0))
    browser = {"BROWSER": str(recorder), "TMPDIR": str(tmp_path)}
    assert newsdigest("digest", page, "--open", environment=browser).status == 0
    assert [(tmp_path / name).exists() for name in names] == [False, True, True]


def test_a_browser_shows_the_file_that_was_asked_for(
    page: Path, recorder: Path, tmp_path: Path
) -> None:
    """With --output it is that file, in an archive the day's one."""
    browser = {"BROWSER": str(recorder)}
    output = tmp_path / "site" / "{date}.html"
    done = newsdigest(
        "digest", page, "--open", "-o", output, "--as-of", "2026-11-22", environment=browser
    )
    assert done.status == 0
    assert opened(tmp_path) == tmp_path / "site" / "2026-11-22.html"


def test_where_there_is_no_browser(page: Path, tmp_path: Path) -> None:
    """One line says where the page is, and the status that it was not shown."""
    output = tmp_path / "digest.html"
    done = newsdigest(
        "digest", page, "--open", "-o", output,
        environment={"BROWSER": "/no/such/browser", "PATH": str(tmp_path), "DISPLAY": ""},
    )  # fmt: skip
    assert done.status == 4
    assert done.stderr == f"error: no browser could be started: open {output}\n"
    assert output.exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["search", "zeppelin"], b"nothing found"),
        (["prune"], b"nothing to delete"),
        (["boilerplate", "list"], b"no line was learnt yet"),
        (["feeds", "list"], b"no feeds yet"),
    ],
)
def test_who_looks_on_is_told_that_there_is_nothing(
    tmp_path: Path, command: list[str], said: bytes
) -> None:
    """On a terminal in a line; a script gets nothing on either stream."""
    config, state = tmp_path / "config.toml", tmp_path / "news.db"
    config.write_text(f'[state]\npath = "{state}"\n')
    with Store(state):
        pass
    status, sent = at_terminal(*command, "-c", config, with_stderr=True)
    assert (status, sent.count(b"\n")) == (0, 1)
    assert sent.startswith(said)
    done = newsdigest(*command, "-c", config)
    assert (done.status, done.stdout, done.stderr) == (0, b"", "")


def test_no_word_is_broken_on_a_narrow_terminal(tmp_path: Path) -> None:
    """What `doctor` finds goes on in the next line, at a space; in a pipe it is one line."""
    config = tmp_path / "config.toml"
    config.write_text('[[feed]]\nurl = "https://one.example/"\n')
    _, sent = at_terminal("doctor", "-c", config, columns=40)
    words = f"{config}, 1 feed".split()
    assert [word for word in words if word not in sent.decode().split()] == []
    assert f"configuration  {config}, 1 feed\n" in newsdigest("doctor", "-c", config).text


def test_a_configuration_that_is_not_there_is_told(tmp_path: Path) -> None:
    """`doctor` says how to make it, and that nothing is wrong with having none."""
    done = newsdigest("doctor", environment={"XDG_CONFIG_HOME": str(tmp_path)})
    assert "config.toml is not there yet: 'newsdigest config init' writes it" in done.text
