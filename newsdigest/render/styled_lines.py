"""Lines of styled text, which may link, with their indents: a layout before its width is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What a piece of text is, not how it looks."""

    PLAIN = "plain"
    TITLE = "title"  # a headline
    HEADING = "heading"  # an outer heading of the digest
    SUBHEADING = "subheading"  # an inner one, and the subheads of an article
    FAINT = "faint"  # what is there when it is looked for
    ALERT = "alert"  # what should not be missed


@dataclass(frozen=True, slots=True)
class Span:
    """One line of printable text in one style."""

    text: str
    style: Style = Style.PLAIN
    # A web link as links.web_link gives it.
    link: str | None = None


@dataclass(frozen=True, slots=True)
class StyledLine:
    """Spans that follow one another, with a space of their own where they need one."""

    spans: tuple[Span, ...] = ()
    indent: int = 0
    # How much further in the second and later lines begin when it is broken.
    hang: int = 0
    # Stands at the end of the same line where there is room, else below.
    right: Span | None = None
    # Put before each line of a quote.
    mark: str = ""
    # Code: never broken at spaces, which are its meaning.
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across the whole width."""


StyledLines = list[StyledLine | Divider]
BLANK = StyledLine()


def line(text: str, style: Style = Style.PLAIN, *, indent: int = 0, hang: int = 0) -> StyledLine:
    return StyledLine((Span(text, style),), indent, hang)


def joined(groups: Iterable[Iterable[Span]], separator: str) -> tuple[Span, ...]:
    """The groups in a row with a faint separator between them."""
    spans: list[Span] = []
    for group in groups:
        if spans:
            spans.append(Span(separator, Style.FAINT))
        spans += group
    return tuple(spans)
