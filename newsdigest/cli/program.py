"""The program: its commands, each imported and built when it is called.

Building all of them would take half as long as importing typer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

import typer
from typer.main import get_group

from newsdigest.cli.usage import CommandGroup, HelpfulCommand
from newsdigest.errors import NewsdigestError

# The module and the name in it of each command or group of commands, in the order of the help.
_COMMANDS = {
    "digest": ("digest", "digest"),
    "read": ("read", "read"),
    "fetch": ("fetch", "fetch"),
    "search": ("search", "search"),
    "like": ("interests", "like"),
    "unlike": ("interests", "unlike"),
    "explain": ("explain", "explain"),
    "prune": ("prune", "prune"),
    "doctor": ("doctor", "doctor"),
    "schedule": ("schedule", "schedule"),
    "plugins": ("plugins", "plugins"),
    "help": ("help_command", "show_help"),
    "feeds": ("feeds", "feeds"),
    "interests": ("interests", "interests"),
    "boilerplate": ("boilerplate", "boilerplate"),
    "config": ("config", "config"),
    "filter": ("filter", "filter_commands"),
    "corpus": ("corpus", "corpus"),
}


class Program(CommandGroup):
    """The program itself: alone at a terminal it says what to do next."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = _Commands()

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        if not args and not ctx.resilient_parsing and _is_at_terminal():
            from newsdigest.cli.session import load
            from newsdigest.cli.welcome import welcome

            config = None
            with suppress(NewsdigestError):
                config = load(None, quiet=True)
            typer.echo(welcome(config), nl=False)
            ctx.exit()
        return super().parse_args(ctx, args)


class _Commands(Mapping[str, Any]):
    """The commands by name; each is built once, when it is first looked up."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._built[name] = _build(name, *_COMMANDS[name])
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


def _build(name: str, module: str, attribute: str) -> Any:
    """The command of typer for a function or a group of our own."""
    found = getattr(import_module(f"newsdigest.cli.{module}"), attribute)
    app = typer.Typer(rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        app.add_typer(found, name=name)
    else:
        app.command(name, cls=HelpfulCommand)(found)
    return get_group(app).commands[name]


def _is_at_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
