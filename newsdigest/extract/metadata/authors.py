"""The authors of an article: names only, without roles, places, dates or the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from selectolax.lexbor import LexborNode

from newsdigest.extract.metadata.headline_context import HeadlineContext, VisibleLine
from newsdigest.extract.metadata.json_ld import LinkedData, resolve, text_of
from newsdigest.extract.metadata.metadata_values import MAX_NAME, line
from newsdigest.extract.metadata.page_fields import Element, PageFields
from newsdigest.extract.metadata.regions import Regions
from newsdigest.extract.metadata.site_names import SiteNames
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.bylines import (
    LONGEST_BYLINE,
    MAX_AUTHORS,
    after_introduction,
    full_names,
    has_date,
    is_photo_credit,
    leading_people,
    people_in,
    read_byline,
)
from newsdigest.press.person_names import EDGES, is_account, is_full_name, is_job_line, is_person
from newsdigest.press.words import has_publication_word, words_of

# The largest distance of a byline from the headline, in characters.
_WITHIN_SIGHT = 350
# The same if the page's data names an author, who may be the uploader.
_NEAR = 120
# A name without "by" is a byline if a date follows within this many lines.
_NEXT_LINES = 2
# From the word "by" up to the box that holds the names.
_LEVELS_TO_NAMES = 3
# How far behind a byline the date that confirms it may be.
_NEXT_TO = 60
_WROTE_IN = frozenset(("in", "for", "für", "pour", "dans", "para", "en", "per"))
_ON_BEHALF = pattern(r" (?:on behalf of|im Namen|au nom d|en nombre de) ?\S")
_OWN_SITE = pattern(
    r"(\S.{2,60}?)['’]s? (?:blog|weblog|homepage|website|site|notes|journal|newsletter|substack)",
    re.IGNORECASE,
)
_CLASS = pattern(r"author|byline|writer|autor|auteur")
_NOT_CLASS = pattern(r"bio|about|avatar|image|img|photo|social|comment|box|desc|date|count")


def find_authors(page: PageFields, lines: HeadlineContext, site: SiteNames) -> tuple[str, ...]:
    """The authors' names in order; () if the page names none."""
    declared = _linked(page) or _declared(page)
    people = tuple(name for name in declared if not site.is_called(words_of(name)))
    known = bool(people) and not all(is_account(name) for name in people)
    distance = _NEAR if known else _WITHIN_SIGHT
    printed = _in_lines(lines.after, lines.regions, distance, known=known)
    if known:
        printed = tuple(name for name in printed if not site.is_called(words_of(name)))
    if known and not printed:
        printed = _beside_a_date(lines.within(_NEAR), lines.regions, site)
        printed = printed if _adds_to(printed, people) else ()
    if known and not (printed and (_contradicts(printed, people) or _adds_to(printed, people))):
        return people
    return (
        printed
        or _in_lines(lines.before, lines.regions, _WITHIN_SIGHT)
        or _in_elements_with_itemprop(page.microdata, lines.regions)
        or _by_class(page, lines.regions)
        or _beside_a_date(_below(lines), lines.regions, site)
        or _beside_a_date([*lines.before][::-1], lines.regions, site)
        or tuple(name for name in declared if not has_publication_word(name))
    )


def _below(lines: HeadlineContext) -> list[VisibleLine]:
    """The lines below the headline that may hold a byline and its date."""
    return list(takewhile(lambda one: one.distance <= _WITHIN_SIGHT + _NEXT_TO, lines.after))


def _contradicts(printed: Sequence[str], declared: Sequence[str]) -> bool:
    """Whether a visible full name differs from the name in the page's data."""
    seen, known = (
        {word for name in names for word in words_of(name)} for names in (printed, declared)
    )
    return not seen & known and all(len(words_of(name)) > 1 for name in printed)


def _adds_to(printed: Sequence[str], declared: Sequence[str]) -> bool:
    """Whether a byline names everyone in the page's data, and others with them."""
    names = [set(words_of(name)) for name in printed]
    among = (any(set(words_of(name)) <= each for each in names) for name in declared)
    return len(printed) > len(declared) and all(among)


def _linked(page: PageFields) -> tuple[str, ...]:
    """The authors named in the page's JSON-LD."""
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


def _declared(page: PageFields) -> tuple[str, ...]:
    """The authors named in meta elements."""
    for key in read_toml("extract/data/meta_names.toml")["author"]:
        values = page.metas.get(key)
        if not values:
            continue
        cited = key.startswith("citation")
        names = _names(map(_in_order, values) if cited else values)
        if names:
            return names
    return ()


def _names(values: Iterable[str]) -> tuple[str, ...]:
    """The people named in the values, each once."""
    return people_in(name for value in values if (name := line(value, MAX_NAME)))


def _in_order(value: str) -> str:
    """The name in a citation, the family name last: "Doe, Jane" becomes Jane Doe."""
    family, comma, given = value.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else value


