"""The terms of a text: its words and those phrases of several words that a table knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsdigest.language import words

# A term of more words is cut: no entry of the tables has more.
LONGEST_PHRASE = 4
# No entry with a "*" has fewer letters before it, or more.
_SHORTEST_OPENING = 2
_LONGEST_OPENING = 16
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
class Vocabulary:
    """The terms of a table, made ready to be found in a text."""

    words: frozenset[str]
    # Beginnings of words that stand for all words that begin so, each with a "*" in the table.
    openings: frozenset[str]
    # The first words of phrases.
    starts: frozenset[str]
    # Phrases, and their beginnings of two words and more with a space at the end.
    phrases: frozenset[str]

    @classmethod
    def of(cls, listed: Collection[str]) -> Vocabulary:
        """Of terms whose words have one space between them."""
        known = frozenset(term for term in listed if " " not in term)
        openings = frozenset(word[:-1] for word in known if word.endswith("*"))
        starts: set[str] = set()
        phrases: set[str] = set()
        for phrase in listed:
            if " " in phrase:
                tokens = _listed_forms(phrase.split(" "), known, openings)
                starts.add(tokens[0])
                phrases.add(" ".join(tokens))
                phrases.update(" ".join(tokens[:size]) + " " for size in range(2, len(tokens)))
        return cls(known, openings, frozenset(starts), frozenset(phrases))

    def form(self, term: str) -> str:
        """The term as `terms` gives it: words of which only the beginning is known, cut to it."""
        return " ".join(_listed_forms(term.split(" "), self.words, self.openings))


def _listed_forms(
    tokens: Sequence[str], known: frozenset[str], openings: frozenset[str]
) -> Sequence[str]:
    """The words, each as it is where it is known itself, else as the opening that it has."""
    if not openings:
        return tokens
    return [token if token in known else _opened(token, openings) for token in tokens]


def _opened(word: str, openings: frozenset[str]) -> str:
    """The longest known opening of the word with a "*", or the word where there is none."""
    for size in range(min(len(word), _LONGEST_OPENING), _SHORTEST_OPENING - 1, -1):
        if word[:size] in openings:
            return word[:size] + "*"
    return word


def terms(tokens: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The terms in order: the longest phrase that begins at a place, else the word there."""
    starts = vocabulary.starts
    tokens = _listed_forms(tokens, vocabulary.words, vocabulary.openings)
    place, end = 0, len(tokens)
    while place < end:
        token = tokens[place]
        place += 1
        if token in starts:
            size, token = _longest(tokens, place, vocabulary.phrases)
            place += size
        yield token


def _longest(tokens: Sequence[str], place: int, phrases: frozenset[str]) -> tuple[int, str]:
    """The longest phrase from the word before `place`, and how many words it takes from there."""
    size, found = 0, tokens[place - 1]
    grown = found
    for length, word in enumerate(tokens[place : place + LONGEST_PHRASE - 1], start=1):
        grown = f"{grown} {word}"
        if grown in phrases:
            size, found = length, grown
        elif grown + " " not in phrases:
            break
    return size, found
