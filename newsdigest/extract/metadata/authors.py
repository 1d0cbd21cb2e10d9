"""Who wrote the article: names alone, without roles, places, dates or the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from newsdigest.extract.dates.calendar import Reader, find_day
from newsdigest.extract.dates.rules import load
from newsdigest.extract.metadata.json_ld import LinkedData, resolve, text_of
from newsdigest.extract.metadata.nearby import Line, Nearby
from newsdigest.extract.metadata.page import Mark, Page
from newsdigest.extract.metadata.places import Places
from newsdigest.extract.metadata.titles import Site, words_of
from newsdigest.extract.metadata.values import MAX_NAME, line

_MAX_AUTHORS = 12
_LONGEST_BYLINE = 160
_LONGEST_NAME_LINE = 40
_MOST_WORDS = 6
# How far from the headline, in characters, a byline may stand.
_WITHIN_SIGHT = 350
# How far it is looked for where the page's data name an author, who may be the uploader.
_NEAR = 120
# How many lines further the date stands that shows that a name without "by" is a byline.
_NEXT_LINES = 2
# Addresses, and the "design:", "photo:" and template slots that stand in the place of a name.
_NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|html?)\b|:\s|[{}<>=%]|\w\.\w+\.\w", re.IGNORECASE
)
# What ends the name in a byline: a separator, a bracket, a number.
_END = re.compile(r"\s[|•·⋅–—/-]{1,2}(?:\s|$)|[|•·⋅●;()\[\]\n]|[\s@#]?\d")
_LIST = re.compile(r"\s{0,3}[,、，&/]\s{0,3}")
_JOINTS = (",", "&", ";", "、", "，")
_LONGEST_PREFIX = 30
_EDGES = " \t\n\"'“”‘’.,:;：|-–—·•/&"
_LETTERS = re.compile(r"[^\W\d_]")
_CLASS = re.compile(r"author|byline|writer|autor|auteur")
_NOT_CLASS = re.compile(r"bio|about|avatar|image|img|photo|social|comment|box|desc|date|count")


def find_authors(page: Page, lines: Nearby, site: Site) -> tuple[str, ...]:
    """The authors' names in order; () where the page names none."""
    told = _linked(page) or _declared(page)
    people = tuple(name for name in told if not site.is_called(words_of(name)))
    known = people and not all(_is_account(name) for name in people)
    printed = _in_lines(lines.after, lines.places, _NEAR if known else _WITHIN_SIGHT)
    if known and not (printed and _contradicts(printed, people)):
        return people
    return (
        printed
        or _in_lines(lines.before, lines.places, _WITHIN_SIGHT)
        or _in_marks(page.microdata, lines.places)
        or _by_class(page, lines.places)
        or _beside_a_date(lines.within(_WITHIN_SIGHT), lines.places, site)
        or told
    )


def _is_account(name: str) -> bool:
    """Whether a name is one that a person has for a program: "jane.doe", "webteam2"."""
    return " " not in name and name.islower() and name.isascii()


def _contradicts(printed: Sequence[str], told: Sequence[str]) -> bool:
    """Whether a full name that readers see is another one than the one in the page's data."""
    seen, known = ({word for name in names for word in words_of(name)} for names in (printed, told))
    return not seen & known and all(len(words_of(name)) > 1 for name in printed)


def _linked(page: Page) -> tuple[str, ...]:
    """The authors that the page's JSON-LD names."""
    data = page.data
    for node in (data.article, data.page):
        if node:
            values = node.get("author") or node.get("creator")
            names = _names(_values(values, data))
            if names:
                return names
    return ()


def _values(values: object, data: LinkedData) -> Iterator[str]:
    for value in (values if isinstance(values, list) else [values])[:_MAX_AUTHORS]:
        name = text_of(resolve(value, data))
        if name:
            yield name


def _declared(page: Page) -> tuple[str, ...]:
    """The authors that meta elements name."""
    for key in load("meta_names.toml")["author"]:
        values = page.metas.get(key)
        if not values:
            continue
        split = _in_order if key.startswith("citation") else _split
        names = _names(part for value in values for part in split(value))
        if names:
            return names
    return ()