def _in_lines(
    lines: Iterable[VisibleLine], regions: Regions, distance: int, *, known: bool = False
) -> tuple[str, ...]:
    """The names in the first byline near the headline: a line that begins with "by".

    If the authors are `known`, a photo credit does not count.
    """
    labelled = False
    for one in lines:
        if one.distance > distance:
            return ()
        if len(one.text) > LONGEST_BYLINE or (known and is_photo_credit(one.text)):
            continue
        # "Written by" on a line of its own.
        names = (full_names(one.text) if labelled else ()) or _byline_of(one)
        labelled = after_introduction(one.text) == ""
        if names and not regions.is_foreign(one.node):
            return _alike(one.node, names[0]) or names
    return ()


def _byline_of(one: VisibleLine) -> tuple[str, ...]:
    """The names of a byline, or of its first part: "김민수 기자 | 2026.03.09"."""
    names = read_byline(one.parts)
    if names or len(one.parts) > 1 or one.text.isascii():
        return names
    first, bar, _ = one.text.partition(" | ")
    return read_byline((first,)) if bar else ()


def _alike(node: LexborNode, name: str) -> tuple[str, ...]:
    """The names in adjacent elements of the same make; () if there is only one."""
    box = node.parent
    for _ in range(_LEVELS_TO_NAMES):
        if box is None:
            break
        own = next((each for each in box.iter() if each.text(strip=True) == name), None)
        if own is not None:
            names = tuple(islice(_run_of_elements(own), MAX_AUTHORS))
            return names if len(names) > 1 and all(map(is_full_name, names)) else ()
        box = box.parent
    return ()


def _run_of_elements(first: LexborNode) -> Iterator[str]:
    """The texts of an element and of those of the same make that follow it."""
    make = (first.tag, first.attributes.get("class"))
    node: LexborNode | None = first
    while node is not None:
        text = " ".join((node.text() or "").split())
        if node.tag != "-text":
            if (node.tag, node.attributes.get("class")) != make:
                return
            yield text
        elif text.strip(EDGES):
            return
        node = node.next


def _in_elements_with_itemprop(elements: Iterable[Element], regions: Regions) -> tuple[str, ...]:
    """Names in microdata or links with rel=author."""
    for element in elements:
        if (
            element.itemprop == "author"
            or "author" in (element.attributes.get("rel") or "").lower()
        ):
            names = () if regions.is_foreign(element.node) else _names_in_element(element)
            if names:
                return names
    return ()


def _by_class(page: PageFields, regions: Regions) -> tuple[str, ...]:
    """Names in elements whose class mentions an author."""
    for element in page.author_classes(regions.heading)[:_MOST_ELEMENTS]:
        if _CLASS.search(element.classes) and not _NOT_CLASS.search(element.classes):
            names = () if regions.is_foreign(element.node) else _names_in_element(element)
            if names:
                return names
    return ()


_MOST_ELEMENTS = 40


def _names_in_element(element: Element) -> tuple[str, ...]:
    """The names in an element that is marked as holding them."""
    content = element.attributes.get("content")
    texts = [content] if content else element.node.text(separator="\n").split("\n")
    parts = [part for part in (" ".join(text.split()) for text in texts) if part]
    if not parts or sum(map(len, parts)) > LONGEST_BYLINE:
        return ()
    names = read_byline(parts)
    if names:
        return names
    names = tuple(leading_people(parts[0])[0])
    return names if all(is_full_name(name) for name in names) else ()


def _names_alone(one: VisibleLine) -> tuple[str, ...]:
    """The names on a line with nothing else but a date, or where or for whom they wrote.

    "Ana Rivers", "6 June | Ana Rivers", "Ana Rivers | in | Harbour life".
    """
    names = full_names(one.text)
    if names or len(one.text) > LONGEST_BYLINE:
        return names
    named = [part for part in one.parts if part.strip(EDGES) and not has_date(part)]
    if len(named) == 1 and len(named) < len(one.parts):
        return full_names(named[0])
    if len(named) > 1 and named[1].strip() in _WROTE_IN:
        return full_names(named[0])
    match = _ON_BEHALF.search(one.text)
    return full_names(one.text[: match.start()]) if match else ()


def owner_of(publication: str | None) -> tuple[str, ...]:
    """The person who owns the site: "Ana Rivers's blog".

    A site named after a person may belong to a company: five of 14 development pages did.
    """
    match = _OWN_SITE.fullmatch(publication or "")
    name = match[1] if match else ""
    return (name,) if is_full_name(name) and is_person(name) else ()


def _beside_a_date(
    lines: Sequence[VisibleLine], regions: Regions, site: SiteNames
) -> tuple[str, ...]:
    """A line of nothing but names, next to a line with the date or above a job title."""
    for number, one in enumerate(lines):
        names = _names_alone(one) if one.distance <= _WITHIN_SIGHT else ()
        if not names or site.is_named(words_of(one.text)):
            continue
        beside = lines[max(0, number - _NEXT_LINES) : number + _NEXT_LINES + 1]
        dated = any(has_date(other.text) for other in beside)
        below = lines[number + 1].text if number + 1 < len(lines) else ""
        if (dated or is_job_line(below)) and not regions.is_foreign(one.node):
            # Below the name is the job title, capitalised like a name.
            return (_names_alone(lines[number - 1]) if number else ()) or names
    return ()
