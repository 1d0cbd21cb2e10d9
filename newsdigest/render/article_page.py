"""Articles as pages for a terminal or a text file: a reader view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.model import BlockKind
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.page import BLANK, Line, Page, Rule, Span, Style, line
from newsdigest.render.reading import ArticleView, ListView, PieceView, ReadingView
from newsdigest.render.wrap import width

_CODE_INDENT = 4


def articles_page(reading: ReadingView, words: Catalogue) -> Page:
    """One article after another with a rule between them."""
    page: Page = []
    for article in reading.articles:
        if page:
            page += [BLANK, Rule(), BLANK]
        page += _article(article, words)
    return page


def _article(article: ArticleView, words: Catalogue) -> Page:
    page: Page = [Line((Span(article.headline, Style.TITLE, article.url),))]
    page += [line(row, Style.FAINT) for row in article.facts]
    if article.note:
        page.append(line(article.note, Style.ALERT))
    if article.standfirst:
        page += [BLANK, line(article.standfirst, Style.SUBHEADING)]
    for piece in article.pieces:
        page += _piece(piece)
    return page + _removed(article, words)


def _piece(piece: PieceView) -> Page:
    """With an empty line before each block, or before the first of a list or a table."""
    match piece.kind:
        case BlockKind.LIST_ITEM:
            return [BLANK, *_items(piece.lists)]
        case BlockKind.TABLE_ROW:
            return [BLANK, *_table(piece.texts)]
    return [item for text in piece.texts for item in (BLANK, *_block(piece.kind, text))]


def _block(kind: str, text: str) -> Page:
    match kind:
        case BlockKind.CODE:
            lines = text.split("\n")
            return [Line((Span(each),), _CODE_INDENT, verbatim=True) for each in lines]
        case BlockKind.SUBHEAD:
            return [line(text, Style.SUBHEADING)]
        case BlockKind.QUOTE:
            return [Line((Span(text),), indent=2, mark="│ ")]
    return [line(text)]


def _items(lists: Iterable[ListView], indent: int = 2) -> Iterator[Line]:
    for item in (item for each in lists for item in each.items):
        mark = "• " if item.number is None else f"{item.number}. "
        yield line(mark + item.text, indent=indent, hang=len(mark))
        yield from _items(item.lists, indent + 2)


def _table(rows: Iterable[str]) -> Page:
    """Cells under each other where every row has as many; else the rows as they are."""
    table = [row.split(" | ") for row in rows]
    if len({len(cells) for cells in table}) > 1:
        return [line(" | ".join(cells), hang=2) for cells in table]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    return [line(_row(cells, widths), hang=2) for cells in table]


def _row(cells: list[str], widths: list[int]) -> str:
    padded = [cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)]
    return " │ ".join(padded).rstrip()


def _removed(article: ArticleView, words: Catalogue) -> Page:
    if not article.removed:
        return []
    title = words.count("removed", len(article.removed))
    page: Page = [BLANK, line(title, Style.SUBHEADING)]
    for removal in article.removed:
        spans = (Span(f"{removal.rule}  ", Style.ALERT), Span(removal.text, Style.FAINT))
        page.append(Line(spans, indent=2, hang=2))
    return page
