"""The lines of an article and their positions: head, tail, alone, or inside the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from newsdigest.clean.learning.skeletons import NAME, ends_in_sign, first_name, frame, plain
from newsdigest.clean.removal_rules import LONGEST_UNIT
from newsdigest.language import sentences
from newsdigest.model import Article, Block, BlockKind
from newsdigest.press.agencies import agency_name
from newsdigest.valueclasses import valueclass

# Lines that count as the head and the tail of an article. In 495 articles whose blocks are joined,
# credits reach back to the sixth line from the end.
HEAD_LINES = 2
TAIL_LINES = 6
# Lines of one article whose names are searched for in the rest of it.
_MOST_NAMES = 60
# Shorter ones are not lines but initials, numbers, stray marks.
_SHORTEST = 4
# "... religions. REUTERS Join our channel": the agency's name is not part of the line.
_SIGNED = re.compile(r"([A-Z][A-Z/& .-]{0,60}[A-Z]) (?=[A-Z][a-z'’])")
# Joined lists, and teasers that end in an arrow.
_SIGNS = "»►→⟶•|"
_SIGN = re.compile(r"(?<=\S)[ \xa0]?(?:[»►→⟶][ \xa0]?(?=\S)|[ \xa0](?=[•|]))")
# Headings, tables, code and quotations recur for other reasons.
_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


class LinePosition(StrEnum):
    """Where a line is in its article."""

    HEAD = "head"
    TAIL = "tail"
    ALONE = "alone"  # the whole of a block between others
    EDGE = "edge"  # the first or the last line of a block between others
    INSIDE = "inside"


# Positions with no text of the report before or after, in the block or in the article.
OUTER = frozenset({LinePosition.HEAD, LinePosition.TAIL, LinePosition.ALONE})


@valueclass
class ArticleLine:
    """A line of an article: the unit that is learnt and removed."""

    block: int
    start: int
    end: int
    text: str
    position: LinePosition
    plain: str
    # The skeleton without names; only for lines at an edge of the article or alone.
    frame: str | None

    @property
    def skeletons(self) -> tuple[str, ...]:
        return (self.plain,) if self.frame is None else (self.plain, self.frame)


@valueclass
class _LineSpan:
    block: int
    start: int
    end: int
    first: bool
    last: bool


def article_lines(article: Article) -> list[ArticleLine]:
    """The lines of an article in order, without those too long to be a plug."""
    spans = [
        span
        for number, block in enumerate(article.blocks)
        if block.kind in _READ
        for span in _spans(number, block, article.language)
    ]
    names = _NameCounter(article)
    found = []
    for place, span in enumerate(spans):
        text = article.blocks[span.block].text[span.start : span.end].rstrip()
        if not _SHORTEST <= len(text) <= LONGEST_UNIT:
            continue
        position = _position_of(span, place, len(spans) - place)
        masked = frame(text) if position in OUTER or ends_in_sign(text) else None
        if masked and NAME in masked and names.recurs(text):
            masked = None
        end = span.start + len(text)
        found.append(ArticleLine(span.block, span.start, end, text, position, plain(text), masked))
    return found


class _NameCounter:
    """Finds out whether names of a line recur elsewhere in its article."""

    def __init__(self, article: Article) -> None:
        self._body = article.text
        self._lookups = 0

    def recurs(self, line: str) -> bool:
        """Whether the first name in a line is also elsewhere: then the line is about the story.

        Always True after many lines of one article, as each search covers all of its text.
        """
        name = first_name(line)
        if name is None:
            return False
        self._lookups += 1
        return self._lookups > _MOST_NAMES or self._body.count(name) > line.count(name)


def _spans(number: int, block: Block, language: str | None) -> Iterator[_LineSpan]:
    starts = _starts(block.text, language)
    ends = [*starts[1:], len(block.text)]
    for start, end in zip(starts, ends, strict=True):
        yield _LineSpan(number, start, end, start == 0, end == len(block.text))


def _starts(text: str, language: str | None) -> list[int]:
    """Where lines begin: at sentences, and after list signs and agency names."""
    starts = [0]
    position = 0
    for sentence in sentences(text, language):
        position = text.find(sentence, position)
        starts.append(position)
        signed = _SIGNED.match(sentence)
        if signed and agency_name(signed[1]):
            starts.append(position + signed.end())
        position += len(sentence)
    if any(map(text.__contains__, _SIGNS)):
        starts += [match.end() for match in _SIGN.finditer(text)]
    return sorted({start for start in starts if start < len(text)})


def _position_of(span: _LineSpan, place: int, left: int) -> LinePosition:
    """The position of line `place` of its article; `left` counts it and those after it."""
    if left <= TAIL_LINES and left <= place:
        return LinePosition.TAIL
    if place < HEAD_LINES:
        return LinePosition.HEAD
    if span.first and span.last:
        return LinePosition.ALONE
    return LinePosition.EDGE if span.first or span.last else LinePosition.INSIDE
