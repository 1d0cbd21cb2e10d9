"""What the README shows is what the program does."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.pages import article_page
from tests.paths import ROOT, SAMPLES
from tests.pictures.__main__ import FOLDER, terminal
from tests.program import Outcome, newsdigest
from tests.warm import WarmProgram

FEED = """<rss version="2.0"><channel><title>Norfield Gazette</title><item>
<title>Bakery gives away four hundred loaves</title><guid>1</guid>
<description>A bakery in Norfield gave away four hundred loaves on Tuesday.</description>
</item></channel></rss>"""
CONFIG = """
[filters]
keep = ["topic:water"]
[[topic]]
name = "On the water"
words = ["ferry"]
[mail]
from = "Harbour News <news@example.org>"
to = ["me@example.org"]
sendmail = "msmtp"
"""
README = (ROOT / "README.md").read_text("utf-8")
OUTPUTS = re.findall(r"<!-- output of: newsdigest (.+?) -->\n```text\n(.*?)```", README, re.DOTALL)
COMMANDS = sorted(set(re.findall(r"(?:^| {4}|`|&& )newsdigest ([^\n`#|]+)", README)))


PYTHON = README.partition("\n## From Python\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(("command", "shown"), OUTPUTS)
def test_output_is_shown_as_it_is(command: str, shown: str) -> None:
    """The README's example is the output of the command that it names."""
    arguments = [str(ROOT / a) if a == "samples/" else a for a in shlex.split(command)]
    assert newsdigest(*arguments).text == shown


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_and_options_are_there(command: str) -> None:
    """Each command of the README exists, and has the long options that it is shown with."""
    words = shlex.split(command)
    help = help_of(*[word for word in words[:2] if word.isalpha()])
    if help.status == 2:  # the second word is an argument
        help = help_of(words[0])
    assert help.status == 0
    for option in (word.split("=")[0] for word in words if word.startswith("--")):
        assert option in help.text, option


@cache
def help_of(*words: str) -> Outcome:
    return newsdigest(*words, "--help")


def test_the_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after another they give articles, digests, files, an archive and mails, as they say."""
    (tmp_path / "samples").symlink_to(SAMPLES)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ferry.html").write_text(article_page())
    (tmp_path / "feed.xml").write_text(FEED)
    (tmp_path / "config.toml").write_text(CONFIG)
    mailer = tmp_path / "msmtp"
    mailer.write_text("#!/bin/sh\nexec cat >> mails\n")
    mailer.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    script = "\n".join(re.findall(r"^ {4}(.*)|^$", PYTHON, re.MULTILINE))
    program = f"{script}\nprint(main.title, len(digest.stories))"
    output, errors = tmp_path / "output", tmp_path / "errors"
    with output.open("wb") as stdout, errors.open("wb") as stderr:
        WarmProgram(
            [sys.executable, "-c", program],
            stdout=stdout.fileno(),
            stderr=stderr.fileno(),
            cwd=tmp_path,
        ).wait(60)
    assert errors.read_text() == ""
    error, last = output.read_text().splitlines()
    assert error.startswith(re.findall(r"print\(error\) +# (.*) …", PYTHON)[0])
    assert last == "Ferry landing to reopen in April 1"
    assert "East Pier" in (tmp_path / "news.html").read_text("utf-8")
    assert (tmp_path / "archive" / "index.html").exists()
    mails = (tmp_path / "mails").read_text("utf-8")
    assert mails.count("From: newsdigest <digest@example.org>\n") == 1
    assert mails.count("From: Harbour News <news@example.org>\n") == 1


def test_the_picture_of_the_terminal_is_not_out_of_date() -> None:
    """It holds the words that the program prints now: `python -m tests.pictures` makes it again."""

    def words(svg: str) -> list[str]:
        return re.sub(r"<[^>]*>|&#160;|\s", " ", svg.partition("<g class")[2]).split()

    assert words((FOLDER / "terminal.svg").read_text("utf-8")) == words(terminal())


def test_the_page_of_an_index_has_no_relative_links() -> None:
    """What pyproject.toml makes of the README names no file that only a clone has."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    shown = README
    for each in tool["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        shown = re.sub(each["pattern"], each["replacement"], shown)
    assert re.findall(r"\]\((?!https:)[^)]*\)", README)
    assert re.findall(r"\]\((?!https:)[^)]*\)", shown) == []
    assert [line for line in README.splitlines() if line.startswith("#")] == [
        line for line in shown.splitlines() if line.startswith("#")
    ]
