"""The sentence splitter's rules for each language, loaded from data/sentences/ on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """Where a full stop does not end a sentence. Words are lower case, without their last stop."""

    # Abbreviations that never end a sentence: "Mr. Tan", "vs. Spain".
    never_end: frozenset[str]
    # Those that end one if a starter follows: "Acme Inc. The …".
    seldom_end: frozenset[str]
    # Those that are abbreviations only before a number: "No. 5", "Jan. 3".
    before_number: frozenset[str]
    # Words that begin a sentence when capitalised after an abbreviation or an initial.
    starters: frozenset[str]
    # Whether a number with a full stop is an ordinal: "am 3. Januar".
    ordinals: bool


@cache
def rules_of(language: str) -> SentenceRules | None:
    """The rules of a language by its primary subtag, or None."""
    if language not in _languages():
        return None
    import tomllib

    text = _folder().joinpath(f"{language}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return SentenceRules(
        never_end=frozenset(table["never_end"]),
        seldom_end=frozenset(table["seldom_end"]),
        before_number=frozenset(table["before_number"]),
        starters=frozenset(table["starters"]),
        ordinals=table["ordinals"],
    )


@cache
def _languages() -> frozenset[str]:
    return frozenset(entry.name.removesuffix(".toml") for entry in _folder().iterdir())


def _folder() -> Traversable:
    # Imported late: it takes longer than this whole package.
    from importlib.resources import files

    return files(__package__).joinpath("data", "sentences")
