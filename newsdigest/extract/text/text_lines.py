"""The lines of a text, with facts about their surroundings."""

from __future__ import annotations

import re

from newsdigest.model import BlockKind
from newsdigest.valueclasses import valueclass

# Bullets that prose does not begin with; "-" and "*" also mark dialogue and names of publications,
# and are handled where the surroundings are known.
_BULLET = re.compile(r"[•▪◦‣●■□▸►·] ?(?=\S)")


# The most lines read: a megabyte of one-letter lines would cost ten seconds. Prose of this many
# lines has 1.2 megabytes, a dump with one line per report six.
MOST_LINES = 20_000


@valueclass
class TextLine:
    """A line of a text, or a paragraph that was broken over several; its spaces are folded."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    # As in Block: the heading's level or the list's depth.
    level: int = 0
    number: int | None = None
    # Whether an empty line precedes it.
    gap: bool = False
    # Columns of white space before it.
    indent: int = 0
    # Whether it is in a block of "label: value" lines.
    field: bool = False
    # The address, if the whole line is one link.
    link: str | None = None
    # Whether it is the address of a picture, or right under one.
    picture: bool = False
    pictured: bool = False


def read_lines(text: str) -> list[TextLine]:
    """The non-empty lines, without bullets; empty ones are recorded in `gap`.

    MOST_LINES + 1 lines mean that there are more.
    """
    lines: list[TextLine] = []
    gap = False
    for raw in text.splitlines():
        folded = " ".join(raw.split())
        if folded:
            lines.append(_line(raw, folded, gap))
            if len(lines) > MOST_LINES:
                break
        gap = not folded
    return lines


def _line(raw: str, folded: str, gap: bool) -> TextLine:
    indent = len(raw) - len(raw.lstrip())
    bullet = _BULLET.match(folded)
    if bullet is None:
        return TextLine(folded, gap=gap, indent=indent)
    return TextLine(folded[bullet.end() :], BlockKind.LIST_ITEM, 1, gap=gap, indent=indent)
