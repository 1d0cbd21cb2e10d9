"""Words that newspapers use of themselves and of those who write, and how words are compared."""

from __future__ import annotations

import re

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> Words:
    """The words of `text` in a form that can be compared."""
    return tuple(_WORD.findall(text.casefold()))
