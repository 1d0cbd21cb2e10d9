"""Standard input and output as people use them in a shell, and files by their names."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

from newsdigest.formats import FORMATS, SUFFIXES
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import COMMAND, newsdigest
from tests.terminal import at_terminal

PAGE = article_page("Ferry landing").encode()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    return path


@pytest.fixture
def web(web: Web) -> Web:
    web.put("/feed", rss("The Post", [item(n) for n in range(2)]))
    return web


@pytest.mark.parametrize("command", ["digest", "read", "boilerplate explain"])
def test_what_is_piped_in_is_the_source(command: str) -> None:
    """Without a SOURCE and without a -."""
    done = newsdigest(*command.split(), stdin=PAGE)
    assert done.status == 0, done.stderr
    assert "Ferry landing" in done.text


def test_a_redirected_file_is_the_source(page: Path) -> None:
    """As a pipe is."""
    with page.open("rb") as file:
        assert _read_from(file.fileno()) == (0, True)


def _read_from(stdin: int) -> tuple[int, bool]:
    done = subprocess.run([COMMAND, "read"], stdin=stdin, capture_output=True, check=False)
    return done.returncode, b"Ferry landing" in done.stdout


def test_a_socket_is_the_source() -> None:
    """Some programs give their children sockets for pipes."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(PAGE)
        ours.shutdown(socket.SHUT_WR)
        assert _read_from(theirs.fileno()) == (0, True)


def test_the_feeds_are_polled_where_nothing_is_piped_in(reader: Reader, page: Path) -> None:
    """From cron, whose standard input is /dev/null, a pipe at its end, an empty file or closed."""
    command = [str(COMMAND), "digest", "-c", str(reader.config), "--since", "2026-11-01"]
    empty = page.with_name("empty")
    empty.touch()
    for stdin in ("</dev/null", f"<{empty}", "<&-"):
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {stdin}', "sh", *command], capture_output=True, check=False
        )
        assert item(1).title in done.stdout.decode(), (stdin, done.stderr)
    assert item(1).title in newsdigest(*command[1:], stdin=b"").text


@pytest.mark.parametrize("words", [["--new"], ["--profile", "own"]])
def test_new_and_profiles_are_of_the_feeds(reader: Reader, words: list[str]) -> None:
    """Whatever is piped in: a crontab line means the same everywhere."""
    with reader.config.open("a") as config:
        config.write('[profile.own]\nby = "source"\n')
    done = newsdigest(
        "digest", *words, "-c", reader.config, "--as-of", "2026-11-22T06:00Z", stdin=PAGE
    )
    assert item(1).title in done.text
    assert "Ferry" not in done.text


