"""Write the manual page again: `python -m tests.manual`.

man/newsdigest.1 is made of the texts of `--help`, so that both say the same.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Any

import typer

from newsdigest.cli import app
from newsdigest.cli.examples import examples_of
from newsdigest.cli.usage import parameter_sections
from newsdigest.version import __version__
from tests.paths import ROOT

PAGE = ROOT / "man" / "newsdigest.1"
_STATUS = re.compile(r"^\| ([\d, ]+) \| (.+) \|$", re.MULTILINE)
# The backslash first.
_ESCAPES = {
    "\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "~": "\\(ti", "^": "\\(ha",
}  # fmt: skip
_COLUMNS = 78
# Of the newest version, see CHANGELOG.md.
_DATE = "2026-11-29"
_FILES = (
    ("~/.config/newsdigest/config.toml", "The configuration, see newsdigest config init."),
    ("~/.local/state/newsdigest/", "The state: articles, feeds, and what was delivered."),
)
_VARIABLES = (
    ("NEWSDIGEST_CONFIG", "The configuration file."),
    ("NEWSDIGEST_SECTION_KEY", "A setting, such as NEWSDIGEST_DIGEST_SENTENCES=3."),
    ("NO_COLOR, FORCE_COLOR, COLUMNS, PAGER", "As in other programs."),
)


def manual_page() -> str:
    """The page in the man macros, which groff and mandoc both read."""
    root: Any = typer.main.get_command(app)
    context = root.make_context("newsdigest", [], resilient_parsing=True)
    lines = [
        f'.TH NEWSDIGEST 1 "{_DATE}" "newsdigest {__version__}" "User Commands"',
        ".SH NAME",
        f"newsdigest \\- {_text(root.help[0].lower() + root.help[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B newsdigest",
        "[OPTIONS] COMMAND [ARGS]...",
        ".SH DESCRIPTION",
        _text(root.epilog),
        *_sections(root, context),
        ".SH COMMANDS",
        *(line for command, inner in _commands(root, context) for line in _command(command, inner)),
        ".SH EXIT STATUS",
        *_entries(_STATUS.findall((ROOT / "README.md").read_text("utf-8"))),
        ".SH FILES",
        *_entries(_FILES),
        ".SH ENVIRONMENT",
        *_entries(_VARIABLES),
    ]
    return "\n".join(lines) + "\n"


def _commands(group: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """All commands with their contexts, those of groups after their group's place."""
    for name, command in group.commands.items():
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        if hasattr(command, "commands"):
            yield from _commands(command, inner)
        else:
            yield command, inner


def _command(command: Any, context: Any) -> Iterator[str]:
    path = context.command_path
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_text(f'{path} {usage}')}"
    yield "\n.PP\n".join(map(_text, (command.help or "").split("\n\n")))
    yield from _sections(command, context)
    for text, line in examples_of(path):
        yield from (".PP", _text(f"{text}:"), ".PP", ".RS", ".nf", _text(line), ".fi", ".RE")


def _sections(command: Any, context: Any) -> Iterator[str]:
    for heading, rows in parameter_sections(command, context):
        yield ".PP"
        yield f".I {_text(heading)}"
        yield from _entries(rows)


def _entries(rows: Any) -> Iterator[str]:
    for name, text in rows:
        yield from (".TP", f".B {_text(name)}", _text(text))


def _text(text: str) -> str:
    """The text in lines of the source, with what the macros would read as commands escaped."""
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    lines = textwrap.wrap(text, _COLUMNS, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in lines)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(manual_page(), "utf-8")
