"""newsdigest help."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Names = Annotated[list[str] | None, typer.Argument(metavar="COMMAND...", show_default=False)]


def show_help(ctx: typer.Context, names: Names = None) -> None:
    """Show the help of a command, as its --help does."""
    found: Any = ctx.find_root()
    for name in names or []:
        command = getattr(found.command, "commands", {}).get(name)
        if command is None:
            raise typer.BadParameter(f"no such command: {' '.join(names or [])!r}")
        found = command.make_context(name, [], parent=found, resilient_parsing=True)
    typer.echo(found.get_help())
