"""The data files of the package: rules, vocabularies, models and templates.

Names are paths below the package: `press/data/agencies.toml`. A file that is missing or cannot be
read is a NewsdigestError, since only a new installation helps.

TOML takes twenty times as long to read as JSON, so the build prepares every table (`preparing.py`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from newsdigest.errors import NewsdigestError

# Beside this module: importlib.resources would take longer to import than most rooms.
_ROOT = Path(__file__).parent


@cache
def read_toml(name: str) -> dict[str, Any]:
    """A table of rules. It is read once and shared, so nobody may change it."""
    table: dict[str, Any] = prepared(name, (name,), lambda: parse_toml(name))
    return table


def parse_toml(name: str) -> dict[str, Any]:
    import tomllib

    text = read_text(name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _damaged(name, error) from error


def prepared(name: str, sources: Iterable[str], make: Callable[[], Any]) -> Any:
    """What `make` returns, from the file of the build if that was made of the same sources.

    It is made where a build left none, and in a checkout whose data were edited since. The module
    that gives a table its form is one of its sources.
    """
    import json  # which `--help` and `--version` have no use for

    try:
        content = json.loads(prepared_file(name).read_bytes())
    except (OSError, ValueError):
        return make()
    return content["table"] if content["sources"] == checksum(sources) else make()


def prepared_file(name: str) -> Path:
    return _ROOT / "prepared" / f"{name}.json"


def checksum(sources: Iterable[str]) -> int:
    total = 0
    for name in sources:
        total = zlib.crc32(_read(name), total)
    return total


def read_json(name: str) -> Any:
    """The numbers of a model; the one who asks keeps what it makes of them."""
    import json

    text = read_text(name)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _damaged(name, error) from error


def read_text(name: str) -> str:
    try:
        return _read(name).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _damaged(name, error) from error


def toml_files() -> list[str]:
    """The names of all tables of rules."""
    return sorted(path.relative_to(_ROOT).as_posix() for path in _ROOT.rglob("*.toml"))


def _read(name: str) -> bytes:
    try:
        return (_ROOT / name).read_bytes()
    except FileNotFoundError as error:
        raise _damaged(name, error) from error


@cache
def file_names(folder: str) -> frozenset[str]:
    """The names of the files in a folder.

    What comes from strangers, such as a language, is looked up here and never joined to a path.
    """
    try:
        return frozenset(path.name for path in (_ROOT / folder).iterdir())
    except FileNotFoundError as error:
        raise _damaged(folder, error) from error


def _damaged(name: str, error: Exception) -> NewsdigestError:
    return NewsdigestError(
        f"newsdigest's own file {name} cannot be read ({type(error).__name__}): install it again"
    )
