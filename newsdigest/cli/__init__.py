"""The command line: parse, call, print. Nothing else in the program prints or exits.

Only typer is imported here. Each command imports what it needs when it runs, so that `--help` and
completion stay fast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from newsdigest.cli.boilerplate import boilerplate
from newsdigest.cli.config import config
from newsdigest.cli.digest import digest
from newsdigest.cli.doctor import doctor
from newsdigest.cli.feeds import feeds
from newsdigest.cli.fetch import fetch
from newsdigest.cli.filter import filter_commands
from newsdigest.cli.help_command import show_help
from newsdigest.cli.interests import interests, like, unlike
from newsdigest.cli.options import ConfigFile, Quiet, Verbose
from newsdigest.cli.prune import prune
from newsdigest.cli.read import read
from newsdigest.cli.schedule import schedule
from newsdigest.cli.search import search
from newsdigest.cli.usage import CommandGroup, HelpfulCommand, Program
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
app.command(cls=HelpfulCommand)(digest)
app.command(cls=HelpfulCommand)(read)
app.add_typer(feeds)
app.command(cls=HelpfulCommand)(fetch)
app.command(cls=HelpfulCommand)(search)
app.command(cls=HelpfulCommand)(like)
app.command(cls=HelpfulCommand)(unlike)
app.add_typer(interests)
app.add_typer(boilerplate)
app.add_typer(config)
app.add_typer(filter_commands)
app.command(cls=HelpfulCommand)(prune)
app.command(cls=HelpfulCommand)(doctor)
app.command(cls=HelpfulCommand)(schedule)
app.command("help", cls=HelpfulCommand)(show_help)


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
    ctx.default_map = _defaults(ctx.command, {k: v for k, v in given.items() if v is not None})


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
