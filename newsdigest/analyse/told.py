"""What readers of a running story know already, and what is new to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsdigest.analyse.counting import calendar_words, number_of
from newsdigest.analyse.stories import countries_of, folded_words
from newsdigest.analyse.summary import FACT
from newsdigest.language import sentences, stop_words
from newsdigest.model import Article
from newsdigest.valueclasses import valueclass

# An update adds nothing if it has no new name or figure and readers know this share of the content
# words of its headline, and of its text. A rewrite of a known report has 85 % and more of them; the
# next step of a story has others, even with the same names.
_KNOWN_SHARE = 0.85
# "10,000", "52nd", "G7" are one each.
_WORD = re.compile(r"\d+(?:[.,]\d+)*[^\W_]*|[^\W\d_][^\W_]*")
# Shorter texts are headlines, which may hide what is new.
_FEWEST_WORDS = 12


@valueclass
class Told:
    """The words, countries and numbers of texts that readers were given."""

    words: frozenset[str]
    countries: frozenset[str]
    numbers: frozenset[float]
    language: str | None

    @classmethod
    def of(cls, texts: Sequence[str], language: str | None) -> Told:
        words = [word for text in texts for word in folded_words(text, language)]
        numbers = (number_of(word, language) for text in texts for word in _WORD.findall(text))
        return cls(
            frozenset(words),
            countries_of(words),
            frozenset(number for number in numbers if number is not None),
            language,
        )

    def facts_beyond(self, text: str, *, with_days: bool = False) -> list[str]:
        """The names and figures of the text that were not told, as printed.

        A number in words is a figure, except "one", which is often a pronoun. Days and months are
        facts only `with_days`: each day's reports name their own.
        """
        names = {match.start() for match in FACT.finditer(text)}
        return [
            match[0]
            for match in _WORD.finditer(text)
            if (with_days or match[0].lower() not in calendar_words())
            and self._is_new(match[0], is_name=match.start() in names)
        ]

    def _is_new(self, word: str, *, is_name: bool) -> bool:
        number = number_of(word, self.language)
        if word[0].isdigit() or number not in (None, 1):
            return number not in self.numbers and word.lower() not in self.words
        if not is_name:
            return False
        words = folded_words(word, self.language)
        return not (self.words.intersection(words) or self.countries & countries_of(words))

    def share_known(self, text: str) -> float:
        """The share of the content words of the text that were told; 1 for a text without any."""
        content = frozenset(folded_words(text, self.language)) - stop_words(self.language)
        return len(content & self.words) / len(content) if content else 1.0


def new_facts(summary: Sequence[str], told: Told) -> tuple[str, ...]:
    """The names and figures of the summary that were not told, as printed, each once."""
    return tuple(dict.fromkeys(fact for text in summary for fact in told.facts_beyond(text)))


def adds_nothing(articles: Sequence[Article], told: Told) -> bool:
    """Whether readers know all that the articles say. In doubt they do not."""
    return all(_is_known(article, told) for article in articles)


def _is_known(article: Article, told: Told) -> bool:
    title, text = article.title or "", article.text
    # Without capitals names cannot be recognised.
    if len(text.split()) < _FEWEST_WORDS or text.lower() == text.upper():
        return False
    known = min(told.share_known(title), told.share_known(text)) >= _KNOWN_SHARE
    parts = [title, *sentences(text, article.language)]
    return known and not any(told.facts_beyond(part, with_days=True) for part in parts)
