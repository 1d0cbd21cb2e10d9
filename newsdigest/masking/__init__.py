"""Secrets in URLs: user names, passwords, tokens, and what looks like one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from urllib.parse import unquote

__all__ = ["holds_secret", "masked", "masked_address"]

_USER = re.compile(r"(?<=//)[^/?#\s]*@")
# A value may hold quotes and brackets; those at its end belong to the text around the address.
_PARAMETER = re.compile(r"(?<=[?&;#])([^=&;#?/\s\"'<>]{1,80})=([^&;#\s]*[^&;#\s\"'<>:.,)])")
_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
# Parts of an address as a whole: its path, or the value of a parameter.
_PART = re.compile(r"(?<!//)(?<=[/=#?])[\w~%+-]{20,}={0,2}(?=$|[./?&;#\s\"'<>)])")
_HOST = re.compile(r"//(?:[^/?#\s@]*@)?([^/?#:\s]+)")
_RUN = re.compile(r"[A-Za-z0-9]+")
_HEXADECIMAL = re.compile(r"[0-9a-f]+", re.IGNORECASE)
# Shorter hexadecimal identifiers number the articles and shows of content management systems.
_LONGEST_PUBLIC_HEXADECIMAL = 31
# Of 173 addresses that public feeds give as their own none has a run of so many letters and digits
# that change from one kind to another so often.
_SHORTEST_RUN = 16
_FEWEST_CHANGES = 5


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
        frozenset(data["last_words"]),
        tuple(data["ends"]),
        frozenset(data["ambiguous"]),
        frozenset(data["public"]),
    )


def masked(text: str) -> str:
    """The text with the secrets of the URLs in it replaced by `***`."""
    if "//" in text:
        text = _USER.sub("***@", text)
    return _PARAMETER.sub(_shown, text) if "=" in text else text


def masked_address(url: str) -> str:
    """The address of a feed without its secrets, among them what looks like one by its shape.

    Not for links to articles: many a site numbers its articles by hashes.
    """
    shown = masked(url)
    host = _HOST.search(shown)
    if host is None or host[1].lower() in _names().public:
        return shown
    return _PART.sub(_shown_part, shown)


def holds_secret(url: str) -> bool:
    """Whether the address of a feed gives a secret away to whoever reads it."""
    return masked_address(url) != url


def _shown(parameter: re.Match[str]) -> str:
    name, value = parameter.groups()
    return f"{name}=***" if _is_secret(unquote(name), value) else parameter[0]


def _is_secret(name: str, value: str) -> bool:
    names = _names()
    lower = name.lower()
    if lower in names.public:
        return False
    words = [word for word in _WORD_ENDS.split(name) if word]
    is_named = bool(words) and words[-1].lower() in names.last_words
    if is_named or "".join(words).lower().endswith(names.ends):
        return True
    return lower in names.ambiguous and looks_secret(value)


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
    if len(run) < _SHORTEST_RUN or run.isdigit():
        return False
    if _HEXADECIMAL.fullmatch(run):
        return len(run) > _LONGEST_PUBLIC_HEXADECIMAL and not run.isalpha()
    kinds = ["d" if each.isdigit() else "u" if each.isupper() else "l" for each in run]
    changes = sum(one != other for one, other in pairwise(kinds))
    return "d" in kinds and changes >= _FEWEST_CHANGES
