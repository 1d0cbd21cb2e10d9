"""Bodies that add nothing to the headline: addresses and counts, or lists of links."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsdigest.feedmodel import Entry
from newsdigest.package_data import read_toml
from newsdigest.sources.feeds.html_fields import paragraphs, plain

ADDRESSES: Final = "feed:addresses-and-counts"
LINKS: Final = "feed:list-of-links"

# Characters. Longer bodies have content; placeholders of aggregators are a few lines.
_LONGEST: Final = 20_000
_ANCHOR: Final = re.compile(r"<a\s[^<>]{0,2000}>(.{0,500}?)</a>", re.IGNORECASE | re.DOTALL)
_SPLIT: Final = re.compile(r"\s[|·•]\s|[\[\]]")
_VALUE: Final = r"(?:(?:https?://|www\.)\S{1,2000}|[+-]?\d[\d.,:%/ -]{0,20})"
_LABEL: Final = r"(?:#?\s{0,2}[^\W\d][^\W\d]{0,20}(?:\s[^\W\d]{1,20}){0,2}\s?[:：]\s{0,3})"
_BARE: Final = re.compile(rf"{_LABEL}?{_VALUE}(?:\s{{1,3}}[^\W\d]{{1,12}})?|/?u/[\w-]{{1,40}}")
_LETTER: Final = re.compile(r"[^\W_]")
# Share of a body's letters inside its links; the rest names the publications.
_MOSTLY: Final = 0.6


def placeholder_rule(entry: Entry) -> str | None:
    """The rule by which an item's body is a placeholder, or None if it has content.

    A single line of content is enough: only a body of nothing else is a placeholder.
    """
    body = entry.content or entry.summary or ""
    if not body or len(body) > _LONGEST:
        return None
    are_bare = map(_is_bare, paragraphs(body))
    if next(are_bare, False) and all(are_bare):
        return ADDRESSES
    return LINKS if _lists_links(body, entry.title) else None


def _is_bare(line: str) -> bool:
    """Whether a line consists of addresses, labelled counts and link words."""
    parts = [part.strip() for part in _SPLIT.split(line) if part.strip()]
    return all(_BARE.fullmatch(part) or _says_link(part) for part in parts)


def _says_link(part: str) -> bool:
    words = part.casefold().strip(" :.→»…")
    if words in _listed("alone"):
        return True
    before, _, user = words.rpartition(" ")
    return before in _listed("before_user") and user.lstrip("/").startswith(("u/", "@"))


def _lists_links(body: str, title: str | None) -> bool:
    """Whether the body is mostly links to reports, the first of them titled like the item."""
    anchors = _ANCHOR.findall(body) if title else []
    if not anchors or _linked(anchors[0]) != _letters(title or ""):
        return False
    inside = sum(len(_linked(text)) for text in anchors)
    return inside >= _MOSTLY * len(_letters(plain(body, html=True)))


def _linked(markup: str) -> str:
    return _letters(plain(markup, html=True))


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text.casefold()))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(read_toml("sources/feeds/data/placeholder_bodies.toml")[name])
