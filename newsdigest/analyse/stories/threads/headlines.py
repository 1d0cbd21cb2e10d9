"""The headlines that show the course of a running story."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.analyse.counting import number_of
from newsdigest.analyse.stories.folding import folded_words
from newsdigest.language import stop_words

# Headlines shown of the days before.
MAX_HEADLINES = 3
# Content words that a headline must have beyond each other one.
MIN_NEW_WORDS = 2
# Reports of one event that share more of their content words, counted in the shorter headline, say
# the same in other words: "Thieves take forty outboard motors in one night", "Police look for
# thieves of forty outboard motors". Below it are steps, whose headlines share their names.
RETOLD_SHARE = 0.6


def telling_headlines(
    headlines: Sequence[str], newest: str | None, language: str | None
) -> list[int]:
    """The indices of at most MAX_HEADLINES of the headlines, in order: the first and the last ones.

    `headlines` are the earlier ones, oldest first. Each has MIN_NEW_WORDS content words or more
    that the other chosen ones and the `newest` lack, and lacks as many of theirs.
    """
    contents = [_content(headline, language) for headline in headlines]
    chosen: list[int] = []
    others = [_content(newest or "", language)]
    # How it began, then what came last.
    for index in [*range(min(1, len(headlines))), *range(len(headlines) - 1, 0, -1)]:
        if len(chosen) < MAX_HEADLINES and all(_differ(contents[index], own) for own in others):
            chosen.append(index)
            others.append(contents[index])
    return sorted(chosen)


def says_the_same(headline: str, other: str, language: str | None) -> bool:
    """Whether two headlines of one event share more than RETOLD_SHARE of their content words."""
    one, two = _content(headline, language), _content(other, language)
    return len(one & two) > RETOLD_SHARE * min(len(one), len(two))


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return min(len(one - other), len(other - one)) >= MIN_NEW_WORDS


def _content(headline: str, language: str | None) -> frozenset[str]:
    """Its words but for stop words, of which numbers say something: "nine missing"."""
    stops = stop_words(language)
    return frozenset(
        word
        for word in folded_words(headline, language)
        if word not in stops or number_of(word, language) is not None
    )
