"""What the splitter knows of each language: data/sentences/, a file each, read at first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """Where a full stop ends no sentence. All words are lower case, without their last stop."""

    # A name, a word or a number always follows: "Mr. Tan", "vs. Spain".
    never_end: frozenset[str]
    # Can close a sentence, and does where a starter follows: "Acme Inc. The …".
    seldom_end: frozenset[str]
    # Abbreviations only where a number follows: "No. 5", "Jan. 3".
    before_number: frozenset[str]
    # Words that, capitalised after an abbreviation or an initial, begin a sentence.
    starters: frozenset[str]
    # A number with a full stop is an ordinal: "am 3. Januar".
    ordinals: bool


@cache
def rules_of(language: str) -> SentenceRules | None:
    """The rules of a language by its primary subtag; None where there are none."""
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
    # Kept out of the start of every command: it takes longer to import than this whole room.
    from importlib.resources import files

    return files(__package__).joinpath("data", "sentences")
