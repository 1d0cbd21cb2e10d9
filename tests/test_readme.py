"""What the README shows is what the program does."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.paths import ROOT
from tests.pictures.__main__ import FOLDER, terminal
from tests.program import newsdigest

README = (ROOT / "README.md").read_text("utf-8")
OUTPUTS = re.findall(r"<!-- output of: newsdigest (.+?) -->\n```text\n(.*?)```", README, re.DOTALL)
COMMANDS = sorted(set(re.findall(r"(?:^| {4}|`|&& )newsdigest ([^\n`#|]+)", README)))


@pytest.mark.parametrize(("command", "shown"), OUTPUTS)
def test_output_is_shown_as_it_is(command: str, shown: str) -> None:
    """The README's example is the output of the command that it names."""
    arguments = [str(ROOT / a) if a == "samples/" else a for a in shlex.split(command)]
    assert newsdigest(*arguments).text == shown


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_and_options_are_there(command: str) -> None:
    """Each command of the README exists, and has the long options that it is shown with."""
    words = shlex.split(command)
    help = newsdigest(*[word for word in words[:2] if word.isalpha()], "--help")
    if help.status == 2:  # the second word is an argument
        help = newsdigest(words[0], "--help")
    assert help.status == 0
    for option in (word.split("=")[0] for word in words if word.startswith("--")):
        assert option in help.text, option


def test_the_picture_of_the_terminal_is_not_out_of_date() -> None:
    """It holds the words that the program prints now: `python -m tests.pictures` makes it again."""

    def words(svg: str) -> list[str]:
        return re.sub(r"<[^>]*>|&#160;|\s", " ", svg.partition("<g class")[2]).split()

    assert words((FOLDER / "terminal.svg").read_text("utf-8")) == words(terminal())
