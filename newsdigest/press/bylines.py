"""Bylines: who wrote a report, as pages, texts and feeds print it.

    By Ann Lee and Bo Park, Staff Writers
    Geschrieben von Anna Lehm · 6. Juni 2025
    홍길동 기자

Names alone, without what introduces them, roles, places and dates. `read_byline` finds them in a
line of several parts, `read_signature` in a text that is a list of names and nothing else,
`people_in` in a field of data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final

from newsdigest.language import ScriptPattern, is_western
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.agencies import Signature, agency_name, byline_agency, is_photo_agency
from newsdigest.press.dates import DateContext, find_day
from newsdigest.press.person_names import (
    EDGES,
    byline_words,
    has_wide_role,
    is_full_name,
    is_news_house,
    is_person,
    is_role,
    without_wide_role,
)
from newsdigest.press.words import WIDE, has_publication_word, is_wide, words_of

__all__ = [
    "LONGEST_BYLINE",
    "MAX_AUTHORS",
    "after_introduction",
    "full_names",
    "has_date",
    "introduced",
    "is_byline",
    "is_introduction",
    "is_photo_credit",
    "leading_people",
    "people_in",
    "read_byline",
    "read_signature",
]

MAX_AUTHORS: Final = 12
LONGEST_BYLINE: Final = 160
_LONGEST_NAME_LINE: Final = 40
_LONGEST_PREFIX: Final = 30
_MOST_WORDS: Final = 6
# A name in running text: people have five words at most.
_MOST_SIGNING_WORDS: Final = 5
# What ends a name in a byline: a separator, a bracket, a number.
_END: Final = re.compile(r"\s[|•·⋅–—/-]{1,2}(?:\s|$)|[|•·⋅●;()\[\]\n]|[\s@#]?\d")
_LIST: Final = ScriptPattern.of(r"\s{0,3}[,、，&/;|]\s{0,3}", rf"(?<=[{WIDE}])[·／](?=[{WIDE}])")
# "王小明／台北報導"
_REPORTED_FROM: Final = pattern(
    r"[／/\s]{1,3}[\u4e00-\u9fff]{2,6}?(?:綜合|综合)?(?:報導|报道|報道)(?=$|\s)"
)
_JOINTS: Final = (",", "&", ";", "、", "，")
# Must follow a word that does not introduce anybody on its own.
_COLONS: Final = (":", "：", "/", "／", "＝", "=", "・")
_ADDRESS: Final = re.compile(r"[^\s<>()\"',;@]{1,64}@[^\s<>()\"',;@]{1,100}")
_EMPTY: Final = re.compile(r"\(\s{0,9}\)|<\s{0,9}>|\[\s{0,9}\]")
# "Benedict Lindqvist (ben)", "ben (Benedict Lindqvist)".
_HANDLE: Final = re.compile(r"\(\w[\w. -]{0,40}\)$")
# The same in a data field, where a number may belong to a name: "Rapid7" is no "Rapid".
_FIELD_END: Final = re.compile(r"\s[|•·⋅–—-]{1,2}\s|[|•·⋅●;()\[\]\n]")
_URL: Final = re.compile(r"(?:https?:|www\.)\S{0,300}", re.IGNORECASE)
# Degrees and similar letters: "MD", "Ph.D.", "FACP".
_DEGREE: Final = re.compile(r"[A-Z][A-Z.a-z-]{0,3}[A-Z](?:\.|[®™]|-[A-Z\d]{1,4})?")
# It only matters whether a day is printed, not which one.
_DATE_CONTEXT: Final = DateContext(date(2020, 1, 1))


def read_byline(parts: Sequence[str]) -> tuple[str, ...]:
    """The names on a line, by the words that introduce them anywhere on it."""
    if is_photo_credit(" ".join(parts), sold=True) or _is_of_others(parts[0] if parts else ""):
        return ()
    parts = [_without_place(part) for part in parts]
    for number, part in enumerate(parts):
        rest = after_introduction(part)
        before = words_of(parts[number - 1])[-1:] if number else ()
        if rest is None or not byline_words("others").isdisjoint(before):
            continue
        names = list(_run_of_names([rest, *parts[number + 1 :]]))
        # A single lower-case word is a user name if it stands alone; otherwise it is text.
        if names and not (names[0].islower() and sum(map(len, parts)) > _LONGEST_NAME_LINE):
            return tuple(dict.fromkeys(names))[:MAX_AUTHORS]
    return _signed_by_role(parts)


def read_signature(text: str) -> Signature | None:
    """Who signs in a text that is a list of names and roles and nothing else; None for any other.

    >>> read_signature("Ann Lee and Bo Park, Staff Writers").authors
    ('Ann Lee', 'Bo Park')
    """
    authors: list[str] = []
    agencies: list[str] = []
    for piece in list(_pieces(text))[:MAX_AUTHORS]:
        name = piece.strip(EDGES)
        if not name or is_role(name):
            continue
        if agency := agency_name(name):
            agencies.append(agency)
        elif _may_sign(name):
            authors.append(_in_small_letters(without_wide_role(name)))
        else:
            return None
    return Signature(tuple(dict.fromkeys(authors)), "/".join(dict.fromkeys(agencies)) or None)


def introduced(text: str) -> str | None:
    """What follows "By", "Geschrieben von", "作者：" in running text, or None."""
    rest = after_introduction(text, running=True)
    return rest or (text if has_wide_role(text) else None)


def is_byline(text: str) -> bool:
    """Whether a line begins with words that introduce an author."""
    return after_introduction(text) is not None


def is_introduction(words: str) -> bool:
    """Whether the words, lower case, introduce authors before a colon."""
    return words in _prefixes().get(words[:1], ())


def is_photo_credit(text: str, *, sold: bool = False) -> bool:
    """Whether a line may name a photographer and an agency: "By Ann Lee/AFP".

    Reports are signed like that as well. With `sold`, only agencies count that supply no reports:
    "By Ann Lee/AFP/Getty Images".
    """
    parts = [part.strip(" .()[]") for part in text.split("/")]
    return any(is_photo_agency(part, reports=not sold) for part in (parts[1:] or parts))


def people_in(values: Iterable[str]) -> tuple[str, ...]:
    """The people and agencies named in data fields, each once; no sections, firms or jobs."""
    found: dict[str, str] = {}
    for value in values:
        for name in _people_in_field(value):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MAX_AUTHORS]


def after_introduction(text: str, *, running: bool = False) -> str | None:
    """What follows the words that introduce an author, "" if nothing; None without such words.

    In `running` text, an everyday word ("Author") counts only before a colon.
    """
    lowered = text[:_LONGEST_PREFIX].lower()
    for prefix in _prefixes().get(lowered[:1], ()):
        if not lowered.startswith(prefix):
            continue
        rest = text[len(prefix) :]
        bound = prefix in byline_words("labels") or (running and prefix in byline_words("nouns"))
        if bound and not rest.lstrip().startswith(_COLONS):
            continue
        # "Byron" does not begin with "by"; Chinese has no space after the word.
        if not rest or not (rest[0].isalnum() and prefix[-1].isalnum() and _is_spaced(prefix[-1])):
            return rest.strip(" \t" + "".join(_COLONS))
    return None


def leading_people(text: str) -> tuple[list[str], bool]:
    """The names at the beginning of `text`, and whether they make up all of it."""
    day = find_day(text, _DATE_CONTEXT)
    end = _END.search(text)
    stop = min(day.start if day else len(text), end.start() if end else len(text))
    names: list[str] = []
    whole = stop == len(text)
    for piece in _pieces(text[:stop]):
        if names and _is_degree(piece):
            continue
        if len(names) == 1 and _is_state(piece):
            return [], False
        if names and is_news_house(piece):
            continue
        name, complete = _leading_name(piece)
        whole = whole and complete
        if name is None or (names and not _is_another(name)):
            return names, False
        if not is_role(piece, behind_a_name=bool(names)):
            names.append(name)
    return names, whole


def full_names(text: str) -> tuple[str, ...]:
    """The names on a line that consists of full names only; () for any other."""
    names: list[str] = []
    for piece in _pieces(text):
        if names and _is_degree(piece):
            names[-1] += f", {piece}"
        elif not is_full_name(piece.strip(EDGES)):
            return ()
        else:
            names.append(piece.strip(EDGES))
    return tuple(names[:MAX_AUTHORS])


def _is_degree(piece: str) -> bool:
    return _DEGREE.fullmatch(piece) is not None and byline_agency(piece) is None


def _is_state(piece: str) -> bool:
    """Whether what follows a comma is a state, after a place: "San Jose, Calif."."""
    return piece.endswith(".") and piece.strip(". ").casefold() in byline_words("states")


def _is_of_others(text: str) -> bool:
    """Whether a line or field names an editor or photographer: "編輯：王小明"."""
    label, colon, _ = text.replace(":", "：").partition("：")
    return bool(colon) and label.strip() in byline_words("wide_others")


def has_date(text: str) -> bool:
    """Whether a short line contains a day."""
    return len(text) <= LONGEST_BYLINE // 2 and find_day(text, _DATE_CONTEXT) is not None


def _is_spaced(character: str) -> bool:
    """Whether words in the character's script are separated by spaces."""
    return character < "\u0e00" or "\uac00" <= character <= "\ud7a3"


