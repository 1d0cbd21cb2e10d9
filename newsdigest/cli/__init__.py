"""The command line: parse, call, print. Nothing else in the program prints or exits.

Only typer is imported here. A command is imported and built when it is called (`program.py`), and
imports what it needs when it runs, so that `--help` and completion stay fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from newsdigest.cli.options import ConfigFile, Quiet, Verbose
from newsdigest.cli.program import Program
from newsdigest.cli.usage import CommandGroup
from newsdigest.version import __version__

__all__ = ["app"]

app = typer.Typer(
    name="newsdigest",
    cls=Program,
    help="Turn a pile of news into a digest that reads in three minutes.",
    epilog="A SOURCE is a URL, a file, a directory or '-' for standard input.",
    no_args_is_help=True,
    # Without rich, which would double the time until help appears.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsdigest {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Show the version and exit.", callback=_show_version,
            is_eager=True,
        ),
    ] = False,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:  # fmt: skip
    """Turn a pile of news into a digest that reads in three minutes."""
    given = {"--config": config, "--quiet": quiet or None, "--verbose": verbose or None}
    given = {option: value for option, value in given.items() if value is not None}
    called = ctx.invoked_subcommand
    if given and called and isinstance(ctx.command, CommandGroup):
        ctx.default_map = {called: _defaults(ctx.command.commands[called], given)}


def _defaults(command: Any, given: Mapping[str, object]) -> dict[str, Any]:
    """Options given before a command, as defaults of the command's own; for a group by command."""
    if isinstance(command, CommandGroup):
        return {name: _defaults(each, given) for name, each in command.commands.items()}
    return {
        parameter.name: given[option]
        for parameter in command.params
        for option in parameter.opts
        if option in given
    }
