"""The command line: parse, call, print. Nothing else in the program prints or exits.

Only typer is imported here. Each command imports what it needs when it runs, so that `--help` and
completion stay fast.
"""

from __future__ import annotations

from typing import Annotated

import typer

from newsdigest.cli.boilerplate import boilerplate
from newsdigest.cli.config import config
from newsdigest.cli.digest import digest
from newsdigest.cli.doctor import doctor
from newsdigest.cli.feeds import feeds
from newsdigest.cli.fetch import fetch
from newsdigest.cli.filter import filter_commands
from newsdigest.cli.prune import prune
from newsdigest.cli.read import read
from newsdigest.cli.schedule import schedule
from newsdigest.cli.search import search
from newsdigest.cli.usage import MaskingGroup
from newsdigest.version import __version__

__all__ = ["app"]

app = typer.Typer(
    name="newsdigest",
    cls=MaskingGroup,
    help="Turn a pile of news into a digest that reads in three minutes.",
    epilog="A SOURCE is a URL, a file, a directory or '-' for standard input.",
    no_args_is_help=True,
    # Without rich, which would double the time until help appears.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command()(digest)
app.command()(read)
app.add_typer(feeds)
app.command()(fetch)
app.command()(search)
app.add_typer(boilerplate)
app.add_typer(config)
app.add_typer(filter_commands)
app.command()(prune)
app.command()(doctor)
app.command()(schedule)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsdigest {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Show the version and exit.", callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:  # fmt: skip
    pass
