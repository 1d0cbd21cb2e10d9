"""The names in the author fields of feeds, which hold addresses, lists and bylines as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsdigest.sources.feeds.limits import MAX_AUTHORS, MAX_NAME
from newsdigest.sources.feeds.markup import plain

_ADDRESS = re.compile(r"[^\s<>()\"',;@]{1,64}@[^\s<>()\"',;@]{1,100}")
_EMPTY = re.compile(r"\(\s{0,9}\)|<\s{0,9}>|\[\s{0,9}\]")
_WRAPPED = re.compile(r"^[\s(<\[\"']{1,9}|[\s)>\]\"',;]{1,9}$")
_BY = re.compile(r"^by:?\s{1,3}(?=\S)", re.IGNORECASE)
_LIST = re.compile(r"\s{0,2};\s{0,2}|\s{1,2}(?:and|&)\s{1,2}|\s{0,2},\s{1,2}(?:and\s{1,2})?")
_NOT_NAMES = frozenset(("admin", "administrator", "editor", "noreply", "no-reply", "webmaster"))


def clean_authors(fields: Iterable[str]) -> tuple[str, ...]:
    """Names, each once: "jane@example.org (Jane Doe)" is Jane Doe, an address alone is nobody."""
    names = (name for text in fields for name in _names(text))
    return tuple(dict.fromkeys(names))[:MAX_AUTHORS]


def _names(field: str) -> Iterator[str]:
    text = plain(field[: 2 * MAX_NAME], html=None)
    text = _EMPTY.sub("", _ADDRESS.sub("", text)).strip()
    text = _BY.sub("", _unwrapped(text))
    for name in _listed(text):
        if name and name.lower() not in _NOT_NAMES and not name.startswith(("http:", "https:")):
            yield name[:MAX_NAME]


def _unwrapped(text: str) -> str:
    """Without brackets and quotes around it; "Jane Doe (jane)" keeps its own."""
    bare = _WRAPPED.sub("", text)
    return f"{bare})" if text.endswith(")") and bare.count("(") > bare.count(")") else bare


def _listed(text: str) -> list[str]:
    """The names of a list; one that is split into single words is "Doe, Jane"."""
    parts = [part.strip() for part in _LIST.split(text)]
    return parts if len(parts) > 1 and all(" " in part for part in parts) else [text]
