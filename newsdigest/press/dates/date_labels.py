"""Labels of dates, the words before them, in many languages, as data."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from newsdigest.package_data import read_toml

_LONGEST = 40
_JOINTS = " \t\n:：,.|·•-–—("


class Label(StrEnum):
    """What a date is, according to the words before it."""

    PUBLISHED = "published"
    MODIFIED = "modified"
    OTHER = "other"


def label_before(words: str) -> Label | None:
    """The label at the end of `words`, lower-case text before a date."""
    words = words.rstrip(_JOINTS)
    for phrase, label in _by_end().get(words[-1:], ()):
        if words.endswith(phrase) and _is_edge(words, len(words) - len(phrase) - 1, phrase[0]):
            return label
    return None


def split_label(text: str) -> tuple[Label | None, str]:
    """The label at the beginning of a text, and what follows it."""
    lowered = text[:_LONGEST].lower()
    for phrase, label in _by_start().get(lowered[:1], ()):
        if label is not Label.OTHER and lowered.startswith(phrase):
            rest = text[len(phrase) :]
            if rest and not (rest[0].isalpha() and phrase[-1].isalpha() and phrase[-1] < "\u0e00"):
                return label, rest.lstrip(_JOINTS)
    return None, text


def date_field(words: str) -> str | None:
    """The date field that the words, lower case, name before a colon: "published", "modified"."""
    if words in read_toml("press/data/date_labels.toml")["fields"]:
        return Label.PUBLISHED
    return dict(_by_start().get(words[:1], ())).get(words)


def _is_edge(words: str, place: int, first: str) -> bool:
    """Whether a word can begin after `place`; in scripts without spaces, it can anywhere."""
    return place < 0 or not words[place].isalnum() or ord(first) >= 0x0E00


_Index = dict[str, list[tuple[str, Label]]]


@cache
def _by_start() -> _Index:
    return _index(0)


@cache
def _by_end() -> _Index:
    return _index(-1)


def _index(place: int) -> _Index:
    """The phrases by the character at `place`, so that few are compared with each line.

    Longer phrases come first, so that "last updated" is not read as "date".
    """
    rules = read_toml("press/data/date_labels.toml")
    pairs = [(phrase, label) for label in Label for phrase in rules[label]]
    index: _Index = {}
    for phrase, label in sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])):
        index.setdefault(phrase[place], []).append((phrase, label))
    return index
