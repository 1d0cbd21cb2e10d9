"""The terms of an article: words, names, numbers and phrases, headline and lead."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from itertools import chain, pairwise

from newsdigest.analyse.body import body_start
from newsdigest.analyse.stories.folding import (
    countries_of,
    folded_names,
    folded_words,
    place_names,
)
from newsdigest.language import stop_words, words
from newsdigest.model import Article
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# Characters read of the body and of the headline; the news comes first.
BODY_CHARACTERS = 2_000
TITLE_CHARACTERS = 300
# Occurrences that one in the headline counts as.
TITLE_WEIGHT = 2
# Words of the lead, and of the start of the body that replaces a missing headline.
LEAD_WORDS = 60
STAND_IN_WORDS = 12
# A word inside a sentence, where a capital marks a name.
_INSIDE = pattern(r"(?<=[\w,;] )[^\W\d_]\w{1,40}")
# Languages that capitalise all nouns.
CAPITAL_NOUNS = frozenset({"de", "lb"})
# A capitalised word inside a sentence with the word before it. Nouns mostly follow an article or a
# word that ends like an adjective; names follow a preposition, a verb, a title or another name.
_CAPITALISED_PAIR = pattern(r"(?<![\w.])([^\W\d_]+)[,;]? (?=([^\W\d_]\w{1,40}))")
_NOUN_MARKERS = frozenset(
    {"das", "den", "dem", "des", "der", "die", "ein", "im", "am", "zum", "zur", "vom", "beim"}
    | {"ins", "ans", "kein", "mein", "sein", "ihr", "unser", "mehr", "als", "und", "oder", "ohne"}
    | {"zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "viel", "wenig"}
)
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_MIN_ADJECTIVE = 5
# "sagte", "sollten".
_PAST_ENDINGS = ("te", "ten")


@valueclass
class ArticleTerms:
    """The terms of an article, without stop words."""

    # 1 + log of the count, the headline's words counted twice.
    words: dict[str, float]
    # The words capitalised in at least half of their uses inside sentences.
    names: frozenset[str]
    numbers: frozenset[str]
    # Neighbouring words, "central bank", each once.
    phrases: tuple[str, ...]
    # The words of the headline, and of headline and lead.
    title: frozenset[str]
    lead: frozenset[str]
    # The countries named by headline and lead; for folded terms only.
    countries: frozenset[str] = frozenset()


def terms_of(article: Article) -> ArticleTerms:
    """The terms of the headline and the start of the body."""
    text = body_start(article, BODY_CHARACTERS)
    return _terms(
        article,
        words((article.title or "")[:TITLE_CHARACTERS]),
        words(text),
        _names(text, article.language),
    )


def folded_terms_of(
    article: Article, language: str | None, *, with_phrases: bool = True
) -> ArticleTerms:
    """The same with words folded for a corpus in that language; countries are names."""
    text = body_start(article, BODY_CHARACTERS)
    title = folded_words((article.title or "")[:TITLE_CHARACTERS], language)
    body = folded_words(text, language)
    names = folded_names(_names(text, language), language) | place_names().folded
    countries = countries_of([*title, *body[:LEAD_WORDS]])
    return _terms(article, title, body, names, countries, with_phrases=with_phrases)


def _terms(
    article: Article,
    title: list[str],
    body: list[str],
    names: set[str],
    countries: frozenset[str] = frozenset(),
    *,
    with_phrases: bool = True,
) -> ArticleTerms:
    title = title or body[:STAND_IN_WORDS]
    stops = stop_words(article.language)
    counts = Counter(body)
    for word in title:
        counts[word] += TITLE_WEIGHT
    kept = {
        word: _weight_of(count)
        for word, count in counts.items()
        if word not in stops and (len(word) > 1 or not word.isascii() or word.isdigit())
    }
    return ArticleTerms(
        words=kept,
        names=frozenset(kept.keys() & names),
        numbers=frozenset(word for word in kept if word[0].isdigit()),
        phrases=_phrases(title, body, kept) if with_phrases else (),
        title=frozenset(kept.keys() & title),
        lead=frozenset(kept.keys() & {*title, *body[:LEAD_WORDS]}),
        countries=countries,
    )


def _names(text: str, language: str | None) -> set[str]:
    """The words inside sentences that are names, in lower case."""
    if language in CAPITAL_NOUNS:
        return _names_among_nouns(text)
    inside = Counter(_INSIDE.findall(text))
    return {
        word.lower()
        for word, capitalised in inside.items()
        if word[0].isupper() and capitalised >= inside.get(word.lower(), 0)
    }


def _names_among_nouns(text: str) -> set[str]:
    """Capitalised words never used like a noun, in lower case."""
    names: set[str] = set()
    nouns: set[str] = set()
    for before, word in _CAPITALISED_PAIR.findall(text):
        if word[0].isupper():
            (nouns if _introduces_noun(before) else names).add(word.lower())
    return names - nouns


def _introduces_noun(before: str) -> bool:
    if before in _NOUN_MARKERS:
        return True
    if not before[0].islower() or len(before) < _MIN_ADJECTIVE or before.endswith(_PAST_ENDINGS):
        return False
    return before.endswith(_ADJECTIVE_ENDINGS)


def _phrases(title: list[str], body: list[str], kept: dict[str, float]) -> tuple[str, ...]:
    """Bigrams of the words without stop words."""
    found = chain.from_iterable(
        pairwise(token for token in tokens if token in kept) for tokens in (title, body)
    )
    return tuple(dict.fromkeys([f"{one} {two}" for one, two in found]))


@cache
def _weight_of(count: int) -> float:
    """The weight of a word in an article that has it so often."""
    return 1 + math.log(count)