def _may_sign(name: str) -> bool:
    words = name.split()
    if is_wide(name[0]):
        return len(words) <= 2 and is_person(without_wide_role(name))
    if not 2 <= len(words) <= _MOST_SIGNING_WORDS or name.endswith(("?", "!")):
        return False
    small = byline_words("particles")
    return is_person(name) and all(not word[0].islower() or word in small for word in words)


def _in_small_letters(name: str) -> str:
    return name.title() if name.isupper() and " " in name else name


def _signed_by_role(parts: Sequence[str]) -> tuple[str, ...]:
    """The names on a line that are followed by a role: "홍길동 기자", "王小明記者"."""
    names = [part for part in parts if has_wide_role(part)]
    return tuple(map(without_wide_role, names)) if names else ()


def _run_of_names(parts: Iterable[str]) -> Iterator[str]:
    """The names at the beginning of a line's parts; each further one needs a joint before it."""
    first, joined = True, True
    for part in parts:
        bare = part.strip(EDGES)
        if not bare or bare.casefold() in byline_words("joins"):
            joined = joined or part.strip() in _JOINTS or bool(bare)
            continue
        names, whole = leading_people(part) if joined else ([], False)
        if not first and not all(map(_is_another, names)):
            return
        yield from names
        if not names or not whole:
            return
        first, joined = False, part.rstrip().endswith(_JOINTS)


