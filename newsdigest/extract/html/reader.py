"""Kept text blocks → the blocks of an article, each with its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from newsdigest.extract.html.box import Box, TextBlock
from newsdigest.language import printable
from newsdigest.model import Block, BlockKind

_LISTS: Final = frozenset(("ul", "ol", "menu", "dir"))
# Kinds by the nearest ancestor that decides; dt and dd are items of a list as well.
_KINDS: Final = {
    "li": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
    "td": BlockKind.TABLE_ROW,
    "th": BlockKind.TABLE_ROW,
    **{f"h{level}": BlockKind.SUBHEAD for level in range(1, 7)},
}
# What printable() would change in text whose white space is folded already; anything else is
# ASCII or common letters and need not pay for it.
_UNSAFE: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u0300-\\u036f\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e"
    "\\u2060-\\u206f\\ud800-\\udfff\\ufe00-\\ufe0f\\ufeff\\ufff9-\\uffff\\U000e0000-\\U000e0fff]"
)


def safe(text: str) -> str:
    """Text as `printable` gives it, which is called only where it may change something."""
    return printable(text) if not text.isascii() or _UNSAFE.search(text) else text


def to_blocks(kept: Iterable[TextBlock]) -> tuple[Block, ...]:
    """The article's blocks; table cells are joined to rows."""
    found = [block for text in _joined(kept) if (block := _block(*text)) is not None]
    return tuple(found)


def _joined(kept: Iterable[TextBlock]) -> Iterator[tuple[TextBlock, str]]:
    """Each block with its text, the cells of a table row as one."""
    for row, cells in groupby(kept, key=lambda block: _row(block.box) or block):
        first, *others = cells
        if row is first:
            yield first, first.text
        else:
            yield first, " | ".join([first.text, *(cell.text for cell in others)])


def _row(box: Box) -> Box | None:
    """The table row of which a box is a plain cell."""
    return box.parent if box.tag in ("td", "th") else None


def _block(source: TextBlock, text: str) -> Block | None:
    box: Box | None = source.box
    while box is not None:
        kind = _KINDS.get(box.tag)
        if kind is not None:
            return _of_kind(kind, box, source, text)
        box = box.parent
    return _plain(BlockKind.PARAGRAPH, text)


def _of_kind(kind: BlockKind, box: Box, source: TextBlock, text: str) -> Block | None:
    if kind is BlockKind.SUBHEAD:
        return _plain(kind, text, max(2, int(box.tag[1])))
    if kind is BlockKind.LIST_ITEM:
        return _plain(kind, text, _nesting(box))
    if kind is BlockKind.TABLE_ROW and source.box is not box:
        return _plain(BlockKind.PARAGRAPH, text)  # a table that only lays out the page
    if kind is BlockKind.CODE:
        code = printable(source.box.node.text(), multiline=True)
        return Block(kind, code) if code else None
    return _plain(kind, text)


def _plain(kind: BlockKind, text: str, level: int = 0) -> Block | None:
    text = safe(text)
    return Block(kind, text, level) if text else None


def _nesting(box: Box | None) -> int:
    """How many lists an item stands in, at least 1."""
    depth = 0
    while box is not None:
        depth += box.tag in _LISTS
        box = box.parent
    return max(1, depth)
