"""The formats of a digest, its groupings, and the languages of its headings and labels.

`config` accepts them and `render` writes them; neither may import the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from newsdigest.package_data import file_names

# The module of `render` that writes each format, in the order in which help lists them.
MODULES: Final[Mapping[str, str]] = {
    "terminal": "terminal",
    "text": "plain_text",
    "markdown": "markdown_document",
    "html": "html_document",
    "json": "json_document",
    "jsonl": "json_lines",
    "csv": "csv_table",
    "atom": "atom",
    "jsonfeed": "json_feed",
    "epub": "epub_book",
    "email": "email_format",
    "obsidian": "obsidian_note",
    "org": "org_document",
}
FORMATS: Final = tuple(MODULES)
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
