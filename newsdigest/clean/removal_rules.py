"""The removal rules: TOML files of patterns built from small named vocabularies.

Each file states its languages and origin, may define `[words]` (lists of regular expressions for
`{name}` in patterns, in addition to those of shared.toml), and lists rules:

    [[rule]]
    id = "phrase:channel-plug"      # what `Removal.rule` shows
    why = "one line for a reader"
    place = ["block", "tail"]       # see RulePosition
    needs = ["{platform}", "app"]   # one of these words must occur in the block
    also = ["our", "my"]            # and one of these; optional
    first = ["join", "follow"]      # the unit must begin with one of these; optional
    longest = 80                    # characters; optional
    pattern = '''{ask} our {thing}
    {tail}'''                       # must match the whole unit; lines are joined without a space
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from newsdigest.errors import UsageError
from newsdigest.language import month_numbers
from newsdigest.package_data import file_names, prepared, read_toml
from newsdigest.patterns import pattern
from newsdigest.press.agencies import photo_agency_pattern
from newsdigest.valueclasses import valueclass

# No plug is longer. Longer units are skipped, which also bounds every match.
LONGEST_UNIT = 420

_DATA = "clean/data"
# The fields of a rule that are sets of words.
_WORDS = ("needs", "also", "first")
# Where months and agencies come from.
_VOCABULARIES = ("language/data/calendar.toml", "press/data/agencies.toml")
# This module: a table that an older one prepared may have another form.
_FORM = "clean/removal_rules.py"
_REFERENCE = pattern(r"\{([a-z_]+)\}")
_PLAIN = pattern(r"[\w'’ /-]+|[^\w\s]+|[(]c[)]")


class RulePosition(StrEnum):
    """Where in an article a rule applies."""

    BLOCK = "block"  # the whole of a block
    OPENING = "opening"  # the whole of one of the first blocks
    CLOSING = "closing"  # the whole of one of the last blocks
    HEAD = "head"  # the first sentence of a block
    TAIL = "tail"  # the last sentence of a block
    FINAL = "final"  # the last sentence of the last block
    INSIDE = "inside"  # a sentence between two others; such a rule must list first words


# Where a rule removes whole blocks only.
WHOLE = frozenset({RulePosition.BLOCK, RulePosition.OPENING, RulePosition.CLOSING})


@valueclass
class RemovalRule:
    """What may be removed from an article, where, and why."""

    id: str
    why: str
    positions: frozenset[RulePosition]
    languages: tuple[str, ...]
    origin: str
    # None for rules in code: agency lines, datelines, captions, subheads with nothing below.
    pattern: str | None = None
    needs: frozenset[str] = frozenset()
    # And one of these words, if there are any.
    also: frozenset[str] = frozenset()
    # Whether units that are quoted or report speech are left alone. False for rules on teasers,
    # whose headlines may report speech.
    unreported: bool = True
    # The unit must begin with one of these words, if there are any: most plugs are imperatives,
    # and a look at one word saves trying the patterns on every sentence.
    first: frozenset[str] = frozenset()
    # Longer units are not tried: labels are short, and most blocks are not.
    longest: int = LONGEST_UNIT
    # A sign that the unit must end in: an arrow turns a caption into a command.
    ends: str = ""

    def __post_init__(self) -> None:
        if RulePosition.INSIDE in self.positions and not self.first:
            raise ValueError(f"{self.id}: a rule for sentences anywhere must name first words")
        if self.pattern and self.positions - WHOLE and not self.needs:
            raise ValueError(f"{self.id}: a rule for parts of blocks must name needed words")

    @property
    def whole_only(self) -> bool:
        """Whether the rule removes whole blocks only."""
        return self.positions <= WHOLE

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled on first use and cached."""
        return _compile(self.pattern or r"(?!)")


def all_rules(added: tuple[str, ...] = ()) -> tuple[RemovalRule, ...]:
    """Every removal rule, in the order in which they are tried.

    `added` are the texts of further files, whose rules come last.
    """
    return _load(added)


