"""Words for sections and feeds, which name no publication: "World news", "À la une"."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from typing import Final

from newsdigest.language import is_western
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

Tokens = tuple[str, ...]

# Letters and digits, with punctuation inside words: "u.s", "editor's"; "top-news" is two words.
_TOKEN: Final = re.compile(r"[^\W_]+(?:[.’'][^\W_]+)*")
# Scripts without spaces between words; a token may hold several words.
_UNSPACED: Final = pattern("[\u3040-\u30ff\u3400-\u9fff]+")
# The longest phrase in the lists.
_MOST_WORDS: Final = 4


def tokens_of(text: str) -> Tokens:
    """The words of a text in lower case."""
    return tuple(_TOKEN.findall(text.casefold().replace("’", "'")))


def is_section(text: str) -> bool:
    """Whether the text consists of one language's words for sections and feeds only.

    >>> is_section("World News and Politics")
    True
    >>> is_section("Rest of World")
    False
    """
    tokens = tokens_of(text)
    return any(_consists_of(tokens, each.phrases, each.fillers) for each in _vocabularies())


def is_general(tokens: Tokens) -> bool:
    """Whether the words only say that there is news: "latest headlines"."""
    return any(_consists_of(tokens, each.general, each.fillers) for each in _vocabularies())


def is_titled_subject(text: str) -> bool:
    """Whether an article turns a subject into a name: "Die Welt", "The World"."""
    tokens = tokens_of(text)
    if len(tokens) != 2 or tokens[:1] not in _listed("articles", "words"):
        return False
    return any(tokens[1:] in each.subjects for each in _vocabularies())


def is_filler(token: str) -> bool:
    """Whether a word only joins others."""
    return any(token in each.fillers for each in _vocabularies())


def leads_to_name(before: Tokens, word: str) -> bool:
    """Whether a name follows: "Latest news from", "Home on"."""
    if (word,) not in _listed("leads", "words") or not is_general(before):
        return False
    return len(before) > 1 or before in _listed("leads", "alone")


@valueclass
class _Vocabulary:
    """The words of one language; the words of feeds are English everywhere."""

    general: frozenset[Tokens]
    subjects: frozenset[Tokens]
    phrases: frozenset[Tokens]
    fillers: frozenset[str]


@cache
def _vocabularies() -> tuple[_Vocabulary, ...]:
    rules = read_toml("press/data/sections.toml")
    english = _phrases(rules["general"]["en"])
    found = []
    for language, fillers in rules["fillers"].items():
        general = english | _phrases(rules["general"][language])
        subjects = _phrases(rules["subjects"][language])
        joining = frozenset(word for phrase in _phrases(fillers) for word in phrase)
        found.append(_Vocabulary(general, subjects, general | subjects, joining))
    return tuple(found)


@cache
def _listed(section: str, name: str) -> frozenset[Tokens]:
    return _phrases(read_toml("press/data/sections.toml")[section][name])


def _phrases(text: str) -> frozenset[Tokens]:
    return frozenset(filter(None, map(tokens_of, text.split(","))))


def _consists_of(tokens: Tokens, phrases: Set[Tokens], fillers: Set[str]) -> bool:
    """Whether phrases and fillers make up all of it, including at least one phrase.

    `reached[n]` says whether the first n words can be made up: None if not, False by fillers only.
    """
    reached: list[bool | None] = [False] + [None] * len(tokens)
    for end in range(1, len(tokens) + 1):
        if reached[end - 1] is not None and tokens[end - 1] in fillers:
            reached[end] = reached[end - 1]
        for first in range(max(0, end - _MOST_WORDS), end):
            if reached[first] is not None and _is_phrase(tokens[first:end], phrases):
                reached[end] = True
    return bool(reached[-1])


def _is_phrase(tokens: Tokens, phrases: Set[Tokens]) -> bool:
    if tokens in phrases:
        return True
    word = tokens[0]
    if len(tokens) > 1 or is_western(word) or not _UNSPACED.fullmatch(word):
        return False
    return _is_chain(word, phrases)


def _is_chain(word: str, phrases: Set[Tokens]) -> bool:
    """Whether a word in a script without spaces is two listed ones: 国际新闻."""
    return any((word[:cut],) in phrases and (word[cut:],) in phrases for cut in range(1, len(word)))
