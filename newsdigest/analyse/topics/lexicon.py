"""Word lists that speak for topics: read from the room's data, a file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from newsdigest.analyse.topics.iptc import PLACES
from newsdigest.analyse.topics.terms import LONGEST_PHRASE, forms

# Languages with a list of their own; articles in others are judged by section and keywords.
LANGUAGES = frozenset({"de", "en", "es", "fr", "id", "ms", "zh"})
# What an entry of each strength adds to its topic.
# Set by reason, then left: 4/2/1, 3/1.5/.5 and 2/1.5/1 were within a point of each other on
# held-back tenths of the training data (tests/bench/train_topics.py).
STRENGTHS = {"strong": 3.0, "plain": 1.5, "weak": 0.5}
# Malay and Indonesian share most words of the news, and one list.
_FILES = {"id": "ms"}


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a term speaks for the topic at a place of `iptc.SUBJECTS`."""

    place: int
    value: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of a language with what each speaks for."""

    entries: Mapping[str, tuple[Weight, ...]]
    # Phrases and their beginnings, as `terms.terms` wants them.
    phrases: frozenset[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The word list of a language; an empty one where there is none."""
    if language not in LANGUAGES:
        return Lexicon({}, frozenset())
    entries = _entries(_table(_FILES.get(language, language)), language)
    return Lexicon(
        {
            term: tuple(Weight(place, value) for place, value in found.items())
            for term, found in entries.items()
        },
        frozenset(beginning for term in entries for beginning in _beginnings(term)),
    )


def _table(name: str) -> dict[str, Any]:
    data = files("newsdigest.analyse") / "data" / "topics" / f"lexicon_{name}.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


def _entries(table: Mapping[str, Any], language: str) -> dict[str, dict[int, float]]:
    entries: dict[str, dict[int, float]] = {}
    for topic in table["topic"]:
        place = PLACES[topic["id"]]
        for strength, value in STRENGTHS.items():
            for term in _terms(topic.get(strength, ""), language):
                found = entries.setdefault(term, {})
                found[place] = max(value, found.get(place, 0.0))
    return entries


def _terms(listed: str, language: str) -> Iterator[str]:
    for entry in listed.split(","):
        for spelling in spellings(entry.strip()):
            if tokens := forms(spelling, language):
                yield " ".join(tokens[:LONGEST_PHRASE])


def spellings(entry: str) -> Iterator[str]:
    """The entry itself, or the regular forms of the verb that its "~" marks."""
    verb, mark, rest = entry.partition("~")
    if not mark:
        yield entry
        return
    stem = verb.removesuffix("e")
    yield from (verb + rest, f"{verb}s{rest}", f"{stem}ed{rest}", f"{stem}ing{rest}")


def _beginnings(term: str) -> Iterator[str]:
    tokens = term.split(" ")
    if len(tokens) > 1:
        yield term
    for size in range(2, len(tokens)):
        yield " ".join(tokens[:size]) + " "
