"""newsdigest plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsdigest.cli.options import ListingFormat, check_format
from newsdigest.cli.status import Status, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsdigest.contract import values
    from newsdigest.registry import Entry

# What a plugin of each group adds.
_ADDS = {"sources": "source", "formats": "format", "channels": "channel", "rules": "rules"}


@command
def plugins(
    check: Annotated[
        bool, typer.Option("--check", help="Also load each plugin, and report what fails.")
    ] = False,
    format: ListingFormat = "text",
) -> Status:
    """List the installed plugins with what each adds; nothing of them is run.

    They are Python packages that were installed beside newsdigest.
    """
    from newsdigest.cli.streams import remark, write_stderr, write_stdout
    from newsdigest.registry import Group, hidden
    from newsdigest.registry import plugins as installed

    check_format(format, ("text", "json"))
    found = [each for group in Group for each in installed(group).values()]
    write_stdout(as_json(found) if format == "json" else as_text(found), format)
    if not found:
        remark("no plugin is installed")
    for entry, used in hidden():
        adds = f"the {_ADDS[entry.group]} {entry.name} of {entry.package} {entry.version}"
        write_stderr(f"warning: {adds} is not used: {used} has this name")
    return _checked(found) if check else Status.DONE


def _checked(entries: Sequence[Entry]) -> Status:
    """Loads the plugins; a failure of one is a mistake of this installation."""
    from newsdigest.cli.streams import write_stderr
    from newsdigest.errors import PluginError
    from newsdigest.guard import plugin_work
    from newsdigest.registry import load

    status = Status.DONE
    for entry in entries:
        try:
            plugin_work(str(entry), lambda: load(entry))  # noqa: B023 - called at once
        except PluginError as error:
            write_stderr(f"error: {error}")
            status = Status.USAGE
    return status


def as_text(entries: Sequence[Entry]) -> str:
    """A line for each: what it adds, its name, its package and version."""
    from newsdigest.language import printable

    return "".join(
        printable(f"{_ADDS[each.group]} {each.name}: {each.package} {each.version}") + "\n"
        for each in entries
    )


def as_json(entries: Sequence[Entry]) -> str:
    import json

    listed: list[values.Plugin] = [
        {
            "group": each.group.value,
            "name": each.name,
            "package": each.package,
            "version": each.version or None,
        }
        for each in entries
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
