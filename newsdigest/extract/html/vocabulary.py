"""Lists of element names and words of class names, which are data."""

from __future__ import annotations

from newsdigest.package_data import read_toml


def words(name: str) -> frozenset[str]:
    """The words of a list in data/vocabulary.toml."""
    return frozenset(ordered(name))


def ordered(name: str) -> list[str]:
    """The words of a list in data/vocabulary.toml, in the order given."""
    words: str = read_toml("extract/html/data/vocabulary.toml")[name]["words"]
    return words.split()
