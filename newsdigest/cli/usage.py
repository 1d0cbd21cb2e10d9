"""How commands are described and how invalid command lines are reported.

Help shows an option under the heading of its `rich_help_panel`, the texts of commands whole, and
examples. Usage errors repeat the user's words with secrets masked.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from newsdigest.patterns import pattern

# The errors of invalid command lines. typer exports only one of them, and the module of the others
# differs between its versions.
_UsageError: type[Any] = typer.BadParameter.__mro__[1]
# An address mistaken for a path, where two slashes became one.
_TAKEN_FOR_PATH = pattern(r"\b(https?|feed):/(?!/)")
# What typer adds to the help of a parameter and its usage and errors say: "  [1<=x<=100]",
# "; x>=1]", "  [required]".
_ADDED = pattern(r"(\[|; )(?:required|(?:[\d.]+<=?)?x(?:[<>]=?[\d.]+)?)\]$")
# With more options than these the help shows them in groups.
_MANY = 10
# How alike an option must be to the one that was typed to be suggested: --ouput and --output are
# .93 alike, --until and --mail .62.
_ALIKE = 0.8
# Longer than any text of a command.
_WHOLE = 500
# Terminals of at most so many columns are narrower than typer's help; none is taken for less.
_NARROW, _NARROWEST = 52, 20
_TYPER_WORDS = (
    (pattern(r"is not a valid int(?:eger)?(?: range)?\."), "is not a whole number."),
    (pattern(r"is not a valid float(?: range)?\."), "is not a number."),
    (pattern(r"is not in the range ([\d.]+)<=x<=([\d.]+)\.$"), r"is not from \1 to \2."),
    (pattern(r"is not in the range x>=([\d.]+)\.$"), r"is not \1 or more."),
)


def without_secrets(text: str) -> str:
    """The text with secrets masked in typed words, any of which may be the address of a feed."""
    from newsdigest.masking import masked_address

    return masked_address(_TAKEN_FOR_PATH.sub(r"\1://", text))


class HelpfulCommand(TyperCommand):
    """A command whose help groups its options and ends with examples."""

    def get_help(self, ctx: Any) -> str:
        return _help_within_the_terminal(self, ctx)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """As usual, but a required argument has no braces."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_parameters(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        from newsdigest.cli.examples import examples_of

        super().format_epilog(ctx, formatter)
        examples = examples_of(ctx.command_path)
        if examples:
            with formatter.section("Examples"):
                for text, line in examples:
                    formatter.write_text(f"{text}:")
                    formatter.write(f"{'':{formatter.current_indent + 2}}{line}\n")


class CommandGroup(TyperGroup):
    """A group of commands whose help shows their texts whole; typer shows usage errors."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        with _clear_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        with _clear_errors():
            return super().invoke(ctx)

    def get_help(self, ctx: Any) -> str:
        return _help_within_the_terminal(self, ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_parameters(self, ctx, formatter)
        shown = [each for each in self.commands.values() if not each.hidden]
        if shown:
            with formatter.section("Commands"):
                rows = [(str(each.name), each.get_short_help_str(_WHOLE)) for each in shown]
                _write_rows(formatter, rows)


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    for heading, rows in parameter_sections(command, ctx):
        with formatter.section(heading):
            _write_rows(formatter, rows)


def _write_rows(formatter: Any, rows: list[tuple[str, str]]) -> None:
    """Names and texts in two columns, which a narrow terminal has no room for."""
    formatter.write_dl(rows, col_max=30 if formatter.width > _NARROW else _NARROW // 4)


def _help_within_the_terminal(command: Any, ctx: Any) -> str:
    """The help of a command; typer would make it 50 columns wide where there are fewer."""
    formatter = ctx.make_formatter()
    columns = shutil.get_terminal_size().columns
    if columns <= _NARROW:
        formatter.width = max(columns - 2, _NARROWEST)
    command.format_help(ctx, formatter)
    return str(formatter.getvalue()).rstrip("\n")


def parameter_sections(command: Any, ctx: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Headings with the names and texts of what a command takes.

    Arguments come first, and options without a heading of their own last.
    """
    arguments: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    sections: dict[str, list[tuple[str, str]]] = {}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is None:
            continue
        row = (record[0], _said(record[1]))
        if parameter.param_type_name == "argument":
            arguments.append(row)
        elif heading := getattr(parameter, "rich_help_panel", None):
            sections.setdefault(heading, []).append(row)
        else:
            others.append(row)
    options = [row for rows in sections.values() for row in rows] + others
    grouped = [*sections.items(), ("Options", others)]
    every = [
        ("Arguments", arguments),
        *(grouped if len(options) > _MANY else [("Options", options)]),
    ]
    return [(heading, rows) for heading, rows in every if rows]


def _said(text: str) -> str:
    """The help of a parameter without the bounds and marks that typer adds at its end."""
    return _ADDED.sub(lambda found: "]" if found[1] == "; " else "", text).rstrip()


@contextlib.contextmanager
def _clear_errors() -> Iterator[None]:
    """Mask secrets in usage errors, and suggest only options that are like the one typed."""
    try:
        yield
    except _UsageError as error:
        error.message = _plainly(without_secrets(error.message))
        error.show = _shown_as_ours(error.show)
        possibilities = getattr(error, "possibilities", None)
        if possibilities:
            error.possibilities = [
                option
                for option in possibilities
                if option.startswith(error.option_name) or _alike(option, error.option_name)
            ]
        raise


def _plainly(message: str) -> str:
    """A message of typer without its types and formulas.

    >>> _plainly("'0.5' is not a valid int range."), _plainly("0 is not in the range 1<=x<=9.")
    ("'0.5' is not a whole number.", '0 is not from 1 to 9.')
    """
    for words, said in _TYPER_WORDS:
        message = words.sub(said, message)
    return message


def _shown_as_ours(show: Callable[[Any], None]) -> Callable[[], None]:
    """Shows an error as typer does, but as errors of the program begin."""

    def show_ours(file: Any = None) -> None:
        shown = io.StringIO()
        show(shown)
        line = re.sub(r"^Error: ", "error: ", shown.getvalue(), count=1, flags=re.MULTILINE)
        typer.echo(line, err=True, nl=False)

    return show_ours


def _alike(option: str, typed: str) -> bool:
    return SequenceMatcher(None, option, typed).ratio() >= _ALIKE
