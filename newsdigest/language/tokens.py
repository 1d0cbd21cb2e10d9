"""The words of a text in any script, for comparing and for counting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsdigest.language.western import is_western
from newsdigest.patterns import pattern

# Word characters, with the vowel signs and marks of Hebrew, Arabic, Indic and Southeast Asian
# scripts that \w leaves out.
_LETTER = (
    r"[\w\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0980-\u0dff"
    r"\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3]"
)

# Numbers keep their separators (12,000; 1.5bn), abbreviations their stops (u.s), contractions
# their apostrophe (don't); possessive 's is dropped, other apostrophes split (l'homme, O'Brien).
_WORD = (
    r"(\d+(?:[.,]\d+)*{letter}*|[^\W\d_](?:\.[^\W\d_])+\b|{letter}+(?:'(?:t|ll|re|ve|d|m)\b)?)"
    r"(?:'s\b)?"
)
WORD = re.compile(_WORD.replace("{letter}", _LETTER))
# The same for ASCII text, in three quarters of the time.
_ASCII_WORD = pattern(_WORD.replace("{letter}", r"\w"), re.ASCII)
# The marks between words that most often keep English text from being ASCII.
_MARKS = "“”‘–—…\xa0"
# Characters per English word by translators' rule of thumb: 1,000 English words are about 1,600
# Chinese characters, 2,200 of Japanese including kanji, 5,000 of Thai.
HAN_TO_A_WORD = 1.6
KANA_TO_A_WORD = 2.8
SOUTHEAST_TO_A_WORD = 5.0
# The length of the overlapping units that replace words in comparisons: most Chinese words have
# two characters, and three of Thai are about a syllable.
_HAN_UNIT = 2
_SOUTHEAST_UNIT = 3


def words(text: str) -> list[str]:
    """The words in lower case, without possessive 's, in order and with repetitions.

    Scripts without spaces give overlapping units: pairs of Chinese or Japanese characters,
    triples of Thai, Lao, Burmese and Khmer ones. For counting, use `count_words`.
    """
    lower = text.replace("’", "'").lower()
    if not lower.isascii():
        for mark in _MARKS:
            lower = lower.replace(mark, " ")
    if lower.isascii():
        return _ASCII_WORD.findall(lower)
    found: list[str] = WORD.findall(lower)
    if not _is_unspaced(text):
        return found
    return [unit for word in found for unit in _units(word)]


def _is_unspaced(text: str) -> bool:
    if is_western(text):
        return False
    # Patterns over many scripts are slow to compile, and most texts do not need them.
    from newsdigest.language.script_patterns import UNSPACED

    return UNSPACED.search(text) is not None


def _units(word: str) -> Iterator[str]:
    from newsdigest.language.script_patterns import UNSPACED_RUN

    for run in UNSPACED_RUN.finditer(word):
        if run[1]:
            yield from _grams(run[1], _HAN_UNIT)
        elif run[2]:
            yield from _grams(run[2], _SOUTHEAST_UNIT)
        else:
            yield run[0]


def _grams(run: str, size: int) -> Iterator[str]:
    for start in range(max(1, len(run) - size + 1)):
        yield run[start : start + size]


def count_words(text: str) -> int:
    """The number of words; in scripts without spaces, estimated from characters."""
    if not _is_unspaced(text):
        return len(text.split())
    from newsdigest.language.script_patterns import HAN, KANA, SOUTHEAST, UNSPACED

    unspaced = (
        len(HAN.findall(text)) / HAN_TO_A_WORD
        + len(KANA.findall(text)) / KANA_TO_A_WORD
        + len(SOUTHEAST.findall(text)) / SOUTHEAST_TO_A_WORD
    )
    rest = UNSPACED.sub(" ", text).split()
    return sum(map(_has_letter, rest)) + max(1, round(unspaced))


def _has_letter(token: str) -> bool:
    return any(map(str.isalnum, token))
