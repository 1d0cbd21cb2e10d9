"""The terms of a text: its words and those phrases of several words that a table knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from newsdigest.language import words

# A term of more words is cut: no entry of the tables has more.
LONGEST_PHRASE = 4
# Forms kept once they were worked out; a day's news has some 60,000 different words.
_KEPT_FORMS = 1 << 16


@lru_cache(maxsize=_KEPT_FORMS)
def singular(word: str) -> str:
    """The word without an English plural ending; what no table knows may come out odd.

    Endings of verbs stay: "training" is not "train", nor "housing" a "house".
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def forms(text: str, language: str) -> list[str]:
    """The words of a text in the form in which tables know them."""
    found = words(text)
    return [singular(word) for word in found] if language == "en" else found


def terms(tokens: Sequence[str], phrases: Collection[str]) -> Iterator[str]:
    """The terms in order: the longest phrase that stands at a place, else the word.

    `phrases` holds phrases and each of their beginnings of two words and more; a beginning ends
    in a space unless it is a phrase itself.
    """
    place, end = 0, len(tokens)
    while place < end:
        found, size = tokens[place], 1
        grown = found
        for length in range(2, min(LONGEST_PHRASE, end - place) + 1):
            grown = f"{grown} {tokens[place + length - 1]}"
            if grown in phrases:
                found, size = grown, length
            elif grown + " " not in phrases:
                break
        yield found
        place += size
