"""Styled lines broken to fit a number of columns."""

from __future__ import annotations

from collections.abc import Iterator

from newsdigest.render.styled_lines import Divider, Span, Style, StyledLine, StyledLines
from newsdigest.render.wrap import NO_BREAK, width, wrap
from newsdigest.valueclasses import replace

# Longer lines are hard to read.
_READABLE = 100
_NARROWEST = 8
# The width of text for mail and files.
TEXT_COLUMNS = 72

Spans = tuple[Span, ...]


def lay_out(lines: StyledLines, columns: int) -> Iterator[Spans]:
    """The lines broken to fit, none wider than `columns`; empty tuples are empty lines."""
    columns = min(columns, _READABLE)
    for item in lines:
        if isinstance(item, Divider):
            yield (Span("─" * columns, Style.FAINT),)
        elif item.right:
            yield from _two_sided(item, item.right, columns)
        elif item.spans:
            yield from _broken(item, columns)
        else:
            yield ()


def _two_sided(item: StyledLine, right: Span, columns: int) -> Iterator[Spans]:
    used = item.indent + sum(width(span.text) for span in item.spans)
    gap = columns - used - width(right.text)
    if gap >= 2:
        yield (*item.spans, Span(" " * gap), right)
        return
    yield from _broken(item, columns)
    yield from _broken(StyledLine((right,), item.indent), columns)


def _broken(item: StyledLine, columns: int) -> Iterator[Spans]:
    # On a very narrow terminal, indents are reduced first.
    indent = min(item.indent, max(0, columns - _NARROWEST))
    first = item.label.ljust(indent) + item.mark
    later = " " * min(indent + item.hang, max(0, columns - _NARROWEST)) + item.mark
    text = "".join(span.text for span in item.spans)
    lines = _verbatim(text, columns - width(later)) if item.verbatim else _hung(item, text, columns)
    position = 0
    for number, content in enumerate(lines):
        # wrap() drops the space at which it breaks a line.
        position = text.index(content, position)
        lead = later if number else first
        margin = (Span(lead, Style.FAINT),) if lead else ()
        yield (*margin, *_slice(item.spans, position, position + len(content)))
        position += len(content)


def _hung(item: StyledLine, text: str, columns: int) -> list[str]:
    """Lines of which the first may be longer than the others by the hang."""
    room = max(_NARROWEST, columns - item.indent - width(item.mark))
    if not item.hang:
        return wrap(text, room)
    first = wrap(text, room)[:1]
    rest = text[len(first[0]) :].lstrip(" ") if first else ""
    return first + wrap(rest, max(_NARROWEST, room - item.hang))


def _verbatim(text: str, columns: int) -> list[str]:
    return [text[start : start + columns] for start in range(0, len(text), columns)]


def _slice(spans: Spans, start: int, end: int) -> Iterator[Span]:
    offset = 0
    for span in spans:
        piece = span.text[max(0, start - offset) : max(0, end - offset)]
        if piece:
            # Where lines are broken, a space is a space again: to copy, and to search for.
            yield replace(span, text=piece.replace(NO_BREAK, " "))
        offset += len(span.text)
