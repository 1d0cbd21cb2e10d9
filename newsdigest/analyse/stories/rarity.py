"""How rare a term is: the weight by which it tells one event from another."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from newsdigest.analyse.stories.folding import folded_words
from newsdigest.analyse.stories.terms import Terms
from newsdigest.package_data import read_json

# The pile counts against the background as so many articles of the background would. In a pile of
# a dozen articles the background decides, in one of thousands the pile.
BACKGROUND_ARTICLES = 100
# The share of articles that hold a word the background does not know.
UNKNOWN = 5 / 37_554
# The same in languages without a background, by the length of the word: frequent words are short.
UNKNOWN_BY_LENGTH = {1: 0.02, 2: 0.02, 3: 0.02, 4: 0.015, 5: 0.01, 6: 0.006, 7: 0.004, 8: 0.002}
UNKNOWN_LONG = 0.001
# The language of the background.
BACKGROUND_LANGUAGE = "en"


class Rarity:
    """The weight of terms in a pile: minus the logarithm of the share of articles with them."""

    def __init__(
        self, pile: Sequence[Terms], language: str | None, *, folded: bool = False
    ) -> None:
        self._articles = len(pile)
        # Without folding a word counts as often as its weight in the article says: the model of
        # undated piles has learnt so, and loses 1.4 points where articles are counted.
        found_in = _count(frozenset(terms.words) if folded else terms.words for terms in pile)
        phrases_in = _count(terms.phrases for terms in pile)
        known = language in (None, BACKGROUND_LANGUAGE)
        self._background: Mapping[str, float] = {}
        if known:
            self._background = folded_background() if folded else background()
        self._by_length = not known
        self.words = {word: self._weigh_word(word, found) for word, found in found_in.items()}
        weights = [
            self._weigh(found, UNKNOWN) for found in range(max(phrases_in.values(), default=1) + 1)
        ]
        # Most phrases stand in one article alone: they all weigh the same.
        self.lone_phrase = weights[1]
        self.phrases = {phrase: weights[found] for phrase, found in phrases_in.items() if found > 1}
        # Words and phrases that more than one article holds.
        self.shared = {word for word, found in found_in.items() if found > 1} | self.phrases.keys()

    def _weigh_word(self, word: str, found: int) -> float:
        if self._by_length:
            share = UNKNOWN_BY_LENGTH.get(len(word), UNKNOWN_LONG)
        else:
            share = self._background.get(word, UNKNOWN)
        return self._weigh(found, share)

    def _weigh(self, found: int, share: float) -> float:
        expected = found + BACKGROUND_ARTICLES * share
        return -math.log(expected / (self._articles + BACKGROUND_ARTICLES))


def _count(held: Iterable[Iterable[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for terms in held:
        found.update(terms)
    return found


@cache
def background() -> Mapping[str, float]:
    """The share of articles that hold a word, for the frequent words of English news."""
    levels = read_json("analyse/data/background_en.json")["levels"]
    return {word: level["share"] for level in levels for word in level["words"].split()}


@cache
def folded_background() -> Mapping[str, float]:
    """The same for folded words: the largest of the shares of what is folded into one."""
    shares: dict[str, float] = {}
    for word, share in background().items():
        for folded in folded_words(word, BACKGROUND_LANGUAGE):
            shares[folded] = max(share, shares.get(folded, 0.0))
    return shares
