"""What the program can be extended by, found by name: its own formats and channels, and plugins.

A plugin is an entry point of an installed package, in one of the groups `newsdigest.sources`,
`newsdigest.formats`, `newsdigest.channels` and `newsdigest.rules`. What is known of it before it is
used comes from the metadata of its package; nothing of it is imported before `load`. The metadata
are read only when a name is asked for that is none of the program's own.

importlib.metadata would take longer to import than typer: the files are read here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from newsdigest.errors import PluginError
from newsdigest.valueclasses import valueclass

__all__ = ["INTERFACE", "OWN", "Entry", "Group", "find", "hidden", "load", "names", "plugins"]

# The version of the interface; a plugin says which one it was written for.
INTERFACE: Final = 1


class Group(StrEnum):
    """What a plugin can add."""

    SOURCES = "sources"
    FORMATS = "formats"
    CHANNELS = "channels"
    RULES = "rules"


# What the program itself brings, by its name and where it is, in the order in which help lists it.
OWN: Final[Mapping[Group, Mapping[str, str]]] = {
    # The schemes, and the suffixes and types of texts; other kinds are known by their content.
    Group.SOURCES: dict.fromkeys(
        (
            *("http", "https", "feed", "file"),
            *(".htm", ".html", ".md", ".markdown", ".text", ".txt", ".xhtml"),
            *("text/html", "text/plain", "text/markdown", "application/xhtml+xml"),
        ),
        "newsdigest.pipeline.document_opening",
    ),
    Group.FORMATS: {
        "terminal": "newsdigest.render.terminal",
        "text": "newsdigest.render.plain_text",
        "markdown": "newsdigest.render.markdown_document",
        "html": "newsdigest.render.html_document",
        "json": "newsdigest.render.json_document",
        "jsonl": "newsdigest.render.json_lines",
        "csv": "newsdigest.render.csv_table",
        "atom": "newsdigest.render.atom",
        "jsonfeed": "newsdigest.render.json_feed",
        "epub": "newsdigest.render.epub_book",
        "email": "newsdigest.render.email_format",
        "obsidian": "newsdigest.render.obsidian_note",
        "org": "newsdigest.render.org_document",
    },
    Group.CHANNELS: {
        "mail": "newsdigest.deliver.outlets:MailOutlet",
        "notify": "newsdigest.deliver.outlets:NotifyOutlet",
    },
    Group.RULES: {},
}
# What an object has to have to be a plugin of the group: one of these.
_PARTS: Final[Mapping[Group, tuple[str, ...]]] = {
    Group.SOURCES: ("fetch", "read"),
    Group.FORMATS: ("digest",),
    Group.CHANNELS: ("deliver",),
    Group.RULES: ("phrases", "sites"),
}
_INSTALLED = ".dist-info"


@valueclass
class Entry:
    """Something that can be loaded."""

    group: Group
    name: str
    # "module" or "module:attribute".
    target: str
    # The package that brings it, and its version; empty for the program itself.
    package: str = ""
    version: str = ""

    @property
    def is_own(self) -> bool:
        return not self.package

    def __str__(self) -> str:
        """As messages name it."""
        return f"the plugin {self.name} of {self.package} {self.version}".rstrip()


def find(group: Group, name: str) -> Entry | None:
    """What has this name: what the program brings, else a plugin."""
    own = OWN[group].get(name)
    return Entry(group, name, own) if own else plugins(group).get(name)


def names(group: Group) -> tuple[str, ...]:
    """All names of the group, the program's own first."""
    return (*OWN[group], *plugins(group))


def plugins(group: Group) -> dict[str, Entry]:
    """The plugins of the group by name.

    One called as what the program brings is left out; of two packages with the same name for
    something the first by the alphabet counts.
    """
    found: dict[str, Entry] = {}
    for entry in _installed():
        if entry.group is group and entry.name not in OWN[group]:
            found.setdefault(entry.name, entry)
    return found


def hidden() -> list[tuple[Entry, str]]:
    """The plugins that are never used, each with what has its name: see `plugins`."""
    return [
        (entry, str(used) if used else "newsdigest")
        for entry in _installed()
        if (used := plugins(entry.group).get(entry.name)) != entry
    ]


@cache
def _installed() -> tuple[Entry, ...]:
    """The entry points for this program, sorted; a package counts where it is found first."""
    found: dict[tuple[str, str, str], Entry] = {}
    for folder in sys.path:
        # Relative entries depend on the current directory, and an empty one means it.
        if Path(folder).is_absolute():
            for entry in _of_folder(folder):
                found.setdefault((entry.group, entry.name, entry.package), entry)
    return tuple(found[key] for key in sorted(found))


def _of_folder(folder: str) -> Iterator[Entry]:
    try:
        listed = os.listdir(folder)  # noqa: PTH208 - a path of each entry would take twice as long
    except OSError:
        return
    for directory in listed:
        if directory.endswith(_INSTALLED):
            package, _, version = directory.removesuffix(_INSTALLED).partition("-")
            yield from _of_package(f"{folder}/{directory}", package, version)


def _of_package(directory: str, package: str, version: str) -> Iterator[Entry]:
    try:
        with open(f"{directory}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123 - see above
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return
    if "[newsdigest." not in text:
        return
    groups = {f"[newsdigest.{each}]": each for each in Group}
    group: Group | None = None
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            group = groups.get(line)
        elif group and "=" in line and not line.startswith(("#", ";")):
            name, _, target = line.partition("=")
            # What may follow in brackets are extras, which mean nothing any more.
            target = "".join(target.partition("[")[0].split())
            yield Entry(group, name.strip(), target, package, version)


def load(entry: Entry) -> Any:
    """The object that the entry stands for, imported now.

    Raises PluginError for a plugin of another interface or without what its group needs, and
    whatever the import of a plugin raises: `newsdigest.guard.plugin_work` contains that.
    """
    module, _, attribute = entry.target.partition(":")
    try:
        found: Any = import_module(module)
    except ModuleNotFoundError as error:
        raise PluginError(
            f"{entry} needs the module {error.name}, which is not installed"
        ) from error
    for name in filter(None, attribute.split(".")):
        if not hasattr(found, name):
            raise PluginError(f"{entry} names {entry.target}, but {module} has no {attribute}")
        found = getattr(found, name)
    if entry.is_own:
        return found
    version = getattr(found, "interface", None)
    if version != INTERFACE:
        raise PluginError(
            f"{entry} is for version {version} of the interface, and newsdigest has {INTERFACE}"
        )
    parts = _PARTS[entry.group]
    if not any(hasattr(found, part) for part in parts):
        raise PluginError(f"{entry} has no {' and no '.join(parts)}")
    return found
