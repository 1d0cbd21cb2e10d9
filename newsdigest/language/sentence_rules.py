"""The sentence splitter's rules for each language, loaded from data/sentences/ on first use."""

from __future__ import annotations

from functools import cache

from newsdigest.package_data import file_names, read_toml
from newsdigest.valueclasses import valueclass

_DATA = "language/data/sentences"


@valueclass
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
    if f"{language}.toml" not in file_names(_DATA):
        return None
    table = read_toml(f"{_DATA}/{language}.toml")
    return SentenceRules(
        never_end=frozenset(table["never_end"]),
        seldom_end=frozenset(table["seldom_end"]),
        before_number=frozenset(table["before_number"]),
        starters=frozenset(table["starters"]),
        ordinals=table["ordinals"],
    )
