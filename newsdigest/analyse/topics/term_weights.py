"""The weights of each term for the topics: from the lexicon and from training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from newsdigest.analyse.topics.lexicon import lexicon
from newsdigest.analyse.topics.vocabulary import Vocabulary
from newsdigest.package_data import read_text

# Languages with learnt weights (tests/bench/train_topics.py).
_LEARNT_LANGUAGES = frozenset({"en"})
# Pages may declare any language; most have no words to cache.
_CACHED_LANGUAGES = 16
# The file of learnt weights encodes a number as one character, STEP apart, "P" for 0.
ZERO = "P"
STEP = 0.05
# Common terms say less. Rarity 1 is a term found in one of a thousand texts; terms unseen in
# training get that of a rare word.
UNSEEN_RARITY = 1.2


@dataclass(frozen=True, slots=True)
class TermWeights:
    """The weights of the terms of a language."""

    listed: Mapping[str, Mapping[int, float]]
    # The encoded numbers of each term; `decode_term` reads them.
    learnt: Mapping[str, str]
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class LearntTerm:
    """The learnt weights of a term."""

    rarity: float
    # What it adds to each of `iptc.MEDIA_TOPICS`.
    values: tuple[float, ...]


@lru_cache(maxsize=_CACHED_LANGUAGES)
def weights_of(language: str) -> TermWeights:
    """The weights of a language; empty for an unknown one."""
    listed = lexicon(language)
    vocabulary = Vocabulary.of(listed)
    if vocabulary.prefixes:
        listed = {vocabulary.form(term): spoken_for for term, spoken_for in listed.items()}
    return TermWeights(listed, _read_learnt_terms(language), vocabulary)


def _read_learnt_terms(language: str) -> dict[str, str]:
    if language not in _LEARNT_LANGUAGES:
        return {}
    lines = read_text(f"analyse/data/topics/learnt_{language}.tsv").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def decode_term(encoded: str) -> LearntTerm:
    """The learnt weights that a line of the file encodes."""
    rarity, *values = ((ord(character) - ord(ZERO)) * STEP for character in encoded)
    return LearntTerm(rarity, tuple(values))


def encode_number(number: float) -> str:
    """The character for a number; numbers out of range are clipped."""
    return chr(min(max(ord(ZERO) + round(number / STEP), ord("!")), ord("~")))