def _is_another(name: str) -> bool:
    """Whether what follows a name and a comma can be a name too: two words, none of a label."""
    words = words_of(name)
    if is_wide(name[0]):
        return True
    return len(words) > 1 and not any(word in byline_words("not_names") for word in words)


def _without_place(text: str) -> str:
    return text if is_western(text) else _REPORTED_FROM.sub("", text)


def _pieces(text: str) -> Iterator[str]:
    """The members of a list of names."""
    for part in _LIST.on(text).split(text):
        words = part.split()
        piece: list[str] = []
        for number, word in enumerate(words):
            if piece and _joins(words, number, len(piece)):
                yield " ".join(piece)
                piece = []
            else:
                piece.append(word)
        if piece and piece[0] in byline_words("joins") and len(piece) > 1:
            piece = piece[1:]  # ", and Bo Park"
        if piece:
            yield " ".join(piece)


def _joins(words: Sequence[str], number: int, before: int) -> bool:
    """Whether the word at `number` joins two names.

    A word that may be part of a name only joins two full ones: "Ana Sol y Leo Paz", but "José
    Ortega y Gasset".
    """
    word = words[number]
    if word.isupper() and words[number - 1].isupper():
        word = word.lower()
    if word not in byline_words("joins"):
        return False
    after = words[number + 1 : number + 3]
    if before > 1 and len(after) == 1 and byline_agency(after[0]):
        return True
    return word not in byline_words("particles") | byline_words("prepositions") or (
        before > 1 and len(after) == 2 and not any(each in byline_words("joins") for each in after)
    )


