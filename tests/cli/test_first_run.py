"""The first minutes, and surroundings that lack something: feeds, UTF-8, a home, a person."""

from __future__ import annotations

import doctest
import os
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.cli import boilerplate_view, streams, usage
from newsdigest.cli.streams import plain
from newsdigest.sources import urls
from tests.pages import article_page
from tests.program import newsdigest
from tests.terminal import at_terminal


@pytest.fixture
def config() -> Path:
    """The file at its usual place, which is not there yet."""
    path = Path(os.environ["HOME"]) / ".config/newsdigest/config.toml"
    path.parent.mkdir(parents=True)
    return path


def alone() -> list[str]:
    """What the program says if it is called alone at a terminal."""
    status, sent = at_terminal()
    assert status == 0
    return sent.decode("ascii").replace("\r\n", "\n").splitlines()


def test_alone_at_a_terminal_it_says_what_comes_next(config: Path) -> None:
    """For somebody without feeds, with feeds, and with a configuration that has mistakes."""
    first = alone()
    assert "    newsdigest feeds add https://example.org" in first
    assert "    newsdigest --help" in first
    config.write_text('[[feed]]\nurl = "https://example.org/feed"\n[profile.morning]\nnew = true\n')
    later = alone()
    assert "What is new in your 1 feed:" in later
    assert "    newsdigest digest --profile morning" in later
    config.write_text("[digest")
    assert "    newsdigest config check" in alone()


def test_what_it_names_is_there(config: Path) -> None:
    """Each line to type is a command of the program."""
    lines = alone()
    config.write_text('[[feed]]\nurl = "https://example.org/feed"\n')
    for line in {*lines, *alone()}:
        if line.startswith("    newsdigest ") and "--help" not in line:
            words = line.split()[1:]
            group = words[:2] if words[0] in ("feeds", "config") else words[:1]
            assert newsdigest(*group, "--help").status == 0, line


def test_alone_in_a_script_it_shows_its_usage() -> None:
    """A script that forgot the command gets an error, and nothing on standard output."""
    done = newsdigest()
    assert (done.status, done.stdout) == (2, b"")
    assert done.stderr.startswith("Usage: newsdigest ")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(article_page("Café “Ferry” to reopen – at last… in Москва"))
    return path


@pytest.mark.parametrize("format", ["terminal", "text", "markdown"])
def test_an_ascii_terminal_gets_ascii(page: Path, format: str) -> None:
    """Rules are dashes, dots between items are dots; letters are escaped, so that none is lost."""
    done = newsdigest("digest", page, "-f", format, environment={"PYTHONIOENCODING": "ascii"})
    assert (done.status, done.stderr) == (0, "")
    text = done.stdout.decode("ascii")
    headline = 'Caf\\xe9 "Ferry" to reopen - at last... in \\u041c\\u043e'
    assert headline in text.replace("\\\\", "\\")
    if format == "terminal":
        assert "\n" + "-" * 80 + "\n" in text
        assert " . " in text
        assert "\\xb7" not in text


def test_latin_terminals_keep_what_they_have(page: Path) -> None:
    """Only what the encoding lacks is replaced."""
    latin = {"PYTHONIOENCODING": "iso-8859-1"}
    text = newsdigest("digest", page, "-f", "terminal", environment=latin).stdout.decode("latin-1")
    assert 'Café "Ferry" to reopen - at last...' in text
    assert " · " in text


def test_errors_are_plain_too(tmp_path: Path) -> None:
    """On standard error as well."""
    done = newsdigest("read", tmp_path / "“é”", environment={"PYTHONIOENCODING": "ascii"})
    assert '"\\xe9": no such file' in done.stderr


@given(st.text(max_size=60))
def test_look_alikes_bring_no_markup(text: str) -> None:
    """ASCII and letters stay, and what replaces other signs is of the table."""
    shown = plain(text, "ascii")
    assert plain(shown, "ascii") == shown
    if text.isascii():
        assert shown == text
    assert [each for each in shown if not each.isascii()] == [
        each for each in text if not each.isascii() and each in shown
    ]
    brought = {each for each in shown if each.isascii() and each not in text}
    assert brought <= set("-=|.*',\">xEURGBP")
    assert ">" not in brought or "→" in text


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_the_c_locale_is_enough(page: Path, locale: str) -> None:
    """As cron has it: the digest is whole, in UTF-8."""
    done = newsdigest("digest", page, environment={"LC_ALL": locale, "LANG": ""})
    assert done.status == 0
    assert "“Ferry”" in done.text


@pytest.mark.parametrize("command", [["digest"], ["config", "path"], ["feeds", "list"], ["doctor"]])
def test_without_a_home_the_program_says_so(
    command: list[str], page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No command breaks where there is neither HOME nor an account, and none shows None."""
    monkeypatch.setenv("HOME", "")
    done = newsdigest(*command)
    assert "Traceback" not in done.stderr
    assert "None" not in done.text + done.stderr
    assert newsdigest("digest", page).status == 0


@pytest.mark.parametrize(
    "module", [boilerplate_view, streams, urls, usage], ids=lambda m: m.__name__
)
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    """What the docstrings of these modules show is what their functions return."""
    done = doctest.testmod(module)
    assert (done.failed, done.attempted > 0) == (0, True)
