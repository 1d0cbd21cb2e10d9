"""The data files of the room, each read once, and text made ready to be compared with them."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The rules of the file `name`, without the note on where they come from."""
    text = files("newsdigest.extract").joinpath("data", name).read_text(encoding="utf-8")
    rules = tomllib.loads(text)
    del rules["origin"]
    return rules


def fold(text: str, limit: int) -> str:
    """`text` with compatibility forms and digits of any script made plain, cut at `limit`."""
    text = text[:limit]
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def strip_accents(word: str) -> str:
    """`word` without its diacritics: people and programs leave them out of month names."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if not unicodedata.combining(c))
