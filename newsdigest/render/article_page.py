"""Articles as pages for a terminal or a text file: a reader view."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from newsdigest.language import printable
from newsdigest.model import Article, Block, BlockKind
from newsdigest.render import wording
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.links import web_link
from newsdigest.render.options import RenderOptions
from newsdigest.render.page import BLANK, Line, Page, Rule, Span, Style, line
from newsdigest.render.wrap import width

_CODE_INDENT = 4
# Lists of these kinds stand without empty lines between their items.
_TIGHT = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


def articles_page(articles: Sequence[Article], options: RenderOptions) -> Page:
    """One article after another with a rule between them."""
    page: Page = []
    for article in articles:
        if page:
            page += [BLANK, Rule(), BLANK]
        page += _article(article, options)
    return page


def _article(article: Article, options: RenderOptions) -> Page:
    title = Span(wording.headline(article, options.words), Style.TITLE, web_link(article.url))
    page: Page = [Line((title,)), *_facts(article, options)]
    if standfirst := printable(article.standfirst or ""):
        page += [BLANK, line(standfirst, Style.SUBHEADING)]
    for kind, blocks in groupby(article.blocks, key=lambda block: block.kind):
        page += _blocks(kind, list(blocks))
    return page + (_removed(article, options.words) if options.removed else [])


def _facts(article: Article, options: RenderOptions) -> Page:
    """Publication and origin; the times; what is missing."""
    words = options.words
    source = [wording.publication(article, words)] if article.source else []
    rows = [
        " · ".join([*source, *wording.origin(article, words)]),
        " · ".join(wording.times(article, options)),
    ]
    page: Page = [line(row, Style.FAINT) for row in rows if row]
    note = wording.partial_note(article, words)
    return [*page, line(note, Style.ALERT)] if note else page


def _blocks(kind: BlockKind, blocks: list[Block]) -> Page:
    """Blocks of one kind in a row, an empty line before each, or before the first of a list."""
    if kind is BlockKind.TABLE_ROW:
        return [BLANK, *_table(blocks)]
    page: Page = []
    for number, block in enumerate(blocks):
        if kind not in _TIGHT or number == 0:
            page.append(BLANK)
        page += _block(block)
    return page


def _block(block: Block) -> Page:
    if block.kind is BlockKind.CODE:
        lines = printable(block.text, multiline=True).split("\n")
        return [Line((Span(text),), _CODE_INDENT, verbatim=True) for text in lines]
    text = printable(block.text)
    if block.kind is BlockKind.SUBHEAD:
        return [line(text, Style.SUBHEADING)]
    if block.kind is BlockKind.LIST_ITEM:
        mark = "• " if block.number is None else f"{block.number}. "
        return [line(mark + text, indent=2 * max(1, block.level), hang=len(mark))]
    if block.kind is BlockKind.QUOTE:
        return [Line((Span(text),), indent=2, mark="│ ")]
    return [line(text)]


def _table(rows: list[Block]) -> Page:
    """Cells under each other where every row has as many; else the rows as they are."""
    table = [printable(row.text).split(" | ") for row in rows]
    if len({len(cells) for cells in table}) > 1:
        return [line(" | ".join(cells), hang=2) for cells in table]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    return [line(_row(cells, widths), hang=2) for cells in table]


def _row(cells: list[str], widths: list[int]) -> str:
    padded = [cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)]
    return " │ ".join(padded).rstrip()


def _removed(article: Article, words: Catalogue) -> Page:
    if not article.removed:
        return []
    title = words.count("removed", len(article.removed))
    page: Page = [BLANK, line(title, Style.SUBHEADING)]
    for removal in article.removed:
        rule = Span(f"{printable(removal.rule)}  ", Style.ALERT)
        page.append(Line((rule, Span(printable(removal.text), Style.FAINT)), indent=2, hang=2))
    return page
