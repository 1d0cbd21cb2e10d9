"""From the title of a feed or page to the name of its publication.

A title is split at its bars, dashes and colons. Parts that only name a section or feed are removed,
and so is a slogan; a part that spells the site's host takes precedence. If nothing but a section is
left, the name is that of the known publication at the host, else one from the feed's description,
else the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from newsdigest.language import ScriptPattern
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.hosts import SiteHost, folded, site_host, starts_with_name
from newsdigest.press.known_publications import (
    Publication,
    is_brand,
    publication_at,
    publication_named,
)
from newsdigest.press.section_words import (
    Tokens,
    is_filler,
    is_general,
    is_section,
    is_titled_subject,
    leads_to_name,
    tokens_of,
)

_SEPARATOR: Final = ScriptPattern.of(
    r"\s(?:[-–—|｜>»«›·•~]{1,3}|//|::?)\s|[|｜]\s|\s[|｜]|(?<=\w):\s|[»›]",
    r"(?<=[\u3040-\u9fff])(?:[:：_・|｜]|--|-)|(?:[:：_・|｜]|--|-)(?=[\u3040-\u9fff])",
)
_EDGES: Final = " \t-–—|｜>»«›·•~:/,"
_WORD: Final = pattern(r"\S+")
# A part after a name with this many words, or with a comma, is a slogan.
_SLOGAN_WORDS: Final = 4
# Longer titles are cut first.
_LONGEST: Final = 300
# The most parts of a title; one with more is a list.
_MOST_PARTS: Final = 8
# The most words before a name: "Recent content in Posts on".
_MOST_LEADING: Final = 6


def publication_name(title: str | None, host: str, about: Sequence[str] = ()) -> str | None:
    """The name of the publication whose feed or front page has this `title`; None without a title.

    `host` is the site's, empty if unknown; `about` is what else the feed says about itself: its
    description, the copyright line.

    >>> publication_name("Fenn Post > World News", "fennpost.example")
    'Fenn Post'
    >>> publication_name("Top Stories", "fennpost.example", ["News from the Fenn Post"])
    'Fenn Post'
    """
    site, known = site_host(host), publication_at(host)
    title = _one_line(title or "")
    name = _name_in(title, site, known, about)
    if name is not None:
        return _settled(name, site, known)
    if known is not None:
        return known.name
    return site.find_name(about) or site.shown or title or None


@lru_cache(maxsize=4_096)
def canonical_name(name: str, host: str) -> str:
    """The name of an article's source as the publication spells it; never empty, never a guess.

    >>> canonical_name("NYT > World News", "nytimes.com")
    'The New York Times'
    >>> canonical_name("World", "fennpost.example")
    'World'
    """
    site, known = site_host(host), publication_at(host)
    found = _name_in(_one_line(name), site, known, ())
    if found is not None:
        return _settled(found, site, known)
    return known.name if known is not None else name


def _one_line(title: str) -> str:
    """A title with single spaces between its words, cut if it is too long.

    Separators of records (U+001C to U+001F) are white space to Python as well.
    """
    return " ".join(title.split())[:_LONGEST].rstrip()


def _name_in(
    title: str, site: SiteHost, known: Publication | None, about: Sequence[str]
) -> str | None:
    """The part of a title that names a publication; None if all parts are sections.

    Repeated until nothing more is removed, so that a name yields itself.
    """
    name: str | None = title
    for _ in range(_MOST_PARTS):
        if not name or _is_known(name, site, known):
            break
        before, text = name, _unwrapped(name)
        name = None if is_placeholder(text) else _part_of(text, site, known, about)
        if name == before:
            break
    return name or None


def _part_of(
    text: str, site: SiteHost, known: Publication | None, about: Sequence[str]
) -> str | None:
    split = _SEPARATOR.on(text).split(text)
    parts = [part for each in split if (part := _led(each.strip(_EDGES)))]
    parts = list(dict.fromkeys(parts))[:_MOST_PARTS]
    named = [part for part in parts if _is_known(part, site, known)]
    if named:
        return named[0]
    rest = [part for part in parts if not _is_section_of(part, parts)]
    if _is_list(parts):
        return text if rest else None
    if not rest:
        return next((part for part in parts if _is_name(part, site)), None)
    if len(rest) < len(parts) or _is_slogan(rest[1:]):
        return _without_section(rest[0], site, known)
    whole = rest[0] if len(parts) == 1 else text
    return _without_section(_after_section(whole, about), site, known)


def _is_known(part: str, site: SiteHost, known: Publication | None) -> bool:
    return site.is_called(part) or (known is not None and known.is_called(part))


def _is_section_of(part: str, parts: Iterable[str]) -> bool:
    """Whether a part is a section, possibly of another part: "Latest video from Fenn Post"."""
    if is_section(part):
        return True
    low = part.casefold()
    within = (each.casefold() for each in parts if each != part and not is_section(each))
    return any(is_section(low.replace(each, " ")) for each in within if each in low)


def _is_list(parts: Sequence[str]) -> bool:
    """Whether a title is a list of words and no name: "Web • Tech • Audio"."""
    return len(parts) > 2 and all(len(tokens_of(part)) == 1 for part in parts)


def _is_name(part: str, site: SiteHost) -> bool:
    """Whether section words are a name: "Die Welt", or "Climate News" of climate-x.example."""
    tokens = tokens_of(part)
    return is_titled_subject(part) or (len(tokens) > 1 and site.begins_with(tokens[0]))


def _is_slogan(parts: Sequence[str]) -> bool:
    text = " ".join(parts)
    return "," in text or len(text.split()) >= _SLOGAN_WORDS


def _led(part: str) -> str:
    """The name after "Latest news from" and similar words, or the whole part."""
    words = list(_WORD.finditer(part))
    for number in range(1, min(len(words) - 1, _MOST_LEADING)):
        before, after = part[: words[number].start()], part[words[number].end() :].strip()
        if not after[0].islower() and leads_to_name(tokens_of(before), words[number][0].casefold()):
            return after
    return part


def _after_section(text: str, about: Sequence[str]) -> str:
    """What follows "on" if the feed's description shows that the title is "Home on Fenn".

    Hugo generates the title "Home on Fenn" and the description "Recent content in Home on Fenn".
    """
    if any(each.casefold() == f"recent content in {text.casefold()}" for each in about):
        return text.rpartition(" on ")[2]
    return text


def _without_section(name: str, site: SiteHost, known: Publication | None) -> str:
    """A name without the section before or after it: "Dawn World" of dawn.com."""
    if is_brand(name):
        return name
    own = starts_with_name(name, site)
    if own and _is_addition(tokens_of(name[len(own) :])):
        return own
    if known is None:
        return name
    words = name.split()
    for number in range(1, len(words)):
        for first, second in ((words[:number], words[number:]), (words[number:], words[:number])):
            if known.is_called(" ".join(first)) and is_section(" ".join(second)):
                return known.name
    return name


def _is_addition(tokens: Tokens) -> bool:
    """Whether the words after a site's name are a section, or the author: "by Jane Doe".

    "News" belongs to many names, and "in Tech" is part of one.
    """
    if tokens[:1] == ("by",):
        return True
    is_joined = not tokens or is_filler(tokens[0])
    return not is_joined and not is_general(tokens) and is_section(" ".join(tokens))


def _settled(name: str, site: SiteHost, known: Publication | None) -> str:
    """A name in the spelling of a known publication."""
    if known is not None:
        return known.name if _is_known(name, site, known) and not is_brand(name) else name
    if site.shown is None and (found := publication_named(name)) is not None:
        return found.name
    return name


def _unwrapped(title: str) -> str:
    """A title without the additions of software: "RSS feed", "Comments on:"."""
    for each in _wrappings():
        shorter = each.sub("", title).strip(_EDGES)
        title = shorter or title
    return title.strip(_EDGES)


def is_placeholder(title: str) -> bool:
    """Whether a title comes with a template: "Untitled", "My Blog"."""
    return folded(title) in _placeholders()


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(map(folded, read_toml("press/data/wrappings.toml")["placeholders"]["titles"]))


@cache
def _wrappings() -> tuple[re.Pattern[str], ...]:
    rules = read_toml("press/data/wrappings.toml")["wrapping"]
    return tuple(re.compile(rule["pattern"], re.IGNORECASE) for rule in rules)
