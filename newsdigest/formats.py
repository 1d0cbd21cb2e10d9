"""The formats of a digest, its groupings, and the languages of its headings and labels.

`config` accepts them and `render` writes them; neither may import the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from newsdigest.package_data import file_names
from newsdigest.registry import OWN, Group, find, names

# The program's own; plugins add others, which `newsdigest.registry` finds.
FORMATS: Final = tuple(OWN[Group.FORMATS])
# What the stories of a digest can be grouped by.
LEVELS: Final = ("source", "topic", "group")
# The format of a file whose name ends like this, unless the user names another.
SUFFIXES: Final[Mapping[str, str]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".atom": "atom",
    ".xml": "atom",
    ".epub": "epub",
    ".eml": "email",
    ".org": "org",
}


def is_format(name: str) -> bool:
    """Whether there is such a format; plugins are asked only for names that are none of ours."""
    return find(Group.FORMATS, name) is not None


def format_names() -> tuple[str, ...]:
    """The names of all formats, those of plugins too."""
    return names(Group.FORMATS)


def format_of(name: str) -> str | None:
    """The format that a file's name asks for; None if it ends in none of the suffixes."""
    return SUFFIXES.get(PurePath(name).suffix.lower())


_CATALOGUES: Final = "messages_"
# Those with a catalogue in `render/data`, English first.
LANGUAGES: Final = tuple(
    sorted(
        (
            name.removeprefix(_CATALOGUES).removesuffix(".toml")
            for name in file_names("render/data")
            if name.startswith(_CATALOGUES)
        ),
        key=lambda code: (code != "en", code),
    )
)
