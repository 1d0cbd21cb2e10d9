"""The outlines of a list as a stream, however broken the XML around them is.

A list is read tag by tag and never parsed into a tree: a bare &, a < in a name, a missing quote, a
second declaration or a missing end tag costs what it touches and nothing else. Entities are not
expanded, and a list that declares any is refused. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5

from newsdigest.errors import SourceError
from newsdigest.valueclasses import valueclass

_ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)(?:[\w.-]{1,50}:)?outline(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
# Where an unterminated tag ends.
_NEXT = re.compile(r"<!--|</?(?:[\w.-]{1,50}:)?(?:outline|body|opml)(?=[\s/>])", re.IGNORECASE)
_KEY = re.compile(r"(?:[\w.-]{1,50}:)?([\w.-]{1,50})\s{0,50}=\s{0,50}([\"']?)")
# A quote ends a value if a tag can continue after it. A value whose closing quote is missing ends
# where the next key begins.
_CLOSING = {quote: re.compile(rf"{quote}(?=[\s/>?]|\Z)") for quote in "\"'"}
_LOST = {quote: re.compile(rf"\s[\w.:-]{{1,50}}={quote}") for quote in "\"'"}
_BARE = re.compile(r"[^\s>\"']*")
_REFERENCE = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});")
_STRAY = re.compile(r"\bxmlurl\s{0,9}=", re.IGNORECASE)
_LONGEST_TAG = 20_000


@valueclass
class Outline:
    """A start tag; its keys are in lower case and without prefix."""

    attributes: Mapping[str, str]
    line: int
    # Whether the tag is self-closing.
    is_closed: bool
    # Whether the list ends within the tag.
    is_cut: bool = False


@valueclass
class End:
    """An end tag."""


@valueclass
class Stray:
    """The address of a feed outside any readable tag."""

    line: int


def read_outlines(text: str) -> Iterator[Outline | End | Stray]:
    """The tags of a list in order. SourceError: "unsafe-xml" if entities are declared."""
    if _ENTITY.search(text):
        raise SourceError("unsafe-xml", "declares XML entities, which are not expanded")
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        yield from _strays(text, at, token.start(), line)
        line, at = line + text.count("\n", at, token.start()), token.end()
        if token[1]:
            yield End()
        elif token[1] is not None:  # else a comment, or text
            after = _NEXT.search(text, at)
            end = min(after.start() if after else len(text), at + _LONGEST_TAG)
            outline, length = _outline(text[at:end], line, is_last=after is None)
            yield outline
            at += length
        line += text.count("\n", token.start(), at)
    yield from _strays(text, at, len(text), line)


def _strays(text: str, start: int, end: int, line: int) -> Iterator[Stray]:
    for match in _STRAY.finditer(text, start, end):
        yield Stray(line + text.count("\n", start, match.start()))


def _outline(tag: str, line: int, *, is_last: bool) -> tuple[Outline, int]:
    """The outline that a tag begins, and the length of the tag."""
    attributes: dict[str, str] = {}
    at = 0
    while (key := _KEY.search(tag, at)) is not None and ">" not in tag[at : key.start()]:
        value, at = _value(tag, key.end(), key[2])
        attributes.setdefault(key[1].lower(), _resolved(value))
    end = tag.find(">", at)
    is_open = end >= 0 and not tag[at:end].rstrip().endswith("/")
    outline = Outline(attributes, line, not is_open, is_cut=end < 0 and is_last)
    return outline, end + 1 if end >= 0 else len(tag)


def _value(tag: str, start: int, quote: str) -> tuple[str, int]:
    """The value that begins at `start`, and the position after it."""
    closing = _CLOSING[quote].search(tag, start) if quote else None
    if closing is None:
        bare = _BARE.match(tag, start)
        end = bare.end() if bare else start
        return tag[start:end], end
    lost = _LOST[quote].search(tag, start, closing.end())
    if lost:
        return tag[start : lost.start()], lost.start()
    return tag[start : closing.start()], closing.end()


def _resolved(value: str) -> str:
    return _REFERENCE.sub(_character, value) if "&" in value else value


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    if name[0] != "#":
        return html5.get(f"{name};", reference[0])
    number = int(f"0{name[1:]}", 0) if name[1] in "xX" else int(name[1:])
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
