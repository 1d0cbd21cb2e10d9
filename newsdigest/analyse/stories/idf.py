"""Inverse document frequency: how well a term distinguishes events."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from newsdigest.analyse.stories.folding import folded_words
from newsdigest.analyse.stories.neighbours import UNIT
from newsdigest.analyse.stories.terms import ArticleTerms
from newsdigest.package_data import read_json
from newsdigest.valueclasses import valueclass

# The background counts as so many articles: among a dozen articles it decides, among thousands it
# hardly matters.
BACKGROUND_ARTICLES = 100
# The assumed share of articles with a word missing from the background.
UNKNOWN_SHARE = 5 / 37_554
# The same in languages without a background, by word length: frequent words are short.
UNKNOWN_SHARE_BY_LENGTH = {
    1: 0.02,
    2: 0.02,
    3: 0.02,
    4: 0.015,
    5: 0.01,
    6: 0.006,
    7: 0.004,
    8: 0.002,
}
UNKNOWN_SHARE_LONG = 0.001
# The language of the background.
BACKGROUND_LANGUAGE = "en"


@valueclass
class TermStatistics:
    """How many articles a pile has, and in how many of them terms are."""

    articles: int
    words: Mapping[str, float]
    phrases: Mapping[str, float]


def term_statistics(articles: Sequence[ArticleTerms], *, folded: bool) -> TermStatistics:
    """The statistics of all terms of the articles."""
    return TermStatistics(
        len(articles),
        _document_frequencies(words_to_count(terms, folded=folded) for terms in articles),
        _document_frequencies(terms.phrases for terms in articles),
    )


def words_to_count(terms: ArticleTerms, *, folded: bool) -> Iterable[str]:
    """The words of an article, as a mapping where they count by their weight in it.

    Unfolded words do: the undated model was trained that way and loses 1.4 points with document
    counts.
    """
    return terms.words.keys() if folded else terms.words


class IdfWeights:
    """The weights of terms in a corpus: minus the log of the share of articles with them."""

    def __init__(
        self,
        articles: Sequence[ArticleTerms],
        language: str | None,
        *,
        folded: bool = False,
        statistics: TermStatistics | None = None,
    ) -> None:
        """`statistics` are those of a pile that the articles are a part of, with their terms."""
        pile = statistics or term_statistics(articles, folded=folded)
        self._article_count = pile.articles
        word_frequencies, phrase_frequencies = pile.words, pile.phrases
        known = language in (None, BACKGROUND_LANGUAGE)
        self._background: Mapping[str, float] = {}
        if known:
            self._background = folded_background_shares() if folded else background_shares()
        self._by_length = not known
        self.words = {
            word: self._weigh_word(word, found) for word, found in word_frequencies.items()
        }
        weights = {
            found: self._weigh(found, UNKNOWN_SHARE) for found in {1, *phrase_frequencies.values()}
        }
        # Most phrases occur in a single article and weigh the same.
        self.lone_phrase = weights[1]
        self.phrases = {
            phrase: weights[found] for phrase, found in phrase_frequencies.items() if found > 1
        }
        # Words and phrases that several articles have.
        self.shared = {
            word for word, found in word_frequencies.items() if found > 1
        } | self.phrases.keys()

    def rounded_words(self) -> dict[str, int]:
        """The weights of the words as integers, for the reason given at Vector."""
        return {word: round(UNIT * weight) for word, weight in self.words.items()}

    def _weigh_word(self, word: str, found: float) -> float:
        if self._by_length:
            share = _share_by_length(word)
        else:
            share = self._background.get(word, UNKNOWN_SHARE)
        return self._weigh(found, share)

    def _weigh(self, found: float, share: float) -> float:
        expected = found + BACKGROUND_ARTICLES * share
        return -math.log(expected / (self._article_count + BACKGROUND_ARTICLES))


def background_rarity(word: str, language: str | None) -> float:
    """Minus the log of the share of articles of any time with a folded word."""
    if language in (None, BACKGROUND_LANGUAGE):
        return -math.log(folded_background_shares().get(word, UNKNOWN_SHARE))
    return -math.log(_share_by_length(word))


def _share_by_length(word: str) -> float:
    return UNKNOWN_SHARE_BY_LENGTH.get(len(word), UNKNOWN_SHARE_LONG)


def _document_frequencies(held: Iterable[Iterable[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for terms in held:
        found.update(terms)
    return found


@cache
def background_shares() -> Mapping[str, float]:
    """The share of articles with a word, for frequent words of English news."""
    levels = read_json("analyse/data/background_en.json")["levels"]
    return {word: level["share"] for level in levels for word in level["words"].split()}


@cache
def folded_background_shares() -> Mapping[str, float]:
    """The same for folded words: the largest share among the words folded into one."""
    shares: dict[str, float] = {}
    for word, share in background_shares().items():
        for folded in folded_words(word, BACKGROUND_LANGUAGE):
            shares[folded] = max(share, shares.get(folded, 0.0))
    return shares