def test_a_silent_pipe_does_not_block(reader: Reader) -> None:
    """What a caller holds open without a word is no source; a line says so."""
    read_end, write_end = os.pipe()
    try:
        done = subprocess.run(
            [COMMAND, "digest", "-c", reader.config, "--since", "2026-11-01"],
            stdin=read_end, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    finally:
        os.close(read_end)
        os.close(write_end)
    assert item(1).title in done.stdout
    assert done.stderr.startswith("warning: nothing arrived on standard input within ")


def test_read_without_any_source_is_a_usage_error() -> None:
    """The line says what there is to name."""
    done = newsdigest("read")
    assert (done.status, done.stdout) == (2, b"")
    assert done.stderr == (
        "error: no SOURCE: name URLs, files or directories, or pipe something in\n"
    )


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_has_names(page: Path, tmp_path: Path, name: str) -> None:
    """-o - prints, as no -o does, and instead of the configured file."""
    config = tmp_path / "c.toml"
    config.write_text('[digest]\noutput = "news.md"\n')
    done = newsdigest("digest", page, "-c", config, "-o", name, folder=tmp_path)
    assert "Ferry landing" in done.text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.toml", "page.html"]


def test_a_profile_can_print(page: Path, tmp_path: Path) -> None:
    """output = "-" is standard output, not a file of that name."""
    config = tmp_path / "c.toml"
    config.write_text('[digest]\noutput = "news.md"\n[profile.here]\noutput = "-"\n')
    done = newsdigest("digest", page, "-c", config, "--profile", "here")
    assert "Ferry landing" in done.text
    assert not (tmp_path / "news.md").exists()


def test_standard_output_beside_a_mail(reader: Reader, tmp_path: Path) -> None:
    """-o - prints the digest that is mailed."""
    sent = tmp_path / "sent"
    script = tmp_path / "sendmail"
    script.write_text(f"#!/bin/sh\ncat > {sent}\n")
    script.chmod(0o755)
    with reader.config.open("a") as config:
        config.write(f'[mail]\nfrom = "a@example.org"\nsendmail = "{script}"\n')
    words = ("digest", "--since", "2026-11-01", "--mail", "me@example.org")
    assert reader.run(*words).text == ""
    assert sent.exists()
    assert item(1).title in reader.run(*words, "-o", "-").text


def test_a_process_substitution_is_written_to(page: Path, tmp_path: Path) -> None:
    """/dev/fd/63 of bash leads to no path."""
    copy = tmp_path / "copy"
    line = f"{COMMAND} read {page} -o >(cat > {copy}); wait $!"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ferry landing" in copy.read_text()


BEGINNINGS = {
    "text": b"newsdigest",
    "markdown": b"# ",
    "html": b"<!DOCTYPE html>",
    "json": b'{\n  "schema"',
    "jsonl": b'{"',
    "csv": b'"id","title"',
    "atom": b"<?xml",
    "epub": b"PK",
    "email": b"From: ",
    "org": b"#+title:",
}


def test_each_suffix_is_of_a_known_format() -> None:
    """A new suffix needs the beginning of its format above, which the next test looks for."""
    assert set(SUFFIXES.values()) <= set(FORMATS)
    assert set(SUFFIXES.values()) == set(BEGINNINGS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_of_the_output_chooses_the_format(
    page: Path, tmp_path: Path, suffix: str
) -> None:
    """In capitals, too; the configured format is for what has no such suffix."""
    config = tmp_path / "c.toml"
    config.write_text('[digest]\nformat = "text"\n')
    output = tmp_path / f"out{suffix.upper() if suffix == '.html' else suffix}"
    done = newsdigest("digest", page, "-c", config, "-o", output)
    assert done.status == 0, done.stderr
    content = output.read_bytes()
    assert content.startswith(BEGINNINGS[SUFFIXES[suffix]]), content[:40]


def test_a_format_counts_before_the_suffix(page: Path, tmp_path: Path) -> None:
    """-f wins; a configured format is for a configured output; an unknown suffix is text."""
    out = tmp_path / "out.html"
    newsdigest("digest", page, "-o", out, "-f", "markdown")
    assert out.read_bytes().startswith(b"# ")
    config = tmp_path / "c.toml"
    config.write_text('[digest]\noutput = "own.html"\n')
    newsdigest("digest", page, "-c", config)
    assert (tmp_path / "own.html").read_bytes().startswith(b"<!DOCTYPE html>")
    config.write_text('[digest]\noutput = "own.html"\nformat = "json"\n')
    newsdigest("digest", page, "-c", config)
    assert json.loads((tmp_path / "own.html").read_bytes())["stories"]
    newsdigest("read", page, "-o", tmp_path / "plain")
    assert newsdigest("read", page, "-f", "text").stdout == (tmp_path / "plain").read_bytes()


def test_read_knows_suffixes(page: Path, tmp_path: Path) -> None:
    """As digest does."""
    newsdigest("read", page, "-o", tmp_path / "a.epub")
    assert zipfile.is_zipfile(tmp_path / "a.epub")


@pytest.mark.parametrize("command", ["digest", "read"])
def test_a_pipe_gets_text_with_links(page: Path, command: str) -> None:
    """And a terminal its own format, as does a pipe that FORCE_COLOR says leads to one."""
    piped = newsdigest(command, page)
    assert piped.stdout == newsdigest(command, page, "-f", "text").stdout
    shown = newsdigest(command, page, "-f", "terminal").stdout
    assert piped.stdout != shown
    forced = {"FORCE_COLOR": "1"}
    assert (
        newsdigest(command, page, environment=forced).stdout
        == newsdigest(command, page, "-f", "terminal", environment=forced).stdout
    )
    dumb = {"TERM": "dumb"}
    assert (
        at_terminal(command, page, "--no-pager", environment=dumb)[1].replace(b"\r\n", b"\n")
        == shown
    )
