"""The words of a text: to be compared with others, and to be counted, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What belongs to words of scripts with vowel signs and marks, which \w leaves out: Hebrew, Arabic,
# Indic and Southeast Asian.
_LETTER = (
    r"[\w\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0980-\u0dff"
    r"\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3]"
)

# A number keeps its separators (12,000; 1.5bn), an abbreviation its stops (u.s), a contraction
# its apostrophe (don't); the 's of a possessive goes, other apostrophes part (l'homme, O'Brien).
WORD = re.compile(
    rf"(\d+(?:[.,]\d+)*{_LETTER}*|[^\W\d_](?:\.[^\W\d_])+\b|{_LETTER}+(?:'(?:t|ll|re|ve|d|m)\b)?)"
    r"(?:'s\b)?"
)
# Characters to one word of English, as translators reckon: 1,000 English words are about 1,600
# Chinese characters, 2,200 characters of Japanese with its kanji, 5,000 of Thai.
HAN_TO_A_WORD = 1.6
KANA_TO_A_WORD = 2.8
SOUTHEAST_TO_A_WORD = 5.0
# Overlapping units that stand in for words when texts are compared: most Chinese words have two
# characters, and three of Thai are about a syllable.
_HAN_UNIT = 2
_SOUTHEAST_UNIT = 3


def words(text: str) -> list[str]:
    """The words in lower case, without possessive 's, in order and with repetitions.

    Scripts without spaces give overlapping units: pairs of Chinese or Japanese characters,
    triples of Thai, Lao, Burmese and Khmer ones. Compare those, and count with `count_words`.
    """
    found: list[str] = WORD.findall(text.replace("’", "'").lower())
    if text.isascii() or not _is_unspaced(text):
        return found
    return [unit for word in found for unit in _units(word)]


def _is_unspaced(text: str) -> bool:
    # Patterns over many scripts take long to compile, and most texts have no use for them.
    from newsdigest.language.scripts import UNSPACED

    return UNSPACED.search(text) is not None


def _units(word: str) -> Iterator[str]:
    from newsdigest.language.scripts import UNSPACED_RUN

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
    """How many words a reader would count; scripts without spaces by characters to a word."""
    if text.isascii() or not _is_unspaced(text):
        return len(text.split())
    from newsdigest.language.scripts import HAN, KANA, SOUTHEAST, UNSPACED

    unspaced = (
        len(HAN.findall(text)) / HAN_TO_A_WORD
        + len(KANA.findall(text)) / KANA_TO_A_WORD
        + len(SOUTHEAST.findall(text)) / SOUTHEAST_TO_A_WORD
    )
    rest = UNSPACED.sub(" ", text).split()
    return sum(map(_has_letter, rest)) + max(1, round(unspaced))


def _has_letter(token: str) -> bool:
    return any(map(str.isalnum, token))
