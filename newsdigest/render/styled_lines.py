"""Lines of styled text, which may link, with their indents: a layout before its width is known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from newsdigest.valueclasses import valueclass


class Style(StrEnum):
    """The role of a piece of text."""

    PLAIN = "plain"
    TITLE = "title"  # a headline
    HEADING = "heading"  # an outer heading of the digest
    SUBHEADING = "subheading"  # an inner one, and the subheads of an article
    FAINT = "faint"  # secondary text
    ALERT = "alert"  # text that must not be missed


@valueclass
class Span:
    """One line of printable text in one style."""

    text: str
    style: Style = Style.PLAIN
    # A web link as links.web_link gives it.
    link: str | None = None


@valueclass
class StyledLine:
    """Spans in a row; the spaces between them are part of their texts."""

    spans: tuple[Span, ...] = ()
    indent: int = 0
    # Additional indent of continuation lines.
    hang: int = 0
    # Right-aligned on the same line if there is room, else on the next.
    right: Span | None = None
    # Precedes each line of a quote.
    mark: str = ""
    # Code: cut at the last column instead of broken at spaces.
    verbatim: bool = False
    # In the indent of the first line, and no longer than it: a number.
    label: str = ""


@valueclass
class Divider:
    """A line across the whole width."""


StyledLines = list[StyledLine | Divider]
BLANK = StyledLine()


def line(text: str, style: Style = Style.PLAIN, *, indent: int = 0, hang: int = 0) -> StyledLine:
    return StyledLine((Span(text, style),), indent, hang)


def joined(groups: Iterable[Iterable[Span]], separator: str) -> tuple[Span, ...]:
    """The groups with a faint separator between them."""
    spans: list[Span] = []
    for group in groups:
        if spans:
            spans.append(Span(separator, Style.FAINT))
        spans += group
    return tuple(spans)
