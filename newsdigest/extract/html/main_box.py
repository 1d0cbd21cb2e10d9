"""Finds the main box: the smallest box that holds most of a page's running text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from newsdigest.extract.html.box_names import box_names
from newsdigest.extract.html.box_tree import Boilerplate, Boxes, BoxTree, TextBlocks
from newsdigest.extract.html.vocabulary import words
from newsdigest.valueclasses import valueclass

# A block of running text: long enough to be a sentence, and no list of links. Short sentences count
# only on pages that have no others.
_GOOD_WORDS: Final = (12, 5)
_GOOD_LINKED: Final = 0.35
# Descend while one child holds this share of the running text.
_MOST: Final = 0.60
# If a single shorter paragraph is all running text, its siblings are considered too: of 711 pages
# four change, three of them by .05 to .32 for the better.
_SHORT_BODY: Final = 150
# Names that mean "not the article" on any site, unless the headline is inside. Some pages wrap
# everything in a "sidebar-content": names that would cost most of the running text are ignored.
# Comments can be many times as long as the article: their names count unless too little is left.
_ASIDE_TAGS: Final = words("aside-elements")
_ASIDE_LOST: Final = 0.55
_NEVER_LOST: Final = 0.75
_ENOUGH: Final = 100
_ENOUGH_BESIDE_COMMENTS: Final = 50


class BoxTotals:
    """What each box of a page holds; `good` counts the words of running text."""

    __slots__ = ("blocks", "good", "linked", "words")

    def __init__(self, page: BoxTree, running: Iterable[int]) -> None:
        size = len(page.boxes)
        self.words = [0] * size
        self.good = [0] * size
        self.blocks = [0] * size
        # Words inside links.
        self.linked = [0.0] * size
        self._add_blocks(page.blocks)
        for block in running:
            self.good[page.blocks.boxes[block]] += page.blocks.words[block]
        self._add_up(page.boxes.parents)

    def _add_blocks(self, blocks: TextBlocks) -> None:
        words, count, linked = self.words, self.blocks, self.linked
        of_blocks = zip(blocks.boxes, blocks.words, blocks.linked, blocks.texts, strict=True)
        for box, size, in_links, text in of_blocks:
            words[box] += size
            count[box] += 1
            if in_links:
                linked[box] += size * in_links / len(text)

    def _add_up(self, parents: Sequence[int]) -> None:
        """Adds the totals of children to their parents, which precede them."""
        words, good, count, linked = self.words, self.good, self.blocks, self.linked
        for box in range(len(parents) - 1, 0, -1):
            above = parents[box]
            words[above] += words[box]
            count[above] += count[box]
            good[above] += good[box]
            linked[above] += linked[box]


@valueclass
class MainBox:
    """The box in which the body is sought, and what led to it."""

    # Holds at least 60 % of the running text, and none of its children does.
    box: int
    totals: BoxTotals
    boilerplate: BoilerplateBoxes
    # The blocks of running text.
    running: list[int]

    @property
    def good(self) -> int:
        """The words of running text on the page."""
        return self.totals.good[0]


def find_main_box(page: BoxTree) -> MainBox | None:
    """The main box of a page, or None if it has no running text at all."""
    boilerplate = BoilerplateBoxes(page)
    running = boilerplate.without_asides(_running_text(page.blocks))
    if not running:
        return None
    totals = BoxTotals(page, running)
    holders = dict.fromkeys([page.blocks.boxes[block] for block in running])
    box = _deepest(holders, totals, page.boxes, _MOST * totals.good[0])
    return MainBox(_not_alone(box, totals, page.boxes.parents), totals, boilerplate, running)


def _not_alone(box: int, totals: BoxTotals, parents: Sequence[int]) -> int:
    """The box, or for a single short paragraph its nearest ancestor with more."""
    while box and totals.blocks[box] == 1 and totals.words[box] < _SHORT_BODY:
        box = parents[box]
    return box


def _running_text(blocks: TextBlocks) -> list[int]:
    words, linked, texts = blocks.words, blocks.linked, blocks.texts
    for least in _GOOD_WORDS:
        found = [
            block
            for block, count in enumerate(words)
            if count >= least and linked[block] < _GOOD_LINKED * len(texts[block])
        ]
        if found:
            return found
    return []


class BoilerplateBoxes:
    """Recognises boxes outside the article by their names."""

    def __init__(self, page: BoxTree) -> None:
        self._page = page
        # By box: the flags of its names and of its ancestors. What holds the headline has none.
        self._known: list[int | None] = [None] * len(page.boxes)
        self._known[0] = 0
        tags = page.boxes.tags
        headline = next((box for box in page.blocks.boxes if tags[box] == "h1"), 0)
        for box in page.boxes.upwards(headline):
            self._known[box] = 0
        # Names are trusted as long as they leave something.
        self._trusted = True

    def without_asides(self, blocks: list[int]) -> list[int]:
        """The blocks of running text, without those outside the article."""
        own = self._less(blocks, Boilerplate.FOREIGN, _NEVER_LOST, _ENOUGH_BESIDE_COMMENTS)
        self._trusted = own is not blocks
        own = self._less(own, Boilerplate.FURNITURE, _NEVER_LOST, _ENOUGH)
        return self._less(own, Boilerplate.ASIDE, _ASIDE_LOST, None)

    def _less(
        self, blocks: list[int], sort: Boilerplate, most: float, enough: int | None
    ) -> list[int]:
        """The blocks without those of a kind; all of them if too many would be lost."""
        flag, box_of, flags = sort.value, self._page.blocks.boxes, self.flags
        left = [block for block in blocks if not flags(box_of[block]) & flag]
        needed = (1 - most) * self._count(blocks)
        if enough is not None:
            needed = min(needed, enough)
        return left if self._count(left) >= needed else blocks

    def _count(self, blocks: Iterable[int]) -> int:
        words = self._page.blocks.words
        return sum([words[block] for block in blocks])

    def may_hold_body(self, box: int) -> bool:
        """Whether no trusted name rules out that a box holds the body."""
        return not (self._trusted and self.flags(box) & Boilerplate.FOREIGN.value)

    def flags(self, box: int) -> int:
        """The flags of Boilerplate for a box or one of its ancestors."""
        known = self._known[box]
        if known is None:
            boxes = self._page.boxes
            names = box_names(boxes, box)
            known = names.boilerplate
            if names.hidden or boxes.tags[box] in _ASIDE_TAGS:
                known |= Boilerplate.ASIDE.value
            known |= self.flags(boxes.parents[box])
            self._known[box] = known
        return known


def _deepest(holders: Iterable[int], totals: BoxTotals, boxes: Boxes, needed: float) -> int:
    """The deepest box that holds the needed words, more than half of all."""
    good, parents, depths = totals.good, boxes.parents, boxes.depths
    found = 0
    for box in holders:
        while good[box] < needed:
            box = parents[box]
        if depths[box] > depths[found]:
            found = box
    return found
