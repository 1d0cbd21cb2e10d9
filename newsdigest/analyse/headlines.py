"""Compare headlines: whether two texts are headed alike, and what a headline is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from newsdigest.analyse.counting import calendar_words

# Shares of the shorter and of the longer headline that matching headlines have in common: papers
# drop words to fit a column, but seldom more than every third.
SHORTER_SHARED = 0.75
LONGER_SHARED = 0.5
# Fewer shared words do not name a subject: "Morning briefing" heads another text every day.
MIN_SHARED_WORDS = 3
# Shorter words seldom say what a headline is about; of longer ones the first five letters stand for
# all forms: "closes", "closed".
_MIN_LETTERS = 4
_PREFIX_LETTERS = 5


def headlines_match(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two headlines, as words, are one headline apart from dropped words.

    Two missing headlines match. Numbers must not differ: "Episode 44" is not "Episode 45".
    """
    if not one and not other:
        return True
    mine, others = set(one), set(other)
    if all(any(map(_has_digit, own)) for own in (mine - others, others - mine)):
        return False
    shared = len(mine & others)
    fewer, more = sorted((len(mine), len(others)))
    return (
        shared >= max(MIN_SHARED_WORDS, SHORTER_SHARED * fewer) and shared >= LONGER_SHARED * more
    )


def headline_coverage(headline: tuple[str, ...], prefixes: Collection[str]) -> float:
    """The share of the headline's content words that have one of the prefixes; 1 without any.

    A date has none: some pages have one in place of the headline.
    """
    content = subject_prefixes(headline)
    return len(content.intersection(prefixes)) / len(content) if content else 1.0


@lru_cache(maxsize=4096)
def subject_prefixes(headline: tuple[str, ...]) -> frozenset[str]:
    """The prefixes of the words that say what a text is about; none for a date."""
    is_date = 2 * sum(map(_is_date_part, headline)) >= len(headline)
    return frozenset() if is_date else content_prefixes(headline)


def content_prefixes(words: Iterable[str]) -> frozenset[str]:
    """The prefixes of the words that may say what a text is about: not short, no dates."""
    return frozenset(
        word_prefix(word)
        for word in words
        if (len(word) >= _MIN_LETTERS or not word.isascii()) and not _is_date_part(word)
    )


def word_prefix(word: str) -> str:
    """The first letters of a word, which its other forms share."""
    return word[:_PREFIX_LETTERS]


def _is_date_part(word: str) -> bool:
    return _has_digit(word) or word in calendar_words()


def _has_digit(word: str) -> bool:
    return any(map(str.isdecimal, word))