def _names(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are names, cleaned, each once."""
    found: dict[str, str] = {}
    for value in values:
        name = _told_name(value)
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())[:_MAX_AUTHORS]


def _told_name(value: str) -> str | None:
    """A name out of data; what it adds behind a comma belongs to it ("Jane Doe, MD")."""
    name = line(value, MAX_NAME)
    if not name:
        return None
    name = _without_prefix(name).strip(_EDGES)
    if not _LETTERS.search(name) or _NO_NAME.search(name) or len(name) > MAX_NAME - 2:
        return None
    return None if name.casefold() in _rules("nobody") else name


def _split(value: str) -> list[str]:
    """The names in a list that one meta element holds; "Doe, Jane" of a citation is one name."""
    parts = [part for part in re.split(r"\s{0,3}[;|]\s{0,3}|,\s{1,3}|\s&\s", value) if part]
    joined = {f" {word} " for word in ("and", "und")}
    for join in joined:
        parts = [piece for part in parts for piece in part.split(join)]
    return parts


def _in_order(value: str) -> list[str]:
    """The name in a citation, the family name last: "Doe, Jane" is Jane Doe."""
    family, comma, given = value.partition(",")
    return [f"{given.strip()} {family.strip()}" if comma else value]


def _in_lines(lines: Iterable[Line], places: Places, distance: int) -> tuple[str, ...]:
    """The names of the first byline near the headline: a line that begins with "by"."""
    for one in lines:
        if one.distance > distance:
            return ()
        if len(one.text) > _LONGEST_BYLINE:
            continue
        names = _byline(one.parts)
        if names and not places.is_foreign(one.node):
            return names
    return ()


def _byline(parts: Sequence[str]) -> tuple[str, ...]:
    """The names after the words that introduce them, wherever in the line these stand."""
    for number, part in enumerate(parts):
        rest = _after_prefix(part)
        if rest is None:
            continue
        names = list(_run_of_names([rest, *parts[number + 1 :]]))
        # A single word in lower case is a user's name where it stands alone, else the text goes on.
        if names and not (names[0].islower() and sum(map(len, parts)) > _LONGEST_NAME_LINE):
            return tuple(dict.fromkeys(names))[:_MAX_AUTHORS]
    return ()


def is_byline(text: str) -> bool:
    """Whether a line begins with words that introduce an author."""
    return _after_prefix(text) is not None


def _after_prefix(text: str) -> str | None:
    """What follows the words that introduce an author, "" if nothing; None without such words."""
    lowered = text[:_LONGEST_PREFIX].lower()
    for prefix in _prefixes().get(lowered[:1], ()):
        if lowered.startswith(prefix):
            rest = text[len(prefix) :]
            # "Byron" does not begin with "by"; Chinese sets no space after the word.
            if not rest or not (rest[0].isalnum() and prefix[-1].isalnum() and prefix.isascii()):
                return rest.strip(" :：\t")
    return None


def _without_prefix(name: str) -> str:
    rest = _after_prefix(name)
    return rest if rest and rest[:1].isupper() else name


def _run_of_names(parts: Iterable[str]) -> Iterator[str]:
    """The names that the parts of a line begin with; each further one needs a joint before it."""
    first, joined = True, True
    for part in parts:
        bare = part.strip(_EDGES)
        if not bare or bare.casefold() in _rules("joins"):
            joined = joined or part.strip() in _JOINTS or bool(bare)
            continue
        names, whole = _people(part) if joined else ([], False)
        if not first and not all(map(_is_another, names)):
            return
        yield from names
        if not names or not whole:
            return
        first, joined = False, part.rstrip().endswith(_JOINTS)


def _people(text: str) -> tuple[list[str], bool]:
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
    name = " ".join(kept).strip(_EDGES)
    if len(kept) > _MOST_WORDS or not _LETTERS.search(name) or len(name) < 2:
        return None, False
    if name.casefold() in _rules("nobody") or _NO_NAME.search(name):
        return None, False
    if name.islower() and len(kept) < len(words):
        return None, False
    return name, len(kept) == len(words)


def _may_be_in_name(word: str, before: Sequence[str]) -> bool:
    bare = word.strip(_EDGES).lower()
    if bare in _labels():
        return False
    first = next((c for c in word if c.isalpha()), "")
    if not first.islower():
        return True
    # A handle is in lower case altogether, and is the first word.
    return bare in _rules("particles") or (not before and bare not in _rules("not_names"))


def _is_role(name: str) -> bool:
    return any(word in _rules("roles") for word in words_of(name))


def _in_marks(marks: Iterable[Mark], places: Places) -> tuple[str, ...]:
    """Names in microdata or behind links with rel=author."""
    for mark in marks:
        if mark.itemprop == "author" or "author" in (mark.attributes.get("rel") or "").lower():
            names = () if places.is_foreign(mark.node) else _marked(mark)
            if names:
                return names
    return ()


def _by_class(page: Page, places: Places) -> tuple[str, ...]:
    """Names in elements whose class speaks of an author."""
    for mark in page.author_classes(places.heading)[:_MOST_MARKS]:
        if _CLASS.search(mark.classes) and not _NOT_CLASS.search(mark.classes):
            names = () if places.is_foreign(mark.node) else _marked(mark)
            if names:
                return names
    return ()


_MOST_MARKS = 40


def _marked(mark: Mark) -> tuple[str, ...]:
    """The names in an element that is said to hold them."""
    content = mark.attributes.get("content")
    texts = [content] if content else mark.node.text(separator="\n").split("\n")
    parts = [part for part in (" ".join(text.split()) for text in texts) if part]
    if not parts or sum(map(len, parts)) > _LONGEST_BYLINE:
        return ()
    names = _byline(parts)
    if names:
        return names
    names = tuple(_people(parts[0])[0])
    return names if all(_is_full_name(name) for name in names) else ()


def _beside_a_date(lines: Sequence[Line], places: Places, site: Site) -> tuple[str, ...]:
    """A line that is nothing but a name, next to the line with the date."""
    for number, one in enumerate(lines):
        if one.distance > _WITHIN_SIGHT or not _is_full_name(one.text):
            continue
        if site.is_named(words_of(one.text)):
            continue
        beside = lines[max(0, number - _NEXT_LINES) : number + _NEXT_LINES + 1]
        if any(_has_date(other) for other in beside) and not places.is_foreign(one.node):
            return (one.text,)
    return ()


def _has_date(one: Line) -> bool:
    return len(one.text) <= _LONGEST_BYLINE // 2 and find_day(one.text, _READER) is not None


def _is_full_name(text: str) -> bool:
    """Whether a text is two to four capitalised words, none of which is seen in labels."""
    words = text.split()
    if not 2 <= len(words) <= 4 or len(text) > _LONGEST_NAME_LINE:
        return False
    if any(word in _rules("not_names") or word in _rules("roles") for word in words_of(text)):
        return False
    return all(_is_capitalised(word) or word in _rules("particles") for word in words)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and all(c.isalpha() or c in ".'’-" for c in word)


# Only whether a day is printed matters here, not which one.
_READER = Reader(date(2020, 1, 1))


@cache
def _rules(name: str) -> frozenset[str]:
    rules: dict[str, Any] = load("bylines.toml")
    return frozenset(rules[name])


@cache
def _prefixes() -> dict[str, list[str]]:
    """What introduces an author, by first character, the longest first."""
    rules = load("bylines.toml")
    index: dict[str, list[str]] = {}
    for prefix in sorted({*rules["surely"], *rules["before"]}, key=lambda p: (-len(p), p)):
        index.setdefault(prefix[0], []).append(prefix)
    return index


@cache
def _labels() -> frozenset[str]:
    """Single words that introduce dates and so end a name: "Jane Doe Updated 6 June"."""
    rules = load("date_labels.toml")
    phrases = (*rules["published"], *rules["modified"])
    return frozenset(p for p in phrases if " " not in p and len(p) > 4) | {"last", "first"}
