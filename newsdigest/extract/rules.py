"""The rule files of this package, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_rules(name: str) -> dict[str, Any]:
    """The content of a rule file; `name` as in the package's data folder."""
    path = files("newsdigest.extract").joinpath("data", name)
    return tomllib.loads(path.read_text(encoding="utf-8"))
