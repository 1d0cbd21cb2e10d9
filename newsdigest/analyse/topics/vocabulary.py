"""Split texts into terms: words, and the phrases of a known vocabulary."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from newsdigest.language import words
from newsdigest.valueclasses import valueclass

# Longer terms are cut; no entry of the tables is longer.
MAX_PHRASE_WORDS = 4
# The shortest and the longest prefix before a "*" in the tables.
_MIN_PREFIX = 2
_MAX_PREFIX = 16
# Cached words; a day's news has some 60,000 different ones.
_CACHED_WORDS = 1 << 16


@lru_cache(maxsize=_CACHED_WORDS)
def singular(word: str) -> str:
    """The word without an English plural ending; unknown words may come out odd.

    Verb endings stay: "training" is not "train", "housing" is not "house".
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def normalised_words(text: str, language: str) -> list[str]:
    """The words of a text as the tables spell them."""
    found = words(text)
    return [singular(word) for word in found] if language == "en" else found


@valueclass
class Vocabulary:
    """The terms of a table, prepared for look-up in texts."""

    words: frozenset[str]
    # Prefixes that stand for all words that start with them, written with a "*" in the table.
    prefixes: frozenset[str]
    # The first words of phrases.
    first_words: frozenset[str]
    # Phrases, and their starts of two or more words with a trailing space.
    phrases: frozenset[str]

    @classmethod
    def of(cls, listed: Collection[str]) -> Vocabulary:
        """The vocabulary of terms whose words are separated by single spaces."""
        known = frozenset(term for term in listed if " " not in term)
        prefixes = frozenset(word[:-1] for word in known if word.endswith("*"))
        first_words: set[str] = set()
        phrases: set[str] = set()
        for phrase in listed:
            if " " in phrase:
                tokens = _known_forms(phrase.split(" "), known, prefixes)
                first_words.add(tokens[0])
                phrases.add(" ".join(tokens))
                phrases.update(" ".join(tokens[:size]) + " " for size in range(2, len(tokens)))
        return cls(known, prefixes, frozenset(first_words), frozenset(phrases))

    def form(self, term: str) -> str:
        """The term as `terms_in` returns it: words known only by a prefix are cut to it."""
        return " ".join(_known_forms(term.split(" "), self.words, self.prefixes))


def _known_forms(
    tokens: Sequence[str], known: frozenset[str], prefixes: frozenset[str]
) -> Sequence[str]:
    """The words, those not known themselves replaced by their known prefix, if any."""
    if not prefixes:
        return tokens
    return [token if token in known else _shortened_to_prefix(token, prefixes) for token in tokens]


def _shortened_to_prefix(word: str, prefixes: frozenset[str]) -> str:
    """The longest known prefix of the word with a "*", or the word without one."""
    for size in range(min(len(word), _MAX_PREFIX), _MIN_PREFIX - 1, -1):
        if word[:size] in prefixes:
            return word[:size] + "*"
    return word


def terms_in(tokens: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The terms in order: at each position the longest known phrase, else the word."""
    first_words = vocabulary.first_words
    tokens = _known_forms(tokens, vocabulary.words, vocabulary.prefixes)
    position, end = 0, len(tokens)
    while position < end:
        token = tokens[position]
        position += 1
        if token in first_words:
            size, token = _longest_phrase(tokens, position, vocabulary.phrases)
            position += size
        yield token


def _longest_phrase(
    tokens: Sequence[str], position: int, phrases: frozenset[str]
) -> tuple[int, str]:
    """The longest phrase starting just before `position`, and how many more words it takes."""
    size, found = 0, tokens[position - 1]
    grown = found
    for length, word in enumerate(tokens[position : position + MAX_PHRASE_WORDS - 1], start=1):
        grown = f"{grown} {word}"
        if grown in phrases:
            size, found = length, grown
        elif grown + " " not in phrases:
            break
    return size, found
