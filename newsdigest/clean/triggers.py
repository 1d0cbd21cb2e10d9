"""Which rules are worth trying on a text: one look at its words instead of every pattern.

Measured on 500-character blocks: 8 microseconds here against 600 for trying all patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from newsdigest.clean.rules import Place, Rule, rules

_WORDS = re.compile(r"[^\W_]+")
# Scripts that put no spaces between words: needed words are looked for as substrings.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@cache
def _spaced() -> dict[str, tuple[Rule, ...]]:
    """Rules by needed word, for words that stand between spaces."""
    return _by_word(word for word in _needed() if _WORDS.fullmatch(word) and not _unspaced(word))


@cache
def _signs() -> dict[str, tuple[Rule, ...]]:
    """Rules by needed sign: "#", "©"."""
    return _by_word(word for word in _needed() if not _WORDS.fullmatch(word))


@cache
def _strings() -> dict[str, tuple[Rule, ...]]:
    """Rules by needed word of a script without spaces."""
    return _by_word(word for word in _needed() if _unspaced(word))


def _unspaced(text: str) -> bool:
    return _UNSPACED.search(text) is not None


def _needed() -> Iterator[str]:
    return (word for rule in rules() for word in rule.needs)


def _by_word(words: Iterable[str]) -> dict[str, tuple[Rule, ...]]:
    return {
        word: tuple(rule for rule in rules() if word in rule.needs) for word in dict.fromkeys(words)
    }


def candidates(text: str) -> tuple[Rule, ...]:
    """The rules one of whose needed words occurs in the text, in their order."""
    wanted = {id(rule) for found in _hits(text) for rule in found}
    return tuple(rule for rule in rules() if id(rule) in wanted) if wanted else ()


def _hits(text: str) -> Iterator[tuple[Rule, ...]]:
    index = _spaced()
    for word in index.keys() & words(text):
        yield index[word]
    yield from (found for sign, found in _signs().items() if sign in text)
    if not text.isascii() and _unspaced(text):
        yield from (found for word, found in _strings().items() if word in text)


def words(text: str) -> set[str]:
    """The lower-case words of a text that writes spaces."""
    return set(_WORDS.findall(text.lower()))


def at(found: Iterable[Rule], places: frozenset[Place]) -> tuple[Rule, ...]:
    """Those of the rules that may act at one of the places."""
    return tuple(rule for rule in found if rule.places & places)
