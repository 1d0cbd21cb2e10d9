"""Kept text blocks → the blocks of an article, each with its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import is_normalized

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
# What printable() may change in text that str.isprintable() passes and that is in normal form:
# combining marks in excess, variation selectors, fillers that are drawn as nothing.
_SUSPECT: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u115f\u1160\u17b4\u17b5\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3164"
    "\ufe00-\ufe2f\uffa0\U000e0100-\U000e01ef]|[^\\w\\s\x00-\u02ff]{6}"
)


def safe(text: str) -> str:
    """Text as `printable` gives it, which is called only where it may change something."""
    if text.isprintable() and (text.isascii() or _is_plain(text)):
        return text
    return printable(text)


def _is_plain(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return is_normalized("NFC", text) and _SUSPECT.search(text) is None
    return True


@dataclass(frozen=True, slots=True)
class _Role:
    """What the blocks of a box are in an article."""

    kind: BlockKind
    level: int = 0
    # The row or the code of which they are parts, and which makes one block with the others.
    whole: Box | None = None


@dataclass(slots=True)
class _Run:
    """Text blocks that make one block of the article."""

    role: _Role
    blocks: list[TextBlock]


_PLAIN: Final = _Role(BlockKind.PARAGRAPH)


def to_blocks(kept: Iterable[TextBlock]) -> tuple[Block, ...]:
    """The article's blocks; cells of a row and pieces of code are joined."""
    found = []
    for run in _runs(kept):
        role = run.role
        if role.kind is BlockKind.CODE and role.whole is not None:
            text = printable(role.whole.node.text(), multiline=True)
        elif len(run.blocks) == 1:
            text = safe(run.blocks[0].text)
        else:
            text = safe(" | ".join([block.text for block in run.blocks]))
        if text:
            found.append(Block(role.kind, text, role.level))
    return tuple(found)


def _runs(kept: Iterable[TextBlock]) -> Iterator[_Run]:
    """The blocks in order, those together that are parts of one row or of one piece of code."""
    roles: dict[Box, _Role] = {}
    run: _Run | None = None
    for block in kept:
        role = roles.get(block.box) or _role(block.box, roles)
        if run is not None and role.whole is not None and role.whole is run.role.whole:
            run.blocks.append(block)
            continue
        if run is not None:
            yield run
        run = _Run(role, [block])
    if run is not None:
        yield run


def _role(box: Box, known: dict[Box, _Role]) -> _Role:
    """The role of a box: its own, or that of the box it stands in."""
    role = known.get(box)
    if role is None:
        kind = _KINDS.get(box.tag)
        if kind is not None:
            role = _own_role(kind, box)
        elif box.parent is not None:
            role = _role(box.parent, known)
            if role.kind is BlockKind.TABLE_ROW:
                role = _PLAIN  # the table lays out the page
        else:
            role = _PLAIN
        known[box] = role
    return role


def _own_role(kind: BlockKind, box: Box) -> _Role:
    if kind is BlockKind.SUBHEAD:
        return _Role(kind, max(2, int(box.tag[1])))
    if kind is BlockKind.LIST_ITEM:
        return _Role(kind, _nesting(box))
    if kind is BlockKind.TABLE_ROW:
        return _Role(kind, whole=box.parent)
    return _Role(kind, whole=box if kind is BlockKind.CODE else None)


def _nesting(box: Box | None) -> int:
    """How many lists an item stands in, at least 1."""
    depth = 0
    while box is not None:
        depth += box.tag in _LISTS
        box = box.parent
    return max(1, depth)
