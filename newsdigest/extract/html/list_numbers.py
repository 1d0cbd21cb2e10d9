"""The numbers of items in ordered lists, counted as the HTML Standard does."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from newsdigest.extract.html.box_tree import Boxes
from newsdigest.extract.html.vocabulary import words
from newsdigest.patterns import pattern

_UNNUMBERED: Final = words("unnumbered")
_INTEGER: Final = pattern(r"\s{0,9}(\d{1,6})")
_NO_STYLE: Final = pattern(r"list-style(?:-type)?\s{0,3}:[^;]{0,40}none", re.IGNORECASE)
# A number that the author typed: "3. Turn left", "3) Turn left".
_WRITTEN: Final = pattern(r"\d{1,6}\s?[.):\u3001]")
# Items beyond this have no numbers.
_MOST_ITEMS: Final = 10_000


class ItemNumbers:
    """The number of each item, given to its first block only."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes
        # By the item's element.
        self._numbers: dict[int, int] = {}
        # The lists counted so far, and the items asked for.
        self._counted: set[int] = set()
        self._taken: set[int] = set()

    def is_taken(self, item: int) -> bool:
        """Whether the number of an item has been used already."""
        return item in self._taken

    def take(self, item: int, text: str) -> int | None:
        """The number of an item; None outside ordered lists and if the text has its own."""
        node = self._boxes.nodes[item]
        parent = node.parent
        if parent is None or parent.tag != "ol" or node.tag != "li":
            return None
        if parent.mem_id not in self._counted:
            self._counted.add(parent.mem_id)
            self._count(parent)
        number = self._numbers.get(node.mem_id)
        if number is not None:
            self._taken.add(item)
        return None if _WRITTEN.match(text) else number

    def _count(self, ordered: LexborNode) -> None:
        attributes = ordered.attributes
        if not _UNNUMBERED.isdisjoint((attributes.get("class") or "").lower().split()):
            return
        if _NO_STYLE.search((attributes.get("style") or "")[:1_000]):
            return
        items = [node for node in ordered.iter() if node.tag == "li"][:_MOST_ITEMS]
        step = -1 if "reversed" in attributes else 1
        number = _integer(attributes.get("start"))
        if number is None:
            number = len(items) if step < 0 else 1
        for item in items:
            own = _integer(item.attributes.get("value"))
            number = number if own is None else own
            if number >= 0:
                self._numbers[item.mem_id] = number
            number += step


def _integer(value: str | None) -> int | None:
    found = _INTEGER.match(value or "")
    return int(found[1]) if found else None
