"""Who wrote the article: names alone, without roles, places, dates or the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsdigest.extract.metadata.json_ld import LinkedData, resolve, text_of
from newsdigest.extract.metadata.nearby import Line, Nearby
from newsdigest.extract.metadata.page import Mark, Page
from newsdigest.extract.metadata.places import Places
from newsdigest.extract.metadata.titles import Site
from newsdigest.extract.metadata.values import MAX_NAME, line
from newsdigest.extract.rules import load_rules
from newsdigest.press.bylines import (
    EDGES,
    LETTERS,
    LONGEST_BYLINE,
    MAX_AUTHORS,
    NO_NAME,
    has_date,
    is_full_name,
    is_nobody,
    leading_people,
    read_byline,
    without_introduction,
)
from newsdigest.press.wording import words_of

# How far from the headline, in characters, a byline may stand.
_WITHIN_SIGHT = 350
# How far it is looked for where the page's data name an author, who may be the uploader.
_NEAR = 120
# How many lines further the date stands that shows that a name without "by" is a byline.
_NEXT_LINES = 2
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
    for value in (values if isinstance(values, list) else [values])[:MAX_AUTHORS]:
        name = text_of(resolve(value, data))
        if name:
            yield name


def _declared(page: Page) -> tuple[str, ...]:
    """The authors that meta elements name."""
    for key in load_rules("meta_names.toml")["author"]:
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
    return tuple(found.values())[:MAX_AUTHORS]


def _told_name(value: str) -> str | None:
    """A name out of data; what it adds behind a comma belongs to it ("Jane Doe, MD")."""
    name = line(value, MAX_NAME)
    if not name:
        return None
    name = without_introduction(name).strip(EDGES)
    if not LETTERS.search(name) or NO_NAME.search(name) or len(name) > MAX_NAME - 2:
        return None
    return None if is_nobody(name) else name


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
        if len(one.text) > LONGEST_BYLINE:
            continue
        names = read_byline(one.parts)
        if names and not places.is_foreign(one.node):
            return names
    return ()


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
    if not parts or sum(map(len, parts)) > LONGEST_BYLINE:
        return ()
    names = read_byline(parts)
    if names:
        return names
    names = tuple(leading_people(parts[0])[0])
    return names if all(is_full_name(name) for name in names) else ()


def _beside_a_date(lines: Sequence[Line], places: Places, site: Site) -> tuple[str, ...]:
    """A line that is nothing but a name, next to the line with the date."""
    for number, one in enumerate(lines):
        if one.distance > _WITHIN_SIGHT or not is_full_name(one.text):
            continue
        if site.is_named(words_of(one.text)):
            continue
        beside = lines[max(0, number - _NEXT_LINES) : number + _NEXT_LINES + 1]
        if any(has_date(other.text) for other in beside) and not places.is_foreign(one.node):
            return (one.text,)
    return ()
