"""Where the lines of an article stand: at its head, at its tail, alone, or amid the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from newsdigest.clean.learning.skeletons import NAME, ends_in_sign, first_name, frame, plain
from newsdigest.clean.rules import LONGEST_UNIT
from newsdigest.language import sentences
from newsdigest.model import Article, Block, BlockKind
from newsdigest.press.agencies import agency_name

# Lines that count as the head and the tail of an article. Of 495 articles whose blocks are run
# together, credits reach back to the sixth line from the end.
HEAD_LINES = 2
TAIL_LINES = 6
# Lines of one article whose names are looked for in the rest of it.
_MOST_NAMES = 60
# Shorter ones are no lines: initials, numbers, a stray mark.
_SHORTEST = 4
# "... religions. REUTERS Join our channel": the agency's name is no part of the line.
_SIGNED = re.compile(r"([A-Z][A-Z/& .-]{0,60}[A-Z]) (?=[A-Z][a-z'’])")
# Lists run together, and teasers that end in an arrow.
_SIGN = re.compile(r"(?<=\S)[ \xa0]?(?:[»►→⟶][ \xa0]?(?=\S)|[ \xa0](?=[•|]))")
# Structure and others' words recur for reasons of their own.
_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


class Spot(StrEnum):
    """Where in an article a line stands."""

    HEAD = "head"
    TAIL = "tail"
    ALONE = "alone"  # the whole of a block between others
    EDGE = "edge"  # the first or the last line of a block between others
    INSIDE = "inside"


# Where nothing of the report stands before it, or behind it, in its block or in the article.
OUTER = frozenset({Spot.HEAD, Spot.TAIL, Spot.ALONE})


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of an article, the shortest piece that is learnt and taken."""

    block: int
    start: int
    end: int
    text: str
    spot: Spot
    plain: str
    # Without names; only where the line stands at an edge of the article or alone.
    frame: str | None

    @property
    def skeletons(self) -> tuple[str, ...]:
        return (self.plain,) if self.frame is None else (self.plain, self.frame)


@dataclass(frozen=True, slots=True)
class _Span:
    block: int
    start: int
    end: int
    first: bool
    last: bool


def units(article: Article) -> list[Unit]:
    """The lines of an article in order; those that are too long to be a plug are left out."""
    spans = [
        span
        for number, block in enumerate(article.blocks)
        if block.kind in _READ
        for span in _spans(number, block, article.language)
    ]
    names = _Names(article)
    found = []
    for place, span in enumerate(spans):
        text = article.blocks[span.block].text[span.start : span.end].rstrip()
        if not _SHORTEST <= len(text) <= LONGEST_UNIT:
            continue
        spot = _spot(span, place, len(spans) - place)
        masked = frame(text) if spot in OUTER or ends_in_sign(text) else None
        if masked and NAME in masked and names.tell_of(text):
            masked = None
        end = span.start + len(text)
        found.append(Unit(span.block, span.start, end, text, spot, plain(text), masked))
    return found


class _Names:
    """Whom an article names."""

    def __init__(self, article: Article) -> None:
        self._body = article.text
        self._asked = 0

    def tell_of(self, line: str) -> bool:
        """Whether whom a line names first is also named elsewhere: then it is about the story.

        After many lines of one article the answer is yes, as every look goes over all of its text.
        """
        name = first_name(line)
        if name is None:
            return False
        self._asked += 1
        return self._asked > _MOST_NAMES or self._body.count(name) > line.count(name)


def _spans(number: int, block: Block, language: str | None) -> Iterator[_Span]:
    starts = _starts(block.text, language)
    ends = [*starts[1:], len(block.text)]
    for start, end in zip(starts, ends, strict=True):
        yield _Span(number, start, end, start == 0, end == len(block.text))


def _starts(text: str, language: str | None) -> list[int]:
    """Where lines begin: sentences, what follows a sign of lists, what follows an agency's name."""
    starts = [0]
    position = 0
    for sentence in sentences(text, language):
        position = text.find(sentence, position)
        starts.append(position)
        signed = _SIGNED.match(sentence)
        if signed and agency_name(signed[1]):
            starts.append(position + signed.end())
        position += len(sentence)
    if "|" in text or not text.isascii():
        starts += [match.end() for match in _SIGN.finditer(text)]
    return sorted({start for start in starts if start < len(text)})


def _spot(span: _Span, place: int, left: int) -> Spot:
    """`left` counts the lines from this one to the end, itself included."""
    if left <= TAIL_LINES and left <= place:
        return Spot.TAIL
    if place < HEAD_LINES:
        return Spot.HEAD
    if span.first and span.last:
        return Spot.ALONE
    return Spot.EDGE if span.first or span.last else Spot.INSIDE