def check_rules(text: str) -> None:
    """Raises UsageError if the text is no file of rules."""
    try:
        for rule in _added_rules(text):
            _compile(rule.pattern or "")
    except KeyError as error:
        raise UsageError(f"no rules: {error} is missing") from error
    except (ValueError, TypeError, AttributeError, re.error) as error:
        raise UsageError(f"no rules: {error}") from error


def patterns() -> dict[str, re.Pattern[str]]:
    """All compiled patterns by rule id and number, for tests."""
    return {f"{rule.id}/{n}": rule.compiled for n, rule in enumerate(all_rules()) if rule.pattern}


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=4)
def _load(added: tuple[str, ...]) -> tuple[RemovalRule, ...]:
    rows = prepared(f"{_DATA}/rules", _sources(), _rows)
    own = tuple(_rule(**row) for row in rows)
    return (*own, *(rule for text in added for rule in _added_rules(text)))


def _added_rules(text: str) -> list[RemovalRule]:
    """The rules of a file's text."""
    import tomllib  # which the rules of the package, prepared, have no use for

    shared = read_toml(f"{_DATA}/shared.toml")["words"]
    return [_rule(**row) for row in _rows_of(tomllib.loads(text), shared)]


def rule_tables() -> dict[str, tuple[tuple[str, ...], Any]]:
    """What the build prepares: by name the sources and the table."""
    return {f"{_DATA}/rules": (_sources(), _rows())}


def _sources() -> tuple[str, ...]:
    """The files of the rules, those of the words that they refer to, and what makes the table."""
    own = sorted(name for name in file_names(_DATA) if name.endswith(".toml"))
    return (*(f"{_DATA}/{name}" for name in own), *_VOCABULARIES, _FORM)


def _rows() -> list[dict[str, Any]]:
    """The fields of all rules, as JSON can hold them."""
    shared = read_toml(f"{_DATA}/shared.toml")
    found: list[dict[str, Any]] = []
    for name in _rule_files(shared["phrase_files"]):
        found += _rows_of(read_toml(f"{_DATA}/{name}"), shared["words"])
    return found


def _rule(**row: Any) -> RemovalRule:
    positions = frozenset(map(RulePosition, row.pop("positions")))
    languages = tuple(row.pop("languages"))
    words: dict[str, Any] = {name: frozenset(row.pop(name)) for name in _WORDS}
    return RemovalRule(positions=positions, languages=languages, **words, **row)


def _rule_files(first: Iterable[str]) -> list[str]:
    """The names of the files, in the order in which their rules are tried."""
    names = [f"{name}.toml" for name in first]
    languages = {name for name in file_names(_DATA) if name.startswith("phrases_")}
    return [*names, *sorted(languages.difference(names)), "layout.toml"]


def _rows_of(
    content: Mapping[str, Any], shared: Mapping[str, list[str]]
) -> Iterable[dict[str, Any]]:
    words = {**shared, **content.get("words", {})}
    words["signer"] = [photo_agency_pattern()]
    words["month"] = list(month_numbers()["en"])
    words["library"] = [*words.get("library", ()), photo_agency_pattern()]
    for entry in content["rule"]:
        pattern = entry.get("pattern")
        yield {
            "id": entry["id"],
            "why": entry["why"],
            "positions": entry["place"],
            "languages": content["languages"],
            "origin": content["origin"],
            "pattern": _expand(_joined(pattern), words) if pattern else None,
            "needs": sorted(set(_needs(entry.get("needs", []), words))),
            "also": sorted(set(_needs(entry.get("also", []), words))),
            "unreported": entry.get("unreported", True),
            "first": sorted(set(_needs(entry.get("first", []), words))),
            "longest": entry.get("longest", LONGEST_UNIT),
            "ends": entry.get("ends", ""),
        }


def _joined(pattern: str) -> str:
    return "".join(line.strip("\n\t") for line in pattern.splitlines())


def _expand(pattern: str, words: Mapping[str, list[str]]) -> str:
    """The pattern with each `{name}` replaced by an alternation; vocabularies may be nested."""

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
