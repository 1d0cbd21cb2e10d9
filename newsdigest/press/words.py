"""Words of newspapers' names, and the comparison of words."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsdigest.package_data import read_toml

__all__ = ["WIDE", "Words", "has_publication_word", "is_wide", "words_of"]

Words = tuple[str, ...]

# For character classes of patterns: scripts whose characters are as wide as two letters.
WIDE: Final = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u30ff"
_WIDE: Final = tuple((WIDE[at], WIDE[at + 2]) for at in range(0, len(WIDE), 3))
_WORD: Final = re.compile(r"[^\W_]+")


def words_of(text: str) -> Words:
    """The words of `text` in a comparable form."""
    return tuple(_WORD.findall(text.casefold()))


def is_wide(character: str) -> bool:
    """Whether a character is one of Chinese, Japanese or Korean."""
    # A pattern of so many characters takes two milliseconds to compile.
    return character >= WIDE[0] and any(first <= character <= last for first, last in _WIDE)


@cache
def publication_words() -> frozenset[str]:
    """Words that identify the name of a publication, as opposed to a person's."""
    return frozenset(read_toml("press/data/wording.toml")["publication_words"])


def has_publication_word(text: str) -> bool:
    """Whether a name has a word that is typical of newspapers."""
    return any(word.casefold() in publication_words() for word in text.split())


@cache
def common_words() -> frozenset[str]:
    """Those of them that people and firms have in their names as well."""
    return frozenset(read_toml("press/data/wording.toml")["common"])
