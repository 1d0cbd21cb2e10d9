"""Secrets in URLs: user names, passwords, tokens, and what looks like one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from unicodedata import normalize
from urllib.parse import unquote

__all__ = ["holds_secret", "masked", "masked_address", "masked_name"]

_USER = re.compile(r"(?<=//)[^/?#\s]*@")
# A name and its equals sign, as they are or escaped, once or several times, as an address is that
# stands in a parameter of another one. What an escaped slash, question mark or equals sign stands
# in is no name.
_ESCAPED = r"%(?:25){0,4}"
_NAME = re.compile(
    rf"(?:[?&;#/]|{_ESCAPED}(?:3f|26|3b|23|2f))"
    rf"((?:[^=&;#?/\s\"'<>%]|%(?!(?:25){{0,4}}(?:3f|26|3b|23|3d|2f))){{1,80}})"
    rf"(=|{_ESCAPED}3d)",
    re.IGNORECASE,
)
# What follows an equals sign that stands as it is; after an escaped one an escaped divider that is
# escaped no more often ends the value as well.
_DIVIDER = re.compile(r"[&;#\s]")
_ESCAPED_DIVIDER = re.compile(r"%((?:25){0,4})(?:26|3b|23)", re.IGNORECASE)
# A value may hold quotes and brackets; those at its end belong to the text around the address.
_AROUND = "\"'<>:.,)"
# The same in an address that was typed without its beginning, me:password@host/feed.
_TYPED_USER = re.compile(r"(?<![^\s'\"(=])(?!mailto:)[^\s/:@'\"(]+:[^\s/@'\"]+@(?=[\w.-]+)")
_SEGMENT = re.compile(r"(?<=[^/]/)[^/?#\s\"'<>]{6,}")
_LONGEST_NAME = 80
_LOOKED_AT = 2000
_ESCAPED_USER = re.compile(
    rf"((?:{_ESCAPED}2f){{2}})(?:(?!{_ESCAPED}(?:2f|3f|23|40))[^/?#&\s]){{1,200}}(?={_ESCAPED}40)",
    re.IGNORECASE,
)
_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W\d_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
# Parts of an address as a whole: its path, or the value of a parameter.
_PART = re.compile(r"(?<!//)(?<=[/=#?])[\w~%+-]{20,}={0,2}(?=$|[./?&;#\s\"'<>)])")
_HOST = re.compile(r"//(?:[^/?#\s@]*@)?([^/?#:\s]+)")
_RUN = re.compile(r"[A-Za-z0-9]+")
# Letters and digits in one word, capitals within one, or a long number.
_MIXED = re.compile(r"[A-Za-z][0-9]|[0-9][A-Za-z]|[a-z][A-Z]|[0-9]{6}|\w{20}")
_HEXADECIMAL = re.compile(r"[0-9a-f]+", re.IGNORECASE)
# Shorter hexadecimal identifiers number the articles and shows of content management systems.
_LONGEST_PUBLIC_HEXADECIMAL = 31
# Of 173 addresses that public feeds give as their own none has a run of so many letters and digits
# that change from one kind to another so often.
_SHORTEST_RUN = 16
_FEWEST_CHANGES = 5
# Letters alone that were drawn change case at half of their places, and words that begin with
# capitals at fewer, unless there are very few of them; Base64 changes at 62 places of 100.
_SHORTEST_LETTERS = 22
_MOST_CHANGES_OF_WORDS = 0.4
_BASE_64 = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]+")
_FEWEST_CHANGES_OF_64 = 0.45


@dataclass(frozen=True, slots=True)
class _Names:
    last_words: frozenset[str]
    ends: tuple[str, ...]
    ambiguous: frozenset[str]
    public: frozenset[str]


@cache
def _names() -> _Names:
    path = files("newsdigest.masking").joinpath("data/secrets.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Names(
        frozenset(map(_plain, data["last_words"])),
        tuple(map(_plain, data["ends"])),
        frozenset(data["ambiguous"]),
        frozenset(data["public"]),
    )


def masked(text: str) -> str:
    """The text with the secrets of the URLs in it replaced by `***`."""
    if "%" in text:
        text = _ESCAPED_USER.sub(r"\1***", text)
    if "//" in text:
        text = _SEGMENT.sub(_shown_drawn, _USER.sub("***@", text))
    return "".join(_unnamed(text)) if "=" in text or "%" in text else text


def masked_address(url: str) -> str:
    """The address of a feed without its secrets, among them what looks like one by its shape.

    Not for links to articles: many a site numbers its articles by hashes.
    """
    shown = masked(_TYPED_USER.sub("***@", url))
    host = _HOST.search(shown)
    if host is None or host[1].lower() in _names().public:
        return shown
    return _PART.sub(_shown_part, _SEGMENT.sub(_shown_mixed, shown))


def masked_name(name: str | None) -> str | None:
    """The name of a feed, which often is its address; without the secrets of that."""
    return masked_address(name) if name and "//" in name else name


def holds_secret(url: str) -> bool:
    """Whether the address of a feed gives a secret away to whoever reads it."""
    return masked_address(url) != url


def _unnamed(text: str) -> Iterator[str]:
    """The pieces of the text without the values whose names are those of secrets."""
    start = place = 0
    while name := _NAME.search(text, place):
        place = name.end()
        if name[0][0] == "/" and "//" not in text:  # a folder of this machine
            continue
        value = _secret_value(text, name)
        if value:
            yield text[start:place]
            yield "***"
            start = place = place + len(value)
    yield text[start:]


def _secret_value(text: str, name: re.Match[str]) -> str:
    """What stands after an equals sign, if it is a secret."""
    plain = _plain(name[1])
    if not _is_telling(plain) and plain.lower() not in _names().ambiguous:
        return ""
    start = name.end()
    # A look at its beginning is enough: without it thousands of such names cost their square.
    if not _is_secret(plain, _value(text[start : start + _LOOKED_AT], 0, name[2])):
        return ""
    return _value(text, start, name[2])


def _value(text: str, start: int, equals: str) -> str:
    end = len(text)
    if divider := _DIVIDER.search(text, start):
        end = divider.start()
    if equals != "=":
        level = len(equals) - len("%3d")
        escaped = _ESCAPED_DIVIDER.finditer(text, start, end)
        end = next((each.start() for each in escaped if len(each[1]) <= level), end)
    return text[start:end].rstrip(_AROUND)


def _plain(name: str) -> str:
    """The name of a parameter without escapes and accents, in one form of its letters.

    >>> _plain("contrase%25C3%25B1a"), _plain("clientSecret")
    ('contrasena', 'clientSecret')
    """
    text = unquote(re.sub("%(?:25)+", "%", name))
    return text if text.isascii() else normalize("NFC", _ACCENTS.sub("", normalize("NFKD", text)))


def _is_secret(name: str, value: str) -> bool:
    names = _names()
    lower = name.lower()
    if lower in names.public:
        return False
    return _is_telling(name) or (lower in names.ambiguous and looks_secret(value))


def _is_telling(name: str) -> bool:
    """Whether what has this name is a secret."""
    words = [word for word in _WORD_ENDS.split(name) if word]
    is_named = bool(words) and words[-1].lower() in _names().last_words
    return is_named or "".join(words).lower().endswith(_names().ends)


def _shown_drawn(segment: re.Match[str]) -> str:
    """A part of a path; masked where what stands before it names it and its shape agrees."""
    is_secret = looks_secret(segment[0].partition(".")[0]) and _is_telling(_before(segment))
    return "***" if is_secret else segment[0]


def _shown_mixed(segment: re.Match[str]) -> str:
    """The same in the address of a feed, in which few words with digits have such a name."""
    runs = _RUN.findall(segment[0])
    is_secret = any(map(_MIXED.search, runs)) and _is_telling(_before(segment))
    return "***" if is_secret else segment[0]


def _before(segment: re.Match[str]) -> str:
    """The part of the path before this one."""
    end = segment.start() - 1
    return _plain(segment.string[max(end - _LONGEST_NAME, 0) : end].rpartition("/")[2])


def _shown_part(part: re.Match[str]) -> str:
    name = re.search(r"([^=&;#?/\s]+)=$", part.string[: part.start()])
    is_public = name is not None and name[1].lower() in _names().public
    return part[0] if is_public or not looks_secret(part[0]) else "***"


def looks_secret(text: str) -> bool:
    """Whether a piece of an address looks drawn by lot: a long mix of letters and digits.

    >>> looks_secret("9f8a7c6e5d4b3a291807f6e5d4c3b2a1"), looks_secret("ferry-landing-reopens-2026")
    (True, False)
    """
    run = max(_RUN.findall(text), key=len, default="")
    return _is_drawn(run) or _is_drawn_of_64(text.rstrip("="))


def _is_drawn(run: str) -> bool:
    if len(run) < _SHORTEST_RUN or run.isdigit():
        return False
    if _HEXADECIMAL.fullmatch(run):
        return len(run) > _LONGEST_PUBLIC_HEXADECIMAL and not run.isalpha()
    changes = _changes(run)
    if any(map(str.isdigit, run)):
        return changes >= _FEWEST_CHANGES
    return len(run) >= _SHORTEST_LETTERS and changes >= _MOST_CHANGES_OF_WORDS * len(run)


def _is_drawn_of_64(text: str) -> bool:
    """Whether it looks like Base64 of addresses, in which the signs between words are letters."""
    if len(text) < _SHORTEST_RUN or not _BASE_64.fullmatch(text):
        return False
    return _changes(re.sub("[-_]", "", text)) >= _FEWEST_CHANGES_OF_64 * len(text)


def _changes(run: str) -> int:
    """How often the kind of its characters changes: small letters, capitals, digits."""
    kinds = ["d" if each.isdigit() else "u" if each.isupper() else "l" for each in run]
    return sum(one != other for one, other in pairwise(kinds))
