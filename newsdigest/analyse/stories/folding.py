"""Words as reports are compared by them: a country and its people are one word, plurals too.

"US", "U.S." and "American" are one word, "Iran", "Iranians" and "iranischen" another. On real feeds
this raises pair F1 from .71 to .76 (one division of the folds); Snowball stems add nothing to that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsdigest.language import words
from newsdigest.package_data import read_toml

# In lower case this is a stop word.
_AMERICA = re.compile(r"\bUSA?\b")
# The endings of German nouns and adjectives, and the least that must stay.
_GERMAN_ENDINGS = ("en", "er", "es", "em", "e", "n", "s")
_LEAST_STEM = 4
# A plural of English is longer.
_SHORT = 3
# Memory of folded words: a run has some 60,000 different ones.
_REMEMBERED = 1 << 18


@dataclass(frozen=True, slots=True)
class Places:
    """What data/places.toml names, each as one token or as two: "iran", "south korea"."""

    # The word into which names of a country and its people are folded.
    words: Mapping[str, str]
    # The countries for which names, people and cities stand.
    countries: Mapping[str, str]
    # The first tokens of all that has two.
    firsts: frozenset[str]
    # What `words` folds into.
    folded: frozenset[str]


def folded_words(text: str, language: str | None) -> list[str]:
    """The words of the text, folded, in order and with repetitions."""
    fold = _folding(language)
    tokens = [fold[word] for word in words(_AMERICA.sub("u.s", text))]
    return tokens if places().firsts.isdisjoint(tokens) else list(_joined(tokens))


def folded_names(names: Iterable[str], language: str | None) -> set[str]:
    """Words in lower case, folded one by one."""
    fold = _folding(language)
    return {fold[name] for name in names}


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    """The tokens, those that name a country or a city together made one."""
    firsts, names = places().firsts, places().words
    taken = False
    for place, token in enumerate(tokens):
        if taken:
            taken = False
            continue
        if token in firsts and place + 1 < len(tokens):
            both = f"{token} {tokens[place + 1]}"
            if both in places().countries:
                taken = True
                token = names.get(both, both.replace(" ", "-"))
        yield token


def countries_of(tokens: Sequence[str]) -> frozenset[str]:
    """The countries that folded words name, by themselves, their people or their cities."""
    known = places().countries
    return frozenset(known[token] for token in tokens if token in known)


class _Folding(dict[str, str]):
    """Words of one language and what they are folded into, worked out once each."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self._german = language == "de"
        self._english = language in (None, "en")

    def __missing__(self, word: str) -> str:
        folded = self._fold(word)
        if len(self) < _REMEMBERED:
            self[word] = folded
        return folded

    def _fold(self, word: str) -> str:
        known = places().words
        for form in (word, *self._stems(word)):
            if form in known:
                return known[form]
        return _without_accents(next(self._stems(word), word))

    def _stems(self, word: str) -> Iterator[str]:
        if self._german:
            yield from _german_stems(word)
        elif self._english and len(word) > _SHORT and word[-1] == "s" and word[-2] not in "isu":
            yield word[:-3] + "y" if word.endswith("ies") and len(word) > _SHORT + 1 else word[:-1]


def _german_stems(word: str) -> Iterator[str]:
    for ending in _GERMAN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            yield word[: -len(ending)]


@cache
def _folding(language: str | None) -> _Folding:
    return _Folding(language)


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    return "".join([part for part in parts if not unicodedata.combining(part)])


@cache
def places() -> Places:
    """The names of countries, of their people and of cities that stand for them."""
    rows = read_toml("analyse/data/places.toml")["country"]
    folded: dict[str, str] = {}
    countries: dict[str, str] = {}
    for names, people, cities in rows:
        country = names.partition("|")[0].replace(" ", "-")
        for name in _listed(f"{names}|{people}"):
            folded[name] = country
        for name in _listed(f"{names}|{people}|{cities}|{country}"):
            countries[name] = country
        countries |= {_without_accents(city.replace(" ", "-")): country for city in _listed(cities)}
    firsts = frozenset(name.partition(" ")[0] for name in countries if " " in name)
    return Places(folded, countries, firsts, frozenset(folded.values()))


def _listed(names: str) -> list[str]:
    return [name for name in names.split("|") if name]
