"""The data files of the metadata, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The rules of the file `name` of the room's data folder."""
    text = files("newsdigest.extract").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)
