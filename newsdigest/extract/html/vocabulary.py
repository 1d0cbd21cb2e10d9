"""The lists of element names and class-name words in data/vocabulary.toml."""

from __future__ import annotations

from newsdigest.package_data import read_toml


def words(name: str) -> frozenset[str]:
    """The words of a list, as a set."""
    return frozenset(ordered(name))


def ordered(name: str) -> list[str]:
    """The words of a list, in the given order."""
    words: str = read_toml("extract/html/data/vocabulary.toml")[name]["words"]
    return words.split()