def _leading_name(piece: str) -> tuple[str | None, bool]:
    """The name at the beginning of a piece, up to a word that cannot be part of one."""
    words = piece.split()
    kept: list[str] = []
    for word in words:
        if not _may_be_in_name(word, kept):
            break
        kept.append(word)
    name = without_wide_role(" ".join(kept).strip(EDGES))
    if len(kept) > _MOST_WORDS or not (is_role(name) or _is_named(name)):
        return None, False
    if name.islower() and len(kept) < len(words):
        return None, False
    return name, len(kept) == len(words)


def _is_named(name: str) -> bool:
    """Whether it names a person, or an agency, which signs as people do."""
    return is_person(name) or byline_agency(name) is not None


def _may_be_in_name(word: str, before: Sequence[str]) -> bool:
    bare = word.strip(EDGES).lower()
    if bare in _labels() or (len(before) > 1 and bare in byline_words("roles")):
        return False
    first = next((c for c in word if c.isalpha()), "")
    if not first.islower():
        return True
    # A user name is entirely in lower case, and is the first word.
    return bare in byline_words("particles") or (
        not before and bare not in byline_words("not_names")
    )


def _people_in_field(value: str) -> Iterator[str]:
    """The names in one field, which may contain addresses, lists and bylines."""
    if is_photo_credit(value, sold=True) or _is_of_others(value):
        return
    value = _without_place(_without_publication(value))
    text = _EMPTY.sub("", _URL.sub("", _ADDRESS.sub("", value))).strip(" <>\"'")
    # Brackets around all of it; "Jane Doe (jane)" keeps its own.
    text = text.strip("()[] ") if text.startswith(("(", "[")) else text
    rest = after_introduction(text)
    if rest and not rest[0].islower():
        text = rest
    if byline_agency(text) or _is_inverted(text):
        yield text.strip(EDGES)
        return
    last = ""
    pieces = list(_pieces(text))
    if any(map(_is_state, pieces[1:2])):
        return
    for number, piece in enumerate(pieces):
        if last and _is_degree(piece):
            last += f", {piece}"
            continue
        if last and is_news_house(piece):
            continue
        name = _field_name(piece, behind_a_name=bool(last))
        if name and (not number or " " in name or (last and " " not in last)):
            if last:
                yield last
            last = name
    if last:
        yield last


def _without_publication(value: str) -> str:
    """A field without the publication after a bar: "Ana Rivers | Harbour Post"."""
    name, bar, rest = value.partition(" | ")
    named = bar and has_publication_word(rest) and is_full_name(name.strip(EDGES))
    return name if named else value


def _is_inverted(text: str) -> bool:
    """Whether it is one name, family name first: "Doe, Jane"."""
    parts = text.split(", ")
    return len(parts) == 2 and all(part.isalpha() for part in parts) and is_person(parts[0])


def _field_name(piece: str, *, behind_a_name: bool) -> str | None:
    handle = _HANDLE.search(piece)
    end = None if handle else _FIELD_END.search(piece)
    head = piece[: end.start()] if end else piece
    # "Harbour - Pilots" is one name, which no person has.
    whole = end is not None and "(" not in end[0] and not is_full_name(head.strip(EDGES))
    name = without_wide_role((piece if whole else head).strip(EDGES))
    first, _, last = name.rpartition(" ")
    name = first if first and last.casefold() in _labels() else name
    if not name or is_role(name, behind_a_name=behind_a_name):
        return None
    return name if _is_named(name.partition(" (")[0]) else None


@cache
def _prefixes() -> dict[str, list[str]]:
    """The words that introduce an author, by first character, longest first."""
    index: dict[str, list[str]] = {}
    prefixes = byline_words("introductions") | byline_words("nouns") | byline_words("labels")
    for prefix in sorted(prefixes, key=lambda p: (-len(p), p)):
        index.setdefault(prefix[0], []).append(prefix)
    return index


@cache
def _labels() -> frozenset[str]:
    """Single words that introduce dates and so end a name: "Jane Doe Updated 6 June"."""
    rules = read_toml("press/data/date_labels.toml")
    phrases = (*rules["published"], *rules["modified"])
    return frozenset(p for p in phrases if " " not in p and len(p) > 4) | {"last", "first"}
