"""Which text blocks of a page are its article's body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsdigest.extract.html.core import Core, find_core, stands_aside
from newsdigest.extract.html.walk import Box, TextBlock
from newsdigest.model import Removal

_LINKED = 0.5
_OUTSIDE = frozenset(("button", "figcaption", "h1"))


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of an article in order, and the pieces taken out between them."""

    blocks: tuple[TextBlock, ...]
    removed: tuple[Removal, ...] = ()


def find_body(blocks: Sequence[TextBlock]) -> Body:
    """The body among all blocks of a page; empty where nothing on it is running text."""
    headline = next((block for block in blocks if block.box.tag == "h1"), None)
    core = find_core(blocks, headline)
    if core is None:
        return Body(())
    return Body(tuple(block for block in blocks if _is_kept(block, core)))


def _is_kept(block: TextBlock, core: Core) -> bool:
    box = block.box
    return (
        _inside(box, core.box)
        and (stands_aside(core.box) or not stands_aside(box))
        and block.linked < _LINKED * len(block.text)
        and box.tag not in _OUTSIDE
    )


def _inside(box: Box | None, ancestor: Box) -> bool:
    while box is not None and box is not ancestor:
        box = box.parent
    return box is not None
