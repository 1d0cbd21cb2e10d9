"""The lines of a text, with what their surroundings tell of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsdigest.model import BlockKind

# Marks of a bulleted list that prose does not begin with; "-" and "*" also mark lists, but also
# dialogue and names of publications, and are left to those who know the surroundings.
_BULLET = re.compile(r"[•▪◦‣●■□▸►·] ?(?=\S)")


# Lines beyond this are not read: a megabyte of one-letter lines would cost ten seconds. Prose has
# 1.2 megabytes in so many lines, a dump with one line a report six.
MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text, or a paragraph that had been broken over several; its spaces are folded."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    # As in Block: the heading's level or the list's depth.
    level: int = 0
    number: int | None = None
    # An empty line stands before it.
    gap: bool = False
    # Columns of white space before it.
    indent: int = 0
    # It stands in a block of "label: value" lines.
    field: bool = False
    # The address, if all of it is one link.
    link: str | None = None
    # It is the address of a picture, or stands right under one.
    picture: bool = False
    pictured: bool = False


def read_lines(text: str) -> list[TextLine]:
    """The lines that hold something, bullets taken off; empty ones live on in `gap`.

    One line more than MOST_LINES says that there are more.
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
