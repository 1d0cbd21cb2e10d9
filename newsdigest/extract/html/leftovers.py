"""What stood between the paragraphs of an article and is not of it, with why it was left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from newsdigest.extract.html.box import Box, TextBlock
from newsdigest.extract.html.reader import safe
from newsdigest.model import Removal

_CAPTIONS: Final = frozenset(("figcaption", "figure", "caption", "picture"))
_ASIDES: Final = frozenset(("aside", "nav", "form", "footer", "button"))


def removals(left_out: Iterable[TextBlock]) -> tuple[Removal, ...]:
    """The blocks as removals, named by where they stood or what they are."""
    return tuple(Removal(safe(block.text), f"html:{_reason(block)}") for block in left_out)


def _reason(block: TextBlock) -> str:
    box: Box | None = block.box
    while box is not None:
        if box.tag in _CAPTIONS:
            return "caption"
        if box.tag in _ASIDES:
            return "aside"
        box = box.parent
    return "links" if block.is_links else "not-body"
