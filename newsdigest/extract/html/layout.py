"""Positions of blocks and boxes: what each box holds, and what follows a headline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from newsdigest.extract.html.box_names import box_names
from newsdigest.extract.html.box_tree import BoxTree, HeaderFooter
from newsdigest.extract.html.vocabulary import words
from newsdigest.press.words import words_of
from newsdigest.valueclasses import valueclass

HEADINGS: Final = words("headings")
# A block of this many words, most of them not linked, is a sentence of running text.
_SENTENCE: Final = 8
_HALF: Final = 0.5
# Within how many levels above an element its header and footer count.
_EDGE_LEVELS: Final = 3
# How many levels above its text a heading element may be: `<h2><div><a>`.
_LEVELS: Final = 3


@valueclass
class Heading:
    """A block in a heading element."""

    block: int
    # The heading element.
    box: int
    tag: str


class Layout:
    """The blocks of each box of a page, which are consecutive."""

    def __init__(self, page: BoxTree) -> None:
        self.page = page
        size = len(page.boxes)
        # From the first block of a box up to the one after its last.
        self.first = [len(page.blocks)] * size
        self.end = [0] * size
        for block, box in enumerate(page.blocks.boxes):
            if block < self.first[box]:
                self.first[box] = block
            self.end[box] = block + 1
        parents, first, end = page.boxes.parents, self.first, self.end
        for box in range(size - 1, 0, -1):
            above = parents[box]
            if first[box] < first[above]:
                first[above] = first[box]
            if end[box] > end[above]:
                end[above] = end[box]

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The child boxes in order, for every box that has any."""
        found: dict[int, list[int]] = defaultdict(list)
        for box, parent in enumerate(self.page.boxes.parents):
            if box:
                found[parent].append(box)
        return found

    @cached_property
    def headings(self) -> list[Heading]:
        """The blocks in heading elements, in order."""
        boxes, found = self.page.boxes, []
        for block, box in enumerate(self.page.blocks.boxes):
            for _ in range(_LEVELS):
                if boxes.tags[box] in HEADINGS:
                    found.append(Heading(block, box, boxes.tags[box]))
                    break
                box = boxes.parents[box]
        return found

    @cached_property
    def _running(self) -> list[int]:
        """The words of running text before each block, and in total as the last entry."""
        blocks = self.page.blocks
        counts = [
            count if count >= _SENTENCE and linked < _HALF * len(text) else 0
            for count, linked, text in zip(blocks.words, blocks.linked, blocks.texts, strict=True)
        ]
        return [0, *accumulate(counts)]

    def running(self, start: int, end: int) -> int:
        """The words of running text from block `start` up to `end`."""
        return self._running[end] - self._running[start] if end > start else 0

    def headline(self, title: str | None) -> Heading | None:
        """The heading that shows the title of the page's article, else the first h1."""
        wanted = words_of(title or "")
        top = None
        for heading in self.headings:
            shown = words_of(self.page.blocks.texts[heading.block])
            if wanted and shown == wanted:
                return heading
            if top is None and heading.tag == "h1":
                top = heading
        return top

    def branches(self, one: int, other: int) -> tuple[int, int, int]:
        """The nearest common ancestor of two boxes, and its child on the way to each."""
        parents, depths = self.page.boxes.parents, self.page.boxes.depths
        left, right = one, other
        while one != other:
            if depths[one] >= depths[other]:
                left, one = one, parents[one]
            else:
                right, other = other, parents[other]
        return one, left, right

    def are_alike(self, one: int, other: int) -> bool:
        """Whether two boxes are of the same element, and one has all class names of the other."""
        boxes = self.page.boxes
        if boxes.tags[one] != boxes.tags[other]:
            return False
        left, right = (set(box_names(boxes, box).words) for box in (one, other))
        return left == right or bool(left and right and (left <= right or right <= left))

    def holder(self, start: int, end: int, share: float) -> int:
        """The deepest box that holds a share of the running text of consecutive blocks."""
        box, needed = 0, share * self.running(start, end)
        while needed:
            deeper = next(
                (
                    child
                    for child in self.children.get(box, ())
                    if self.running(max(start, self.first[child]), min(end, self.end[child]))
                    >= needed
                ),
                None,
            )
            if deeper is None:
                break
            box = deeper
        return box

    def texts(self, box: int) -> Sequence[str]:
        """The texts of the blocks of a box."""
        return self.page.blocks.texts[self.first[box] : self.end[box]]

    def all_texts(self, box: int) -> Sequence[str]:
        """The texts of a box, between the lines of its headers and those of its footers."""
        edge = self._headers_footers.get(box)
        texts = self.texts(box)
        return texts if edge is None else [*edge.header, *texts, *edge.footer]

    @cached_property
    def _headers_footers(self) -> dict[int, HeaderFooter]:
        """By box, the lines of headers and footers in it and closely below it."""
        found: dict[int, HeaderFooter] = defaultdict(HeaderFooter)
        boxes, headers_footers = self.page.boxes, self.page.headers_footers
        if not headers_footers:
            return found
        for box, node in enumerate(boxes.nodes):
            edge = headers_footers.get(node.mem_id)
            above = box
            for _ in range(_EDGE_LEVELS if edge else 0):
                found[above].header.extend(edge.header if edge else ())
                found[above].footer.extend(edge.footer if edge else ())
                above = boxes.parents[above]
        return found

    @cached_property
    def families(self) -> list[list[int]]:
        """Siblings of the same make: same element and same first word of the class.

        Names are read only if two children are of one element.
        """
        boxes, found = self.page.boxes, []
        tags = boxes.tags
        for children in self.children.values():
            if len(children) < 2:
                continue
            kinds: dict[str, list[int]] = defaultdict(list)
            for child in children:
                kinds[tags[child]].append(child)
            for alike_boxes in kinds.values():
                if len(alike_boxes) > 1:
                    found += self._alike(alike_boxes)
        return found

    def _alike(self, alike_boxes: Sequence[int]) -> list[list[int]]:
        boxes = self.page.boxes
        kinds: dict[str, list[int]] = defaultdict(list)
        for child in alike_boxes:
            first = box_names(boxes, child).key.split(maxsplit=1)
            kinds[first[0] if first else ""].append(child)
        return [each for each in kinds.values() if len(each) > 1]
