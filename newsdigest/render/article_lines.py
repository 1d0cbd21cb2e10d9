"""Articles as styled lines for a terminal or a text file: a reader view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.model import BlockKind
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.reader_view import ArticleView, BlockGroupView, ListView, ReaderView
from newsdigest.render.styled_lines import (
    BLANK,
    Divider,
    Span,
    Style,
    StyledLine,
    StyledLines,
    line,
)
from newsdigest.render.wrap import width

_CODE_INDENT = 4


def article_lines(reader: ReaderView, words: Catalogue) -> StyledLines:
    """The articles with a divider between them."""
    lines: StyledLines = []
    for article in reader.articles:
        if lines:
            lines += [BLANK, Divider(), BLANK]
        lines += _article(article, words)
    return lines


def _article(article: ArticleView, words: Catalogue) -> StyledLines:
    lines: StyledLines = [StyledLine((Span(article.headline, Style.TITLE, article.url),))]
    lines += [line(row, Style.FAINT) for row in article.facts]
    if article.note:
        lines.append(line(article.note, Style.ALERT))
    if article.standfirst:
        lines += [BLANK, line(article.standfirst, Style.SUBHEADING)]
    for group in article.block_groups:
        lines += _block_group(group)
    return lines + _removed(article, words)


def _block_group(group: BlockGroupView) -> StyledLines:
    """The group with an empty line before each block; lists and tables have one at the top."""
    match group.kind:
        case BlockKind.LIST_ITEM:
            return [BLANK, *_items(group.lists)]
        case BlockKind.TABLE_ROW:
            return [BLANK, *_table(group.texts)]
    return [item for text in group.texts for item in (BLANK, *_block(group.kind, text))]


def _block(kind: str, text: str) -> StyledLines:
    match kind:
        case BlockKind.CODE:
            rows = text.split("\n")
            return [StyledLine((Span(each),), _CODE_INDENT, verbatim=True) for each in rows]
        case BlockKind.SUBHEAD:
            return [line(text, Style.SUBHEADING)]
        case BlockKind.QUOTE:
            return [StyledLine((Span(text),), indent=2, mark="│ ")]
    return [line(text)]


def _items(lists: Iterable[ListView], indent: int = 2) -> Iterator[StyledLine]:
    for item in (item for each in lists for item in each.items):
        mark = "• " if item.number is None else f"{item.number}. "
        yield line(mark + item.text, indent=indent, hang=len(mark))
        yield from _items(item.lists, indent + 2)


def _table(rows: Iterable[str]) -> StyledLines:
    """Cells aligned in columns if all rows have the same number of cells, else the rows as is."""
    table = [row.split(" | ") for row in rows]
    if len({len(cells) for cells in table}) > 1:
        return [line(" | ".join(cells), hang=2) for cells in table]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    return [line(_row(cells, widths), hang=2) for cells in table]


def _row(cells: list[str], widths: list[int]) -> str:
    padded = [cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)]
    return " │ ".join(padded).rstrip()


def _removed(article: ArticleView, words: Catalogue) -> StyledLines:
    if not article.removed:
        return []
    title = words.count("removed", len(article.removed))
    lines: StyledLines = [BLANK, line(title, Style.SUBHEADING)]
    for removal in article.removed:
        spans = (Span(f"{removal.rule}  ", Style.ALERT), Span(removal.text, Style.FAINT))
        lines.append(StyledLine(spans, indent=2, hang=2))
    return lines
