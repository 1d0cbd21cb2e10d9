"""What the headlines of two texts say of whether the texts are one report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from newsdigest.analyse.counting import calendar_words

# Headlines are alike if they share so much of the shorter and of the longer one: papers drop words
# to fit a column, and seldom more than every third.
SHORTER_SHARED = 0.75
LONGER_SHARED = 0.5
# Words of a headline that names its subject; "Morning briefing" heads another text every day.
SPECIFIC = 3
# A word with fewer letters seldom says what a headline is about, and a longer one is known by the
# first five: "closes", "closed".
_SHORTEST = 4
_BEGINNING = 5


def are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two headlines, as words, are one headline but for words that were dropped.

    Two texts without headlines cannot be told apart by them. Numbers may not differ: "Episode 44"
    is not "Episode 45".
    """
    if not one and not other:
        return True
    mine, others = set(one), set(other)
    if all(any(map(_has_digit, own)) for own in (mine - others, others - mine)):
        return False
    shared = len(mine & others)
    fewer, more = sorted((len(mine), len(others)))
    return shared >= max(SPECIFIC, SHORTER_SHARED * fewer) and shared >= LONGER_SHARED * more


def covered(headline: tuple[str, ...], beginnings: Collection[str]) -> float:
    """The share of the headline's words of content whose beginnings are among these; 1 if none is.

    A date has none: some pages have it where the headline belongs.
    """
    content = subject_of(headline)
    return len(content.intersection(beginnings)) / len(content) if content else 1.0


@lru_cache(maxsize=4096)
def subject_of(headline: tuple[str, ...]) -> frozenset[str]:
    """The beginnings of the words that say what a text is about; a date says nothing of it."""
    is_date = 2 * sum(map(_is_of_date, headline)) >= len(headline)
    return frozenset() if is_date else content_of(headline)


def content_of(words: Iterable[str]) -> frozenset[str]:
    """The beginnings of the words that may say what a text is about: neither short nor dates."""
    return frozenset(
        first_letters(word)
        for word in words
        if (len(word) >= _SHORTEST or not word.isascii()) and not _is_of_date(word)
    )


def first_letters(word: str) -> str:
    """What a word has in common with its other forms."""
    return word[:_BEGINNING]


def _is_of_date(word: str) -> bool:
    return _has_digit(word) or word in calendar_words()


def _has_digit(word: str) -> bool:
    return any(map(str.isdecimal, word))
