"""Button texts, which are controls and not content."""

from __future__ import annotations

from typing import Final

from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.vocabulary import words

_HEADINGS: Final = words("headings")
# How many levels above its text a button may be: `<button><div><div>`.
_LEVELS: Final = 3
# Attributes of a button that opens the text behind it: the question of an accordion is content.
_OPENS: Final = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle")


def is_button_text(page: BoxTree, block: int) -> bool:
    """Whether a block is in a button that neither belongs to a heading nor opens a text."""
    boxes, box = page.boxes, page.blocks.boxes[block]
    for _ in range(_LEVELS):
        if boxes.tags[box] in _HEADINGS:
            return False
        attributes = boxes.nodes[box].attributes
        if boxes.tags[box] == "button" or attributes.get("role") == "button":
            in_heading = any(boxes.tags[above] in _HEADINGS for above in boxes.upwards(box))
            return not in_heading and attributes.keys().isdisjoint(_OPENS)
        box = boxes.parents[box]
    return False
