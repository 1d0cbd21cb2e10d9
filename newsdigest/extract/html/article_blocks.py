"""From kept text blocks to the blocks of an article, each with its kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from unicodedata import is_normalized

from newsdigest.extract.html.box_tree import Boxes, BoxTree
from newsdigest.extract.html.list_numbers import ItemNumbers
from newsdigest.language import printable
from newsdigest.model import Block, BlockKind
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

_LISTS: Final = frozenset(("ul", "ol", "menu", "dir"))
# Kinds by the nearest ancestor that decides; dt and dd are list items as well.
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
# What printable() may change in text that is printable and in normal form: excess combining marks,
# variation selectors, invisible fillers.
_SUSPECT: Final = pattern(
    "[\u0300-\u036f\u0483-\u0489\u115f\u1160\u17b4\u17b5\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3164"
    "\ufe00-\ufe2f\uffa0\U000e0100-\U000e01ef]|[^\\w\\s\x00-\u02ff]{6}"
)


def fast_printable(text: str) -> str:
    """What `printable` returns, which is called only if it may change something."""
    if text.isprintable() and (text.isascii() or _is_plain(text)):
        return text
    return printable(text)


def _is_plain(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return is_normalized("NFC", text) and _SUSPECT.search(text) is None
    return True


@valueclass
class _Role:
    """What the blocks of a box are in an article."""

    kind: BlockKind
    level: int = 0
    # The row or code whose parts they are; all parts make one block.
    whole: int | None = None
    # The item of an ordered list that contains them.
    item: int | None = None


_PLAIN: Final = _Role(BlockKind.PARAGRAPH)


def to_blocks(page: BoxTree, kept: Iterable[int]) -> tuple[Block, ...]:
    """The article's blocks; cells of a row and pieces of code are joined."""
    box_of, texts, role_of = page.blocks.boxes, page.blocks.texts, _Roles(page.boxes).of
    numbers = ItemNumbers(page.boxes)
    found: list[Block] = []
    parts: list[str] = []
    last = _PLAIN
    for place in kept:
        role = role_of(box_of[place])
        if parts and role.whole != last.whole:
            found.append(_join(page, last, parts))
            parts = []
        if role.whole is None:
            found.append(_block(role, fast_printable(texts[place]), numbers))
        else:
            parts.append(texts[place])
        last = role
    if parts:
        found.append(_join(page, last, parts))
    return tuple([block for block in found if block.text])


def _block(role: _Role, text: str, numbers: ItemNumbers) -> Block:
    """A block; those of a numbered item after its first are paragraphs, without a number."""
    if role.item is None:
        return Block(role.kind, text, role.level)
    if numbers.is_taken(role.item):
        return Block(BlockKind.PARAGRAPH, text)
    return Block(role.kind, text, role.level, numbers.take(role.item, text))


def _join(page: BoxTree, role: _Role, parts: list[str]) -> Block:
    """The block made of the cells of a row, or of pieces of code."""
    if role.kind is BlockKind.CODE and role.whole is not None:
        return Block(role.kind, printable(page.boxes.nodes[role.whole].text(), multiline=True))
    return Block(role.kind, fast_printable(" | ".join(parts)))


class _Roles:
    """The role of each box: its own, or that of the box around it."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes
        self._known: list[_Role | None] = [None] * len(boxes)
        self._known[0] = _PLAIN

    def of(self, box: int) -> _Role:
        """The role of a box."""
        role = self._known[box]
        if role is None:
            kind = _KINDS.get(self._boxes.tags[box])
            if kind is not None:
                role = self._own(kind, box)
            else:
                role = self.of(self._boxes.parents[box])
                if role.kind is BlockKind.TABLE_ROW:
                    role = _PLAIN  # a layout table
            self._known[box] = role
        return role

    def _own(self, kind: BlockKind, box: int) -> _Role:
        if kind is BlockKind.SUBHEAD:
            return _Role(kind, max(2, int(self._boxes.tags[box][1])))
        if kind is BlockKind.LIST_ITEM:
            return _Role(kind, self._nesting(box), item=box)
        if kind is BlockKind.TABLE_ROW:
            return _Role(kind, whole=self._boxes.parents[box])
        return _Role(kind, whole=box if kind is BlockKind.CODE else None)

    def _nesting(self, box: int) -> int:
        """How many lists contain an item, at least 1."""
        tags = self._boxes.tags
        return max(1, sum(tags[above] in _LISTS for above in self._boxes.upwards(box)))
