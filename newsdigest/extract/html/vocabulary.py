"""Lists of element names and words of class names, which are data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def words(name: str) -> frozenset[str]:
    """The words of a list in data/vocabulary.toml."""
    return frozenset(ordered(name))


def ordered(name: str) -> list[str]:
    """The words of a list in data/vocabulary.toml, in the order given."""
    return _lists()[name]["words"].split()


@cache
def _lists() -> dict[str, dict[str, str]]:
    text = files("newsdigest.extract.html").joinpath("data", "vocabulary.toml").read_text("utf-8")
    return tomllib.loads(text)
