"""Reduces a text to the words that stay when numbers, dates and times in it change."""

from __future__ import annotations

from functools import cache

from newsdigest.language.calendar_names import (
    month_names,
    month_numbers,
    short_weekdays,
    weekday_names,
)
from newsdigest.language.tokens import words
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern

# Including separators and suffixes: 1,037 and 10:03, 3rd, 20k, 5pm.
_NUMBER = pattern(r"\d[\d.,:]*[^\W\d_]{0,2}\b|\d")


def gist(text: str) -> str:
    """The words of the text without numbers, days, months, spans of time and plural endings.

    >>> gist("Updated on Tuesday, 10:03: 1 comment") == gist("Updated on Friday, 9:41: 20 comments")
    True
    """
    bare = (word.removesuffix("s") for word in words(_NUMBER.sub(" ", text)))
    passing = _passing_words()
    return " ".join(word for word in bare if word not in passing)


@cache
def _passing_words() -> frozenset[str]:
    listed = read_toml("language/data/passing_words.toml")
    texts = (text for name, text in listed.items() if name != "origin")
    english = (*month_numbers()["en"], *short_weekdays("en"), *short_weekdays("de"))
    names = (*weekday_names(), *month_names(), *english)
    passing = (word for text in (*texts, *names) for word in words(text))
    return frozenset(word.removesuffix("s") for word in passing)
