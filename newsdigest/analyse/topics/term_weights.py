"""The weights of each term for the topics: from the lexicon and from training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any

from newsdigest.analyse.topics.lexicon import WORTHS, languages_listed, lexicon, lexicon_file
from newsdigest.analyse.topics.vocabulary import Vocabulary
from newsdigest.package_data import prepared, read_text
from newsdigest.valueclasses import valueclass

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

# This module: a table that an older one prepared may have another form.
_FORM = "analyse/topics/term_weights.py"


@valueclass
class TermWeights:
    """The weights of the terms of a language."""

    # The topics that each term indicates, encoded; `decode_strengths` reads them.
    listed: Mapping[str, str]
    # The encoded numbers of each term; `decode_term` reads them.
    learnt: Mapping[str, str]
    vocabulary: Vocabulary


@valueclass
class LearntTerm:
    """The learnt weights of a term."""

    rarity: float
    # What it adds to each of `iptc.MEDIA_TOPICS`.
    values: tuple[float, ...]


@lru_cache(maxsize=_CACHED_LANGUAGES)
def weights_of(language: str) -> TermWeights:
    """The weights of a language; empty for an unknown one."""
    file = lexicon_file(language)
    if file is None:
        return TermWeights({}, {}, Vocabulary.of(()))
    table = prepared(file.removesuffix(".toml"), _sources(language), lambda: _table(language))
    return TermWeights(
        table["listed"],
        table["learnt"],
        Vocabulary(**{name: frozenset(terms) for name, terms in table["vocabulary"].items()}),
    )


def term_tables() -> dict[str, tuple[tuple[str, ...], Any]]:
    """What the build prepares: by name the sources and the table."""
    return {
        str(lexicon_file(language)).removesuffix(".toml"): (_sources(language), _table(language))
        for language in languages_listed()
    }


def _sources(language: str) -> tuple[str, ...]:
    """The files of the terms, and the one that says in what form a table has them."""
    lists = (lexicon_file(language), _learnt_file(language))
    return (*(name for name in lists if name), _FORM)


def _table(language: str) -> dict[str, Any]:
    """The fields of the weights, as JSON can hold them."""
    listed = lexicon(language)
    vocabulary = Vocabulary.of(listed)
    return {
        "listed": {
            vocabulary.form(term): _encode_strengths(strengths)
            for term, strengths in listed.items()
        },
        "learnt": _read_learnt_terms(language),
        "vocabulary": {
            field.name: sorted(getattr(vocabulary, field.name)) for field in fields(vocabulary)
        },
    }


def _learnt_file(language: str) -> str | None:
    has_one = language in _LEARNT_LANGUAGES
    return f"analyse/data/topics/learnt_{language}.tsv" if has_one else None


def _read_learnt_terms(language: str) -> dict[str, str]:
    name = _learnt_file(language)
    lines = read_text(name).splitlines() if name else []
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


def _encode_strengths(strengths: Mapping[int, float]) -> str:
    """For each topic its letter and the digit of what the term adds: "A1K0"."""
    return "".join(f"{chr(ord('A') + i)}{WORTHS.index(worth)}" for i, worth in strengths.items())


@cache
def decode_strengths(encoded: str) -> tuple[tuple[int, float], ...]:
    """The indices of the `iptc.MEDIA_TOPICS` that a term indicates, each with the strength."""
    pairs = zip(encoded[::2], encoded[1::2], strict=True)
    return tuple((ord(letter) - ord("A"), WORTHS[int(digit)]) for letter, digit in pairs)


@cache
def decode_term(encoded: str) -> LearntTerm:
    """The learnt weights that a line of the file encodes."""
    rarity, *values = ((ord(character) - ord(ZERO)) * STEP for character in encoded)
    return LearntTerm(rarity, tuple(values))


def encode_number(number: float) -> str:
    """The character for a number; numbers out of range are clipped."""
    return chr(min(max(ord(ZERO) + round(number / STEP), ord("!")), ord("~")))
