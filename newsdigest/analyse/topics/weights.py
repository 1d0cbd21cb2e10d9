"""What each term of a language says of the topics: the lexicon, and what was learnt beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from newsdigest.analyse.topics.lexicon import lexicon
from newsdigest.analyse.topics.terms import Vocabulary

# Languages for which weights were learnt (tests/bench/train_topics.py).
_LEARNT = frozenset({"en"})
# A page may say that it is in any language; of those without words there is nothing to keep.
_KEPT_LANGUAGES = 16
# How the file of learnt weights spells numbers: a character for each, STEP apart, "P" for 0.
ZERO = "P"
STEP = 0.05
# A term that is common everywhere says less. 1 is the rarity of a term that stands in one of a
# thousand texts; for one that was not seen in training take that of a rare word.
UNSEEN_RARITY = 1.2


@dataclass(frozen=True, slots=True)
class Weights:
    """The terms of a language."""

    listed: Mapping[str, Mapping[int, float]]
    # For a term its numbers as the file of learnt weights spells them; `row` reads them.
    learnt: Mapping[str, str]
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Row:
    """What was learnt of a term."""

    rarity: float
    # What it adds to each of `iptc.SUBJECTS`.
    values: tuple[float, ...]


@lru_cache(maxsize=_KEPT_LANGUAGES)
def weights(language: str) -> Weights:
    """The weights of a language; empty ones where nothing is known of it."""
    listed = lexicon(language)
    vocabulary = Vocabulary.of(listed)
    if vocabulary.openings:
        listed = {vocabulary.form(term): spoken_for for term, spoken_for in listed.items()}
    return Weights(listed, _learnt(language), vocabulary)


def _learnt(language: str) -> dict[str, str]:
    if language not in _LEARNT:
        return {}
    data = files("newsdigest.analyse") / "data" / "topics" / f"learnt_{language}.tsv"
    lines = data.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def row(spelled_numbers: str) -> Row:
    """The numbers of a row of the file."""
    rarity, *values = ((ord(character) - ord(ZERO)) * STEP for character in spelled_numbers)
    return Row(rarity, tuple(values))


def spelled(number: float) -> str:
    """The character for a number in a row; what is out of reach is cut."""
    return chr(min(max(ord(ZERO) + round(number / STEP), ord("!")), ord("~")))
