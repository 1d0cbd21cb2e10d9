"""News agencies: their standard names, the lines and bylines that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.words import is_wide
from newsdigest.valueclasses import valueclass

__all__ = [
    "agency_line",
    "agency_name",
    "byline_agency",
    "photo_agency_pattern",
    "photo_libraries",
    "split_authors",
]

# Longer than "THE STAR/ASIA NEWS NETWORK, AFP AND REUTERS" with brackets, dashes and a lead-in.
_LONGEST_LINE = 110
_BREAK = pattern(r"[ \n]?/[ \n]?| and | & | und | et | y | e | dan |, | [-–|] |；|、")
_LEAD_IN = pattern(
    r"(?:With |By |From |Source: ?|Sources: ?|Quelle: ?|Mit Material von |Sumber: ?|Fuente: ?|"
    r"Fonte: ?|Avec |Con |Par |Von |Oleh |（?来源：|（?來源：)",
    re.IGNORECASE,
)
_WRAPPED = pattern(r"[\s(\[（【／/•|—–―-]{0,6}")
_CLOSING = " \t\n)]）】.。/／—–-"
# Where the line may begin: after a sentence, at a bracket, or at a dash.
_LINE_START = pattern(
    r"""[.!?…。！？]["'”’»)\]」』]{0,3}[ \n]?(?=\S)
      | [ ](?=[(\[（])
      | (?=（)
      | [ ](?=(?:--?|—|–)[ ]?\w)
      | [)\]][ ](?=\S)""",
    re.VERBOSE,
)
_LONGEST_WORD = 40
_LAST_WORD = pattern(r"\W")
# Indian desks sign with the initials of those who handled the copy: "PTI COR RR RR".
_INITIALS = pattern(r"(?P<agency>PTI|IANS|UNI|ANI)(?: [A-Z]{2,5}|/[A-Z]{2,4}){1,6}")
_SIGNED = pattern(
    r"(?P<person>.{3,60}?)(?:, (?:of )?| of the | for | \| | - |/| \()(?P<agency>[^,|]{2,40}?)\)?"
)


@valueclass
class AgencyLine:
    """Where an agency line begins, and the agency it names."""

    start: int
    agency: str


@cache
def _known() -> dict[str, str]:
    """Standard names by alias, as spelt and in capitals."""
    found: dict[str, str] = {}
    for agency in read_toml("press/data/agencies.toml")["agency"]:
        for alias in (agency["name"], *agency["aliases"]):
            found[alias] = agency["name"]
            found.setdefault(alias.upper(), agency["name"])
    return found


def wide_names() -> list[str]:
    """The names of agencies in Chinese, Japanese and Korean, longest first."""
    return sorted((name for name in _known() if is_wide(name[-1])), key=len, reverse=True)


@cache
def _newsrooms() -> frozenset[str]:
    agencies = read_toml("press/data/agencies.toml")["agency"]
    return frozenset(each["name"] for each in agencies if not each.get("wire", True))


@cache
def _last_words() -> frozenset[str]:
    return frozenset(re.split(r"\W+", alias.strip("."))[-1] for alias in _known())


def photo_agencies() -> tuple[str, ...]:
    """The names of agencies and libraries in photo credits."""
    rules = read_toml("press/data/agencies.toml")
    agencies = [each for each in rules["agency"] if each.get("pictures")]
    names = [name for each in agencies for name in (each["name"], *each["aliases"])]
    return (*names, *rules["picture_signers"], *rules["libraries"])


def photo_agency_pattern() -> str:
    """A pattern for all names in photo credits, as spelt and in capitals, longest first."""
    names = {spelling for name in photo_agencies() for spelling in (name, name.upper())}
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


def photo_libraries() -> tuple[str, ...]:
    """Libraries whose name alone makes a photo credit: they supply no reports."""
    return tuple(read_toml("press/data/agencies.toml")["libraries"])


def is_photo_agency(text: str, *, reports: bool = True) -> bool:
    """Whether the text is a name in photo credits; `reports` admits agencies with reports."""
    rules = read_toml("press/data/agencies.toml")
    names = photo_agencies() if reports else (*rules["picture_signers"], *rules["libraries"])
    return text.casefold() in map(str.casefold, names)


def is_newsroom(text: str) -> bool:
    """Whether the text names an agency, or a newsroom credited in its place."""
    return bool(_parts(text))


def agency_name(text: str) -> str | None:
    """The standard name of the agency or agencies that make up the whole text, else None.

    A newspaper in capitals that shares a line with an agency is included: "THE STAR/ASIA NEWS
    NETWORK" becomes "The Star/Asia News Network".
    """
    wires = [name for name in _parts(text) if name not in _newsrooms()]
    return "/".join(dict.fromkeys(wires)) or None


def _parts(text: str) -> list[str]:
    """The standard names in a list; empty if it contains anything else."""
    text = text.strip()
    if text in _known():
        return [_known()[text]]
    parts = [part.strip() for part in _BREAK.split(text)]
    if len(parts) < 2 or len(parts) > 5 or not all(parts):
        return []
    if not any(part in _known() for part in parts):
        return []
    names = [_known().get(part) or _newspaper(part) for part in parts]
    return [name for name in names if name] if all(names) else []


def _newspaper(text: str) -> str | None:
    if not re.fullmatch(r"[A-Z][A-Z'&.-]{1,20}(?: [A-Z'&.-]{1,20}){1,4}", text):
        return None
    return " ".join(word.capitalize() for word in text.split())


def agency_line(text: str, start: int, end: int, *, last: bool) -> AgencyLine | None:
    """The agency line at the end of text[start:end], or None.

    Capitals, brackets or a dash before it confirm it. A plain "Reuters" counts only if it is the
    whole block or follows the last sentence of the article, and has no full stop.
    """
    if not _may_end_with_agency(text, start, end):
        return None
    for begin in _starts(text, start, end):
        name = _line_agency(text[begin:end], sure=last or begin == start)
        if name is not None:
            return AgencyLine(begin, name)
    return None


def _may_end_with_agency(text: str, start: int, end: int) -> bool:
    """Whether the last word belongs to an agency's name; one look-up for most blocks."""
    tail = text[max(start, end - _LONGEST_WORD) : end].rstrip(_CLOSING)
    word = _LAST_WORD.split(tail)[-1]
    return word in _last_words() or not word.isascii() or "PTI " in tail


def _starts(text: str, start: int, end: int) -> Iterator[int]:
    if end - start <= _LONGEST_LINE:
        yield start
    window = max(start, end - _LONGEST_LINE)
    yield from (match.end() for match in _LINE_START.finditer(text, window, end))


def _line_agency(line: str, *, sure: bool) -> str | None:
    wrapping = _WRAPPED.match(line)
    wrapped = wrapping.end() if wrapping else 0
    body = line[wrapped:].rstrip(_CLOSING)
    lead_in = _LEAD_IN.match(body)
    body = body[lead_in.end() :] if lead_in else body
    initials = _INITIALS.fullmatch(body)
    if initials:
        return initials["agency"]
    plain = not (wrapped or lead_in or body == body.upper())
    if plain and (not sure or line.endswith(".")):
        return None
    return agency_name(body)


def byline_agency(text: str) -> str | None:
    """The agency that a line such as "By Reuters" or "AFP" names as the author."""
    if len(text) > _LONGEST_LINE:
        return None
    lead_in = _LEAD_IN.match(text)
    return agency_name(text[lead_in.end() :] if lead_in else text)


@valueclass
class Signature:
    """The people who signed an article, and the agency they work for."""

    authors: tuple[str, ...]
    agency: str | None


def split_authors(authors: Iterable[str]) -> Signature:
    """Separates people from agencies: "Reuters" is no person, "Ann Lee, Reuters" is Ann Lee."""
    people: list[str] = []
    agencies: list[str] = []
    for author in authors:
        name = byline_agency(author)
        signed = None if name else _SIGNED.fullmatch(author)
        signed_for = agency_name(signed["agency"].removeprefix("the ")) if signed else None
        if name or signed_for:
            agencies.append(name or signed_for or "")
        if not name:
            people.append(signed["person"].strip() if signed and signed_for else author)
    return Signature(tuple(people), "/".join(dict.fromkeys(agencies)) or None)
