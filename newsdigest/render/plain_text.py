"""The format text: 72 columns of plain text with numbered links, listed at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdigest.render.digest_lines import digest_lines
from newsdigest.render.line_layout import TEXT_COLUMNS, lay_out
from newsdigest.render.options import RenderOptions
from newsdigest.render.styled_lines import BLANK, Divider, Span, StyledLine, StyledLines
from newsdigest.render.view import DigestView
from newsdigest.valueclasses import replace

if TYPE_CHECKING:
    from newsdigest.render.reader_view import ReaderView


def digest(view: DigestView, options: RenderOptions) -> str:
    """The same text as the template digest.txt gives."""
    return _write(digest_lines(view, options.words))


def articles(reader: ReaderView, options: RenderOptions) -> str:
    from newsdigest.render.article_lines import article_lines

    return _write(article_lines(reader, options.words))


def _write(lines: StyledLines) -> str:
    numbers: dict[str, int] = {}
    numbered = [each if isinstance(each, Divider) else _numbered(each, numbers) for each in lines]
    rows = ["".join(span.text for span in spans) for spans in lay_out(numbered, TEXT_COLUMNS)]
    if numbers:
        # Links are never broken, or they would not work.
        rows += ["", *(f"[{number}] {link}" for link, number in numbers.items())]
    return "".join(f"{row}\n" for row in rows)


def _numbered(item: StyledLine, numbers: dict[str, int]) -> StyledLine:
    """The line with the number of the link after each linked text."""
    spans: list[Span] = []
    for span in item.spans:
        spans.append(span)
        if span.link:
            number = numbers.setdefault(span.link, len(numbers) + 1)
            spans.append(Span(f" [{number}]"))
    return replace(item, spans=tuple(spans)) if spans else BLANK
