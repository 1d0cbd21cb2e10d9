"""The evidence for kinds of items, from data/kinds/*.toml; any.toml explains its lists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import Any

from newsdigest.model import ArticleKind

# Where a language has no rules of its own, or is not known, the English ones count.
_FALLBACK = "en"
# Bokmål and Nynorsk.
_SAME_AS = {"nb": "no", "nn": "no"}

_TOKEN = re.compile(r"\w+(?:[-'&]\w+)*|[^\w\s]")
_STRAIGHT = str.maketrans("’‘‚“”„«»", '\'\'\'"""""')

Tokens = tuple[str, ...]


class Position(Enum):
    """Where words have to stand in the headline."""

    LABEL = auto()  # by themselves, set off from the rest
    START = auto()
    END = auto()
    ANYWHERE = auto()


@dataclass(frozen=True, slots=True)
class Phrase:
    tokens: Tokens
    position: Position
    kind: ArticleKind


@dataclass(slots=True)
class Evidence:
    """All that counts for articles of one language."""

    # Names of sections, of URL segments, and categories, whole.
    names: dict[str, set[ArticleKind]] = field(default_factory=dict)
    keywords: dict[str, set[ArticleKind]] = field(default_factory=dict)
    # By their first token.
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    openings: dict[str, list[Phrase]] = field(default_factory=dict)
    urls: list[tuple[ArticleKind, re.Pattern[str]]] = field(default_factory=list)
    headlines: list[tuple[ArticleKind, re.Pattern[str]]] = field(default_factory=list)


def folded(text: str) -> str:
    """The text in lower case, its white space single and its quotation marks straight."""
    return " ".join(text.translate(_STRAIGHT).lower().split())


def tokens_of(text: str) -> list[str]:
    """Words, with what hyphens and apostrophes join, and marks, of a folded text."""
    return _TOKEN.findall(text)


def evidence_for(language: str | None) -> Evidence:
    """The evidence for articles of a language: its own and that of every language."""
    primary = (language or _FALLBACK).split("-")[0].lower()
    return _evidence(_SAME_AS.get(primary, primary))


@cache
def _evidence(language: str) -> Evidence:
    own = _table(language) or _table(_FALLBACK) or {}
    found = Evidence()
    for table in (_table("any") or {}, own):
        for name, lists in table.items():
            if name != "origin":
                _add(found, ArticleKind(name), lists)
    return found


def _table(language: str) -> Mapping[str, Any] | None:
    """The file of a language; None where there is none."""
    # A language comes from strangers: it is looked up among the files, never joined to a path.
    paths = {path.name: path for path in (files("newsdigest.analyse") / "data/kinds").iterdir()}
    path = paths.get(f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path else None


def _add(found: Evidence, kind: ArticleKind, lists: Mapping[str, Sequence[str]]) -> None:
    for name in lists.get("names", ()):
        found.names.setdefault(name, set()).add(kind)
    for keyword in lists.get("keywords", ()):
        found.keywords.setdefault(keyword, set()).add(kind)
    for list_name, position in (
        ("labels", Position.LABEL),
        ("start", Position.START),
        ("end", Position.END),
        ("has", Position.ANYWHERE),
    ):
        _add_phrases(found.phrases, kind, lists.get(list_name, ()), position)
    _add_phrases(found.openings, kind, lists.get("openings", ()), Position.START)
    found.urls += _patterns(kind, lists.get("urls", ()))
    found.headlines += _patterns(kind, lists.get("headlines", ()))


def _add_phrases(
    phrases: dict[str, list[Phrase]], kind: ArticleKind, texts: Iterable[str], position: Position
) -> None:
    for text in texts:
        tokens = tuple(tokens_of(text))
        phrases.setdefault(tokens[0], []).append(Phrase(tokens, position, kind))


def _patterns(
    kind: ArticleKind, expressions: Iterable[str]
) -> list[tuple[ArticleKind, re.Pattern[str]]]:
    return [(kind, re.compile(expression)) for expression in expressions]
