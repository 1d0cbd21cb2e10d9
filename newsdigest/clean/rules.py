"""The phrase rules: TOML files of patterns built from small named vocabularies.

A file named in shared.toml tells its languages and origin once, may hold `[words]` (lists of
regular expressions for `{name}` in patterns, on top of those of shared.toml), and then its rules:

    [[rule]]
    id = "phrase:channel-plug"      # what `Removal.rule` shows
    why = "one line for a reader"
    place = ["block", "tail"]       # see Place
    needs = ["{platform}", "app"]   # words of which one must occur in the block
    also = ["our", "my"]            # and one of these; may be left out
    first = ["join", "follow"]      # words of which one must begin the unit; may be left out
    longest = 80                    # characters; may be left out
    pattern = '''{ask} our {thing}
    {tail}'''                       # must match the whole unit; lines are joined without a space
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from newsdigest.press.agencies import picture_pattern

# No plug is longer. A unit of text above it is not looked at, which also bounds every match.
LONGEST_UNIT = 420

_REFERENCE = re.compile(r"\{([a-z_]+)\}")
_PLAIN = re.compile(r"[\w'’ /-]+|[^\w\s]+|[(]c[)]")


class Place(StrEnum):
    """Where in an article the text must stand that a rule may take."""

    BLOCK = "block"  # the whole of a block
    OPENING = "opening"  # the whole of one of the first blocks
    CLOSING = "closing"  # the whole of one of the last blocks
    HEAD = "head"  # the first sentence of a block
    TAIL = "tail"  # the last sentence of a block
    FINAL = "final"  # the last sentence of the last block
    INSIDE = "inside"  # a sentence between two others; such a rule names its first words


# Where a rule takes a block or nothing of it.
WHOLE = frozenset({Place.BLOCK, Place.OPENING, Place.CLOSING})


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be taken out of an article, where, and why."""

    id: str
    why: str
    places: frozenset[Place]
    languages: tuple[str, ...]
    origin: str
    # None for the rules that are code: agency lines, datelines, captions, subheads left alone.
    pattern: str | None = None
    needs: frozenset[str] = frozenset()
    # And one of these words, if any are given.
    also: frozenset[str] = frozenset()
    # Teasers carry headlines, and headlines may say who said what: False lets those pass.
    unreported: bool = True
    # The unit must begin with one of these words, if any are given: most plugs are imperatives,
    # and looking at one word is what keeps the patterns from being tried on every sentence.
    first: frozenset[str] = frozenset()
    # No unit above this length is tried: labels are short, and most blocks are not.
    longest: int = LONGEST_UNIT
    # A sign that the unit must end in: an arrow makes a command of a caption.
    ends: str = ""

    def __post_init__(self) -> None:
        if Place.INSIDE in self.places and not self.first:
            raise ValueError(f"{self.id}: a rule for sentences anywhere must name first words")
        if self.pattern and self.places - WHOLE and not self.needs:
            raise ValueError(f"{self.id}: a rule for parts of blocks must name needed words")

    @property
    def whole_only(self) -> bool:
        """Whether the rule takes a block or nothing of it."""
        return self.places <= WHOLE

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled on first use and kept."""
        return _compile(self.pattern or r"(?!)")


def rules() -> tuple[Rule, ...]:
    """Every rule that can take text out of an article, in the order in which they are tried."""
    return _load()


def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns by rule id and number, for tests that walk them all."""
    return {f"{rule.id}/{n}": rule.compiled for n, rule in enumerate(rules()) if rule.pattern}


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def data(name: str) -> Mapping[str, Any]:
    """A TOML file of this room's data, by its name without the ending."""
    text = files("newsdigest.clean").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _load() -> tuple[Rule, ...]:
    shared = data("shared")["words"]
    found: list[Rule] = []
    for name in data("shared")["phrase_files"]:
        found += _rules_of(data(name), shared)
    return tuple(found)


def _rules_of(content: Mapping[str, Any], shared: Mapping[str, list[str]]) -> Iterable[Rule]:
    words = {**shared, **content.get("words", {})}
    words["signer"] = [picture_pattern()]
    words["library"] = [*words.get("library", ()), picture_pattern()]
    for entry in content["rule"]:
        pattern = entry.get("pattern")
        yield Rule(
            id=entry["id"],
            why=entry["why"],
            places=frozenset(Place(place) for place in entry["place"]),
            languages=tuple(content["languages"]),
            origin=content["origin"],
            pattern=_expand(_joined(pattern), words) if pattern else None,
            needs=frozenset(_needs(entry.get("needs", []), words)),
            also=frozenset(_needs(entry.get("also", []), words)),
            unreported=entry.get("unreported", True),
            first=frozenset(_needs(entry.get("first", []), words)),
            longest=entry.get("longest", LONGEST_UNIT),
            ends=entry.get("ends", ""),
        )


def _joined(pattern: str) -> str:
    return "".join(line.strip("\n\t") for line in pattern.splitlines())


def _expand(pattern: str, words: Mapping[str, list[str]]) -> str:
    """The pattern with each `{name}` replaced by an alternation; vocabularies may name others."""

    def alternation(match: re.Match[str]) -> str:
        return "(?:" + "|".join(_expand(word, words) for word in words[match[1]]) + ")"

    return _REFERENCE.sub(alternation, pattern)


def _needs(entries: Iterable[str], words: Mapping[str, list[str]]) -> Iterable[str]:
    for entry in entries:
        reference = _REFERENCE.fullmatch(entry)
        for word in words[reference[1]] if reference else [entry]:
            if not _PLAIN.fullmatch(word):
                raise ValueError(f"a needed word must be plain: {word!r}")
            yield word.split()[0].lower()
