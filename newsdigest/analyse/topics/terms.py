"""The terms of a text: its words and those phrases of several words that a table knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Phrases:
    """The terms of several words of a table, made ready to be found in a text."""

    # The first words of phrases.
    starts: frozenset[str]
    # Phrases, and their beginnings of two words and more with a space at the end.
    known: frozenset[str]

    @classmethod
    def among(cls, listed: Iterable[str]) -> Phrases:
        """The phrases among terms whose words have one space between them."""
        known: set[str] = set()
        starts: set[str] = set()
        for term in listed:
            first, *others = term.split(" ")
            if others:
                starts.add(first)
                known.add(term)
                known.update(_beginnings(first, others))
        return cls(frozenset(starts), frozenset(known))


def _beginnings(first: str, others: Sequence[str]) -> Iterator[str]:
    for word in others[:-1]:
        first = f"{first} {word}"
        yield first + " "


def terms(tokens: Sequence[str], phrases: Phrases) -> Iterator[str]:
    """The terms in order: the longest phrase that begins at a place, else the word there."""
    starts = phrases.starts
    place, end = 0, len(tokens)
    while place < end:
        token = tokens[place]
        place += 1
        if token in starts:
            size, token = _longest(tokens, place, phrases.known)
            place += size
        yield token


def _longest(tokens: Sequence[str], place: int, known: frozenset[str]) -> tuple[int, str]:
    """The longest phrase from the word before `place`, and how many words it takes from there."""
    size, found = 0, tokens[place - 1]
    grown = found
    for length, word in enumerate(tokens[place : place + LONGEST_PHRASE - 1], start=1):
        grown = f"{grown} {word}"
        if grown in known:
            size, found = length, grown
        elif grown + " " not in known:
            break
    return size, found
