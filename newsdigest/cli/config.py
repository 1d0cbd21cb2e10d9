"""newsdigest config: init, set, edit, show, path, check, template, schema."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsdigest.cli import completing
from newsdigest.cli.options import ConfigFile
from newsdigest.cli.status import Status, command
from newsdigest.cli.streams import remark, write_stderr, write_stdout
from newsdigest.cli.usage import CommandGroup, HelpfulCommand
from newsdigest.errors import ConfigError

config = typer.Typer(
    cls=CommandGroup,
    name="config", help="The configuration file: write, change, show, find and check it.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip


class ShowFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


class TemplateKind(StrEnum):
    HTML = "html"
    TEXT = "text"


@config.command(cls=HelpfulCommand)
@command
def init(
    path: ConfigFile = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> Status:
    """Write a commented configuration file that changes nothing yet, and print its path."""
    from newsdigest.config.edit import starter_text, write_config

    target = _path(path)
    if not force and os.path.lexists(target):
        raise ConfigError([f"{target}: is there already; --force overwrites it"])
    write_config(target, starter_text().encode())
    write_stdout(f"{target}\n", "text")
    return Status.DONE


@config.command("set", cls=HelpfulCommand)
@command
def set_setting(
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            show_default=False,
            autocompletion=completing.settings,
            help="digest.sentences, profile.NAME.format or feed.NAME.name.",
        ),
    ],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            show_default=False,
            help="A text or number, or a list as in TOML.",
        ),
    ],
    path: ConfigFile = None,
) -> Status:
    """Change one setting in the file, which keeps its comments and order.

    Nothing is changed if the setting does not accept the value.
    """
    from newsdigest.config.edit import set_value

    target = _path(path)
    write_stdout(f"{set_value(target, key, value)}\n", "text")
    return Status.DONE


@config.command(cls=HelpfulCommand)
@command
def edit(path: ConfigFile = None) -> Status:
    """Edit a copy of the file in $VISUAL or $EDITOR; without mistakes it replaces the file."""
    from newsdigest.cli.config_edit import edit_config

    target = _path(path)
    write_stdout(f"{edit_config(target, _mistakes)}: {target}\n", "text")
    return Status.DONE


def _mistakes(path: Path) -> Sequence[str]:
    from newsdigest.cli.session import titles
    from newsdigest.config import load_config

    try:
        load_config(path, {}, titles)
    except ConfigError as error:
        return error.problems
    return ()


@config.command("path", cls=HelpfulCommand)
@command
def show_path(path: ConfigFile = None) -> Status:
    """Print the path of the configuration file, whether or not it exists."""
    write_stdout(f"{_path(path)}\n", "text")
    return Status.DONE


@config.command(cls=HelpfulCommand)
@command
def check(path: ConfigFile = None) -> Status:
    """Report all mistakes in the file and the environment, without using the network."""
    from newsdigest.cli.logins import login_mistakes, login_warnings
    from newsdigest.cli.rewriting import rewrite_mistakes
    from newsdigest.cli.session import titles
    from newsdigest.config import load_config

    try:
        loaded = load_config(path, os.environ, titles)
    except ConfigError as error:
        for problem in error.problems:
            write_stderr(problem)
        return Status.USAGE
    for warning in (*loaded.warnings, *login_warnings(loaded)):
        write_stderr(f"warning: {warning}")
    mistakes = [*login_mistakes(loaded), *rewrite_mistakes(loaded)]
    for mistake in mistakes:
        write_stderr(mistake)
    if mistakes:
        return Status.USAGE
    if loaded.path:
        is_there = loaded.path.exists()
        remark(f"{loaded.path}: {'no mistakes' if is_there else 'not there: all is as by default'}")
    return Status.DONE


@config.command(cls=HelpfulCommand)
@command
def show(
    path: ConfigFile = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", show_default=False, help="As in a run with this profile."),
    ] = None,
    origin: Annotated[
        bool, typer.Option("--origin", help="Show where each value comes from.")
    ] = False,
    format: Annotated[
        ShowFormat, typer.Option("--format", "-f", metavar="FORMAT", help="text or json.")
    ] = ShowFormat.TEXT,
) -> Status:
    """Print the settings in effect, with passwords and tokens masked."""
    from newsdigest.cli.session import titles
    from newsdigest.config import load_config
    from newsdigest.config.showing import show_json, show_toml

    loaded = load_config(path, os.environ, titles)
    for warning in loaded.warnings:
        write_stderr(f"warning: {warning}")
    render = show_json if format is ShowFormat.JSON else show_toml
    write_stdout(render(loaded, profile=profile, origins=origin), format)
    return Status.DONE


@config.command(cls=HelpfulCommand)
@command
def template(
    kind: Annotated[
        TemplateKind, typer.Argument(metavar="KIND", help="html or text.")
    ] = TemplateKind.HTML,
) -> Status:
    """Print a built-in template to change and use with `digest --template FILE`."""
    from newsdigest.render import builtin_template

    write_stdout(builtin_template(kind), "text")
    return Status.DONE


@config.command(cls=HelpfulCommand)
@command
def schema(
    output: Annotated[
        str | None,
        typer.Argument(
            metavar="OUTPUT",
            show_default=False,
            autocompletion=completing.outputs,
            help="One output alone: digest, read, search, ...; of jsonl, story and article are "
            "lines. [default: all]",
        ),
    ] = None,
) -> Status:
    """Print the JSON Schema of what `--format json` and the other JSON formats print."""
    import json

    from newsdigest.contract import json_schema

    text = json.dumps(json_schema(output), ensure_ascii=False, indent=2)
    write_stdout(f"{text}\n", "json")
    return Status.DONE


def _path(option: Path | None) -> Path:
    from newsdigest.config import config_file

    path = config_file(option, os.environ).path
    if path is None:
        raise ConfigError(["no home directory: set HOME, or name the file with --config"])
    return path
