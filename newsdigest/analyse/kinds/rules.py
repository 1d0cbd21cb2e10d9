"""Rules for kinds of items, from data/kinds/*.toml; any.toml explains its lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import Enum, auto
from functools import cache

from newsdigest.model import ArticleKind
from newsdigest.package_data import file_names, read_toml
from newsdigest.patterns import pattern
from newsdigest.valueclasses import recordclass, valueclass

# The rules for unknown languages and for those without rules of their own.
_FALLBACK = "en"
# Bokmål and Nynorsk.
_ALIASES = {"nb": "no", "nn": "no"}

_DATA = "analyse/data/kinds"
_TOKEN = re.compile(r"\w+(?:[-'&]\w+)*|[^\w\s]")
_STRAIGHT_QUOTES = str.maketrans("’‘‚“”„«»", '\'\'\'"""""')

Tokens = tuple[str, ...]


class Position(Enum):
    """Where in the headline a phrase must stand."""

    LABEL = auto()  # by themselves, set off from the rest
    START = auto()
    END = auto()
    ANYWHERE = auto()


@valueclass
class KindPhrase:
    tokens: Tokens
    position: Position
    kind: ArticleKind


@recordclass
class KindRules:
    """The rules for articles of one language."""

    # Whole names of sections and URL segments.
    names: dict[str, set[ArticleKind]] = field(default_factory=dict)
    keywords: dict[str, set[ArticleKind]] = field(default_factory=dict)
    # By their first token.
    phrases: dict[str, list[KindPhrase]] = field(default_factory=dict)
    openings: dict[str, list[KindPhrase]] = field(default_factory=dict)
    urls: list[tuple[ArticleKind, re.Pattern[str]]] = field(default_factory=list)
    headlines: list[tuple[ArticleKind, re.Pattern[str]]] = field(default_factory=list)


def normalised(text: str) -> str:
    """The text in lower case with single spaces and straight quotation marks."""
    return " ".join(text.translate(_STRAIGHT_QUOTES).lower().split())


def tokenise(text: str) -> list[str]:
    """The words and marks of a normalised text; hyphens and apostrophes join words."""
    return _TOKEN.findall(text)


def rules_for(language: str | None) -> KindRules:
    """The rules of a language together with those of every language."""
    primary = (language or _FALLBACK).split("-")[0].lower()
    return _rules(_ALIASES.get(primary, primary))


@cache
def _rules(language: str) -> KindRules:
    own = language if f"{language}.toml" in file_names(_DATA) else _FALLBACK
    rules = KindRules()
    for table in (read_toml(f"{_DATA}/any.toml"), read_toml(f"{_DATA}/{own}.toml")):
        for name, lists in table.items():
            if name != "origin":
                _add(rules, ArticleKind(name), lists)
    return rules


def _add(rules: KindRules, kind: ArticleKind, lists: Mapping[str, Sequence[str]]) -> None:
    for name in lists.get("names", ()):
        rules.names.setdefault(name, set()).add(kind)
    for keyword in lists.get("keywords", ()):
        rules.keywords.setdefault(keyword, set()).add(kind)
    for list_name, position in (
        ("labels", Position.LABEL),
        ("start", Position.START),
        ("end", Position.END),
        ("has", Position.ANYWHERE),
    ):
        _add_phrases(rules.phrases, kind, lists.get(list_name, ()), position)
    _add_phrases(rules.openings, kind, lists.get("openings", ()), Position.START)
    rules.urls += _patterns(kind, lists.get("urls", ()))
    rules.headlines += _patterns(kind, lists.get("headlines", ()))


def _add_phrases(
    phrases: dict[str, list[KindPhrase]],
    kind: ArticleKind,
    texts: Iterable[str],
    position: Position,
) -> None:
    for text in texts:
        tokens = tuple(tokenise(text))
        phrases.setdefault(tokens[0], []).append(KindPhrase(tokens, position, kind))


def _patterns(
    kind: ArticleKind, expressions: Iterable[str]
) -> list[tuple[ArticleKind, re.Pattern[str]]]:
    return [(kind, pattern(expression)) for expression in expressions]
