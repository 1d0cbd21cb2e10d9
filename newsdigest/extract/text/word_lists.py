"""The word lists of this package, from data/wording.toml and data/chrome.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from newsdigest.package_data import read_toml
from newsdigest.valueclasses import valueclass


class LabelEffect(StrEnum):
    """What an interface label does in a body; data/chrome.toml explains each effect."""

    LINE = "line"
    BOX = "box"
    RELATED = "related"
    END = "end"


@valueclass
class WordLists:
    """Words of header lines, lower case unless stated otherwise."""

    time_words: frozenset[str]
    # Label → name of the field it announces: "source", "url", "title" ...
    fields: Mapping[str, str]
    # As printed, for patterns.
    picture_labels: tuple[str, ...]
    # Labels of the boxes above agency reports.
    summary_box: frozenset[str]
    companies_box: frozenset[str]
    # Words that make a hyphen before them stand for a later word: "Nord- und Südküste".
    hyphen_and: frozenset[str]
    # First and second parts of hyphenated words.
    hyphen_before: frozenset[str]
    hyphen_after: frozenset[str]
    # Endings of words written without a hyphen.
    hyphen_ending: frozenset[str]


@valueclass
class Labels:
    """Interface labels, folded by `fold_label`, and patterns for those with a variable part."""

    exact: Mapping[str, LabelEffect]
    patterns: tuple[tuple[str, LabelEffect], ...]


_FIELDS = (
    *("source", "title", "url", "section", "keywords", "standfirst"),
    *("language", "image", "body", "other"),
)
_COUNT = re.compile(r" ?[(\[]\d{1,7}[)\]]$")


@cache
def word_lists() -> WordLists:
    table = read_toml("extract/text/data/wording.toml")
    return WordLists(
        time_words=frozenset(table["time_words"]),
        fields={word: field for field in _FIELDS for word in table[field]},
        picture_labels=tuple(table["picture_labels"]),
        summary_box=frozenset(table["summary_box"]),
        companies_box=frozenset(table["companies_box"]),
        hyphen_and=frozenset(table["hyphen_and"]),
        hyphen_before=frozenset(table["hyphen_before"]),
        hyphen_after=frozenset(table["hyphen_after"]),
        hyphen_ending=frozenset(table["hyphen_ending"]),
    )


@cache
def labels() -> Labels:
    table = read_toml("extract/text/data/chrome.toml")
    exact = {
        fold_label(text): effect
        for group in table["labels"]
        for effect in LabelEffect
        for text in group.get(effect, ())
    }
    return Labels(exact, tuple(_patterns(table["patterns"])))


def fold_label(text: str) -> str:
    """Lower case, without a count, outer punctuation and symbols."""
    folded = _COUNT.sub("", text.casefold().replace("’", "'"))
    start, end = 0, len(folded)
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and not folded[end - 1].isalnum():
        end -= 1
    return folded[start:end]


def _patterns(groups: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, LabelEffect]]:
    for group in groups:
        for effect in LabelEffect:
            for pattern in group.get(effect, ()):
                yield pattern, effect
