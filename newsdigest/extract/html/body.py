"""Which text blocks of a page are its article's body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsdigest.extract.html.core import Core, find_core, stands_aside
from newsdigest.extract.html.walk import Box, TextBlock
from newsdigest.model import Removal


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of an article in order, and the pieces taken out between them."""

    blocks: tuple[TextBlock, ...]
    removed: tuple[Removal, ...] = ()


def find_body(blocks: Sequence[TextBlock], title: str | None) -> Body:
    """The body among all blocks of a page; empty where nothing on it is running text."""
    core = find_core(blocks)
    if core is None:
        return Body(())
    kept = [
        b
        for b in blocks
        if _inside(b.box, core.box)
        and (stands_aside(core.box) or not stands_aside(b.box))
        and b.linked < 0.5 * len(b.text)
        and b.text != title
        and b.box.tag not in ("figcaption", "h1", "button")
    ]
    return Body(tuple(kept))


def _inside(box: Box | None, ancestor: Box) -> bool:
    while box is not None and box is not ancestor:
        box = box.parent
    return box is not None
