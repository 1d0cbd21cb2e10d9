"""The data files of the package: rules, vocabularies, models and templates.

Names are paths below the package: `press/data/agencies.toml`. A file that is missing or cannot be
read is a NewsdigestError, since only a new installation helps.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from newsdigest.errors import NewsdigestError

# Beside this module: importlib.resources would take longer to import than most rooms.
_ROOT = Path(__file__).parent


@cache
def read_toml(name: str) -> dict[str, Any]:
    """A table of rules. It is read once and shared, so nobody may change it."""
    import tomllib  # which `--help` and `--version` have no use for

    text = read_text(name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _damaged(name, error) from error


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
        return (_ROOT / name).read_text("utf-8")
    except (FileNotFoundError, UnicodeDecodeError) as error:
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
