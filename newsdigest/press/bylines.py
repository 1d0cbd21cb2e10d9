"""Bylines: who wrote a report, as pages, texts and feeds print it.

    By Ann Lee and Bo Park, Staff Writers
    Geschrieben von Anna Lehm · 6. Juni 2025

Names alone, without what introduces them, roles, places and dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from newsdigest.press.dates import Reader, find_day
from newsdigest.press.rules import load_rules
from newsdigest.press.wording import words_of

MAX_AUTHORS = 12
LONGEST_BYLINE = 160
_LONGEST_NAME_LINE = 40
_MOST_WORDS = 6
# Addresses, and the "design:", "photo:" and template slots that stand in the place of a name.
NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|html?)\b|:\s|[{}<>=%]|\w\.\w+\.\w", re.IGNORECASE
)
# What ends the name in a byline: a separator, a bracket, a number.
_END = re.compile(r"\s[|•·⋅–—/-]{1,2}(?:\s|$)|[|•·⋅●;()\[\]\n]|[\s@#]?\d")
_LIST = re.compile(r"\s{0,3}[,、，&/]\s{0,3}")
_JOINTS = (",", "&", ";", "、", "，")
_LONGEST_PREFIX = 30
EDGES = " \t\n\"'“”‘’.,:;：|-–—·•/&"
LETTERS = re.compile(r"[^\W\d_]")


def read_byline(parts: Sequence[str]) -> tuple[str, ...]:
    """The names after the words that introduce them, wherever in the line these stand."""
    for number, part in enumerate(parts):
        rest = after_introduction(part)
        if rest is None:
            continue
        names = list(_run_of_names([rest, *parts[number + 1 :]]))
        # A single word in lower case is a user's name where it stands alone, else the text goes on.
        if names and not (names[0].islower() and sum(map(len, parts)) > _LONGEST_NAME_LINE):
            return tuple(dict.fromkeys(names))[:MAX_AUTHORS]
    return ()


def is_byline(text: str) -> bool:
    """Whether a line begins with words that introduce an author."""
    return after_introduction(text) is not None


def after_introduction(text: str) -> str | None:
    """What follows the words that introduce an author, "" if nothing; None without such words."""
    lowered = text[:_LONGEST_PREFIX].lower()
    for prefix in _prefixes().get(lowered[:1], ()):
        if lowered.startswith(prefix):
            rest = text[len(prefix) :]
            # "Byron" does not begin with "by"; Chinese sets no space after the word.
            if not rest or not (rest[0].isalnum() and prefix[-1].isalnum() and prefix.isascii()):
                return rest.strip(" :：\t")
    return None


def without_introduction(name: str) -> str:
    rest = after_introduction(name)
    return rest if rest and rest[:1].isupper() else name


def _run_of_names(parts: Iterable[str]) -> Iterator[str]:
    """The names that the parts of a line begin with; each further one needs a joint before it."""
    first, joined = True, True
    for part in parts:
        bare = part.strip(EDGES)
        if not bare or bare.casefold() in _rules("joins"):
            joined = joined or part.strip() in _JOINTS or bool(bare)
            continue
        names, whole = leading_people(part) if joined else ([], False)
        if not first and not all(map(_is_another, names)):
            return
        yield from names
        if not names or not whole:
            return
        first, joined = False, part.rstrip().endswith(_JOINTS)


def leading_people(text: str) -> tuple[list[str], bool]:
    """The names that `text` begins with, and whether it holds nothing else."""
    day = find_day(text, _READER)
    end = _END.search(text)
    stop = min(day.start if day else len(text), end.start() if end else len(text))
    names: list[str] = []
    whole = stop == len(text)
    for piece in _pieces(text[:stop]):
        name, complete = _leading_name(piece)
        whole = whole and complete
        if name is None or (names and not _is_another(name)):
            return names, False
        if not _is_role(name) or not names:
            names.append(name)
    return names, whole


def _is_another(name: str) -> bool:
    """Whether what follows a name and a comma can be one too: of two words, none of a label."""
    words = words_of(name)
    return len(words) > 1 and not any(word in _rules("not_names") for word in words)


def _pieces(text: str) -> Iterator[str]:
    """The members of a list of names."""
    for part in _LIST.split(text):
        words = part.split()
        piece: list[str] = []
        for number, word in enumerate(words):
            if word in _rules("joins") and word not in _rules("particles") and number:
                yield " ".join(piece)
                piece = []
            else:
                piece.append(word)
        if piece:
            yield " ".join(piece)


def _leading_name(piece: str) -> tuple[str | None, bool]:
    """The name that a piece begins with, up to a word that cannot be part of one."""
    words = piece.split()
    kept: list[str] = []
    for word in words:
        if not _may_be_in_name(word, kept):
            break
        kept.append(word)
    name = " ".join(kept).strip(EDGES)
    if len(kept) > _MOST_WORDS or not LETTERS.search(name) or len(name) < 2:
        return None, False
    if is_nobody(name) or NO_NAME.search(name):
        return None, False
    if name.islower() and len(kept) < len(words):
        return None, False
    return name, len(kept) == len(words)


def _may_be_in_name(word: str, before: Sequence[str]) -> bool:
    bare = word.strip(EDGES).lower()
    if bare in _labels():
        return False
    first = next((c for c in word if c.isalpha()), "")
    if not first.islower():
        return True
    # A handle is in lower case altogether, and is the first word.
    return bare in _rules("particles") or (not before and bare not in _rules("not_names"))


def _is_role(name: str) -> bool:
    return any(word in _rules("roles") for word in words_of(name))


def is_full_name(text: str) -> bool:
    """Whether a text is two to four capitalised words, none of which is seen in labels."""
    words = text.split()
    if not 2 <= len(words) <= 4 or len(text) > _LONGEST_NAME_LINE:
        return False
    if any(word in _rules("not_names") or word in _rules("roles") for word in words_of(text)):
        return False
    return all(_is_capitalised(word) or word in _rules("particles") for word in words)


def has_date(text: str) -> bool:
    """Whether a short line prints a day."""
    return len(text) <= LONGEST_BYLINE // 2 and find_day(text, _READER) is not None


def is_nobody(name: str) -> bool:
    """Whether a name is one that content systems put where no author is known."""
    return name.casefold() in _rules("nobody")


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and all(c.isalpha() or c in ".'’-" for c in word)


# Only whether a day is printed matters here, not which one.
_READER = Reader(date(2020, 1, 1))


@cache
def _rules(name: str) -> frozenset[str]:
    rules: dict[str, Any] = load_rules("bylines.toml")
    return frozenset(rules[name])


@cache
def _prefixes() -> dict[str, list[str]]:
    """What introduces an author, by first character, the longest first."""
    rules = load_rules("bylines.toml")
    index: dict[str, list[str]] = {}
    for prefix in sorted({*rules["surely"], *rules["before"]}, key=lambda p: (-len(p), p)):
        index.setdefault(prefix[0], []).append(prefix)
    return index


@cache
def _labels() -> frozenset[str]:
    """Single words that introduce dates and so end a name: "Jane Doe Updated 6 June"."""
    rules = load_rules("date_labels.toml")
    phrases = (*rules["published"], *rules["modified"])
    return frozenset(p for p in phrases if " " not in p and len(p) > 4) | {"last", "first"}
