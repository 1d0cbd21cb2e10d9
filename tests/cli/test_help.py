"""Help that helps: groups, examples, whole texts, the manual page, and values that complete."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from newsdigest.cli import app
from newsdigest.cli.examples import examples_of
from tests import manual
from tests.program import COMMAND, newsdigest, started_cold

CONFIG = """
[[feed]]
url = "https://news.example.org/feed.xml"
name = "Harbour Post"
groups = ["Coast/Old Town"]

[[feed]]
url = "https://news.example.net/feed.xml?token=secret"

[profile.morning]
new = true
"""


def commands() -> Iterator[tuple[str, Any]]:
    """Each command with its path, without the program's name."""

    def within(group: Any, before: str) -> Iterator[tuple[str, Any]]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from within(command, f"{before}{name} ")
            else:
                yield f"{before}{name}", command

    return within(typer.main.get_command(app), "")


NAMES = [name for name, _ in commands()]


def help_of(name: str) -> str:
    context: Any = typer.main.get_command(app).make_context(
        "newsdigest", [], resilient_parsing=True
    )
    for word in name.split():
        command = context.command.commands[word]
        context = command.make_context(word, [], parent=context, resilient_parsing=True)
    return str(context.get_help())


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_an_example_that_parses(name: str) -> None:
    """Examples stand in the help, and use only what the command takes."""
    shown = help_of(name)
    examples = examples_of(f"newsdigest {name}")
    assert examples
    for text, line in examples:
        assert f"    {line}\n" in f"{shown}\n"
        assert text in " ".join(shown.split())
        command: Any = typer.main.get_command(app)
        words = shlex.split(line.partition(" > ")[0])[1:]
        for word in name.split():
            assert words.pop(0) == word
            command = command.commands[word]
        assert command.make_context(name, words).params


@pytest.mark.parametrize("name", NAMES)
def test_help_names_what_to_type(name: str) -> None:
    """No type stands where a name should: N, FILE or NAME, never <int range>; many have dots."""
    shown = help_of(name)
    assert "<" not in shown
    assert "{" not in shown.replace("{date}", "")


def test_help_is_in_groups() -> None:
    """The options of a command with many stand under headings, in an order that is read."""
    headings = re.findall(r"^(\S.*):$", newsdigest("digest", "--help").text, re.MULTILINE)
    assert headings == [
        "Arguments", "What to read", "What to show", "How it looks", "Where it goes",
        "Network and other runs", "Options", "Examples",
    ]  # fmt: skip


@pytest.mark.parametrize("group", [[], ["feeds"], ["boilerplate"], ["config"]])
def test_texts_of_commands_are_whole(group: list[str]) -> None:
    """Nothing in the list of commands is cut off."""
    assert "..." not in newsdigest(*group, "--help").text.partition("Commands:")[2]


@pytest.mark.parametrize("name", ["digest", "feeds add"])
def test_help_is_a_command(name: str) -> None:
    """`help COMMAND` prints what `COMMAND --help` prints."""
    shown = newsdigest("help", *name.split())
    assert shown == newsdigest(*name.split(), "--help")


def test_help_of_an_unknown_command_is_a_usage_error() -> None:
    """A command that does not exist has no help."""
    assert newsdigest("help", "dijest").status == 2


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("--ouput", "--output"), ("--sent", "--sentences"), ("--zone", None), ("--laud", None)],
)
def test_hints_are_near(typed: str, hint: str | None) -> None:
    """Only an option that begins like the one typed or is much like it is suggested."""
    done = newsdigest("digest", typed, "x")
    assert done.status == 2
    assert (f"Possible options: {hint}" in done.stderr) == (hint is not None)
    assert ("Possible" in done.stderr) == (hint is not None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["digest", "--zone"], "error: No such option: --zone"),
        (["digst"], "error: No such command 'digst'. Did you mean 'digest'?"),
        (["digest", "--limit", "0.5"], "'0.5' is not a whole number."),
        (["digest", "--limit", "0"], "0 is not 1 or more."),
        (["digest", "-n", "1000"], "1000 is not from 1 to 100."),
        (["fetch", "--wait", "x"], "'x' is not a number."),
    ],
)
def test_usage_errors_speak_as_all_errors_do(words: list[str], said: str) -> None:
    """They begin with "error:", and name no type and no formula."""
    done = newsdigest(*words)
    assert (done.status, done.stdout) == (2, b"")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("error: ")
    assert last.endswith(said)


