"""The terms of an article: words, the names and phrases among them, headline and lead."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from newsdigest.analyse.stories.folding import (
    countries_of,
    folded_names,
    folded_words,
    places,
)
from newsdigest.language import stop_words, words
from newsdigest.model import Article

# What is read of the body and of the headline, in characters: news stands at the top.
BODY_READ = 2_000
TITLE_READ = 300
# Times a word of the headline counts.
TITLE_WEIGHT = 2
# Words of the lead; of the headline that stands in for a missing one.
LEAD = 60
STAND_IN = 12
# A word inside a sentence: its capital says that it is a name.
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]\w{1,40}")
# Languages that write all nouns with a capital.
CAPITAL_NOUNS = frozenset({"de", "lb"})
# A capitalised word inside a sentence with the word before it. There a noun mostly stands after
# an article or after what ends like an adjective; a name stands after a preposition, a verb, a
# title or another name.
_AFTER = re.compile(r"(?<![\w.])([^\W\d_]+)[,;]? (?=([^\W\d_]\w{1,40}))")
_BEFORE_NOUNS = frozenset(
    {"das", "den", "dem", "des", "der", "die", "ein", "im", "am", "zum", "zur", "vom", "beim"}
    | {"ins", "ans", "kein", "mein", "sein", "ihr", "unser", "mehr", "als", "und", "oder", "ohne"}
    | {"zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "viel", "wenig"}
)
_ADJECTIVE = ("e", "en", "er", "es", "em")
_LEAST_ADJECTIVE = 5
# "sagte", "sollten".
_PAST = ("te", "ten")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an article is about; stop words are left out everywhere."""

    # 1 + log of the count, the headline's words counted twice.
    words: dict[str, float]
    # Of the words, those capitalised in at least half of their uses inside a sentence.
    names: frozenset[str]
    numbers: frozenset[str]
    # Neighbouring words, "central bank".
    phrases: frozenset[str]
    # Of the words, those of the headline and of headline and lead.
    title: frozenset[str]
    lead: frozenset[str]
    # Those that headline and lead name; only of folded terms.
    countries: frozenset[str] = frozenset()


def terms_of(article: Article) -> Terms:
    """The terms of the headline and the beginning of the body."""
    text = beginning(article, BODY_READ)
    return _terms(
        article,
        words((article.title or "")[:TITLE_READ]),
        words(text),
        _names(text, article.language),
    )


def folded_terms_of(article: Article, language: str | None) -> Terms:
    """The same for a pile of that language, the words folded; countries are names."""
    text = beginning(article, BODY_READ)
    title = folded_words((article.title or "")[:TITLE_READ], language)
    body = folded_words(text, language)
    names = folded_names(_names(text, language), language) | places().folded
    countries = countries_of([*title, *body[:LEAD]])
    return replace(_terms(article, title, body, names), countries=countries)


def _terms(article: Article, title: list[str], body: list[str], names: set[str]) -> Terms:
    title = title or body[:STAND_IN]
    stops = stop_words(article.language)
    counts = Counter(body)
    for word in title:
        counts[word] += TITLE_WEIGHT
    kept = {
        word: 1 + math.log(count)
        for word, count in counts.items()
        if word not in stops and (len(word) > 1 or not word.isascii() or word.isdigit())
    }
    return Terms(
        words=kept,
        names=frozenset(kept.keys() & names),
        numbers=frozenset(word for word in kept if word[0].isdigit()),
        phrases=frozenset([*_phrases(title, kept), *_phrases(body, kept)]),
        title=frozenset(kept.keys() & title),
        lead=frozenset(kept.keys() & {*title, *body[:LEAD]}),
    )


def _names(text: str, language: str | None) -> set[str]:
    """The words, in lower case, that are names where they stand inside a sentence."""
    if language in CAPITAL_NOUNS:
        return _names_among_nouns(text)
    inside = Counter(_INSIDE.findall(text))
    return {
        word.lower()
        for word, capitalised in inside.items()
        if word[0].isupper() and capitalised >= inside.get(word.lower(), 0)
    }


def _names_among_nouns(text: str) -> set[str]:
    """Capitalised words that stand nowhere as a noun does."""
    names: set[str] = set()
    nouns: set[str] = set()
    for before, word in _AFTER.findall(text):
        if word[0].isupper():
            (nouns if _introduces_noun(before) else names).add(word.lower())
    return names - nouns


def _introduces_noun(before: str) -> bool:
    if before in _BEFORE_NOUNS:
        return True
    if not before[0].islower() or len(before) < _LEAST_ADJECTIVE or before.endswith(_PAST):
        return False
    return before.endswith(_ADJECTIVE)


def _phrases(tokens: Iterable[str], kept: dict[str, float]) -> list[str]:
    """Pairs of words that follow each other when the stop words are left out."""
    return [f"{one} {two}" for one, two in pairwise(token for token in tokens if token in kept)]


def beginning(article: Article, characters: int) -> str:
    """The body up to so many characters, without joining what is not read."""
    taken: list[str] = []
    for block in article.blocks:
        if characters <= 0:
            break
        taken.append(block.text[:characters])
        characters -= len(block.text)
    return "\n".join(taken)