@pytest.mark.parametrize("columns", [40, 51, 52, 80])
@pytest.mark.parametrize("words", [["--help"], ["digest", "--help"]])
def test_help_fits_the_terminal(words: list[str], columns: int) -> None:
    """But for the examples, which are copied and stay whole."""
    text = newsdigest(*words, environment={"COLUMNS": str(columns)}).text
    shown = text.partition("\nExamples:")[0].splitlines()
    assert [line for line in shown if len(line) > columns and " " in line.strip()] == []


def test_common_options_may_come_before_the_command(tmp_path: Path) -> None:
    """--config before the command is that of the command; one behind it wins."""
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    assert newsdigest("-c", first, "config", "path").text == f"{first}\n"
    assert newsdigest("-c", first, "config", "path", "-c", second).text == f"{second}\n"
    first.write_text(CONFIG)
    assert "Harbour Post" in newsdigest("-c", first, "-q", "feeds", "list").text


def test_the_manual_page_is_made_of_the_help() -> None:
    """`python -m tests.manual` would change nothing."""
    assert manual.PAGE.read_text("utf-8") == manual.manual_page()


@pytest.mark.skipif(not shutil.which("mandoc"), reason="no mandoc on the path")
def test_the_manual_page_is_sound() -> None:
    """mandoc finds nothing to warn of."""
    done = subprocess.run(
        ["mandoc", "-Tlint", "-Wwarning", manual.PAGE], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


COMPLETED = [
    ("newsdigest digest --format js", ["json", "jsonl", "jsonfeed"]),
    ("newsdigest digest --by to", ["topic", "topic,source", "topic,group"]),
    ("newsdigest digest --group C", ["Coast", "Coast/Old Town"]),
    ("newsdigest feeds list --group Coast/", ["Coast/Old Town"]),
    ("newsdigest digest --profile m", ["morning"]),
    ("newsdigest feeds remove H", ["Harbour Post"]),
    ("newsdigest feeds remove h", []),
    ("newsdigest digest --topic sp", ["sport"]),
    ("newsdigest search x --source H", ["Harbour Post"]),
    ("newsdigest config set digest.se", ["digest.sentences"]),
    ("newsdigest config schema s", ["search", "settings", "story"]),
]


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user with a feed and a profile, and the command on the path."""
    folder = tmp_path / ".config" / "newsdigest"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(COMMAND.parent), prepend=":")


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(("line", "values"), COMPLETED)
def test_bash_completes_values(line: str, values: list[str]) -> None:
    """Formats, levels, profiles and feeds complete; a value with a space stays one word."""
    script = (
        'eval "$(_NEWSDIGEST_COMPLETE=source_bash newsdigest)"\n'
        f"COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n"
        "_newsdigest_completion newsdigest\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split("\n")[:-1]) == sorted(
        value.replace(" ", "\\ ") for value in values or [""]
    )


@pytest.mark.usefixtures("configured")
@pytest.mark.skipif(not shutil.which("fish"), reason="no fish on the path")
@pytest.mark.parametrize(("line", "values"), [each for each in COMPLETED if each[1]])
def test_fish_completes_values(line: str, values: list[str]) -> None:
    """The same in fish, which quotes by itself."""
    script = f"_NEWSDIGEST_COMPLETE=source_fish newsdigest | source; complete -C '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script], capture_output=True, text=True, check=True
    )
    assert sorted(done.stdout.splitlines()) == sorted(values)


@pytest.mark.usefixtures("configured")
def test_a_broken_configuration_completes_nothing(tmp_path: Path) -> None:
    """Completion never prints an error into the line that is typed."""
    (tmp_path / ".config" / "newsdigest" / "config.toml").write_text("[digest")
    asked = {
        "_NEWSDIGEST_COMPLETE": "complete_bash",
        "COMP_WORDS": "newsdigest feeds remove ",
        "COMP_CWORD": "3",
    }
    done = started_cold(environment=asked)
    assert (done.stdout.strip(), done.stderr) == (b"", "")
