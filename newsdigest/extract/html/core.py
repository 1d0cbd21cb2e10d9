"""Where the running text of a page is: the smallest box that holds most of its good words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from newsdigest.extract.html.box import Beside, Box, TextBlock
from newsdigest.extract.html.names import names_of
from newsdigest.extract.html.vocabulary import words
from newsdigest.extract.html.walk import Page

# A block of running text: long enough to be a sentence, and no list of links.
_GOOD_WORDS: Final = 12
_GOOD_LINKED: Final = 0.35
# Descend while one child holds this share of the good words; the wide core stops sooner.
_MOST: Final = 0.60
_NEARLY_ALL: Final = 0.85
# Names that say "not the article" on any site, unless the headline is inside. Some pages wrap all
# they have in a "sidebar-content": where such names cost most of the running text, they do not
# count. Comments can be many times as long as the article: theirs count unless too little is left.
_ASIDE_TAGS: Final = words("aside-elements")
_ASIDE_LOST: Final = 0.55
_NEVER_LOST: Final = 0.75
_ENOUGH: Final = 100
_ENOUGH_BESIDE_COMMENTS: Final = 50


class Holdings:
    """What each box of a page holds, by its index; words of running text count as good too."""

    __slots__ = ("blocks", "good", "linked", "words")

    def __init__(self, page: Page) -> None:
        size = len(page.boxes)
        self.words = [0] * size
        self.good = [0] * size
        self.blocks = [0] * size
        # Words in links.
        self.linked = [0.0] * size
        self._add_blocks(page.blocks)
        self._add_up(page.boxes)

    def _add_blocks(self, blocks: Iterable[TextBlock]) -> None:
        words, good, count, linked = self.words, self.good, self.blocks, self.linked
        for block in blocks:
            index = block.box.index
            words[index] += block.words
            count[index] += 1
            if block.good:
                good[index] += block.words
            if block.linked:
                linked[index] += block.words * block.linked / len(block.text)

    def _add_up(self, boxes: Sequence[Box]) -> None:
        """Add what children hold to their parents, which come before them."""
        words, good, count, linked = self.words, self.good, self.blocks, self.linked
        for box in reversed(boxes):
            if box.parent is not None:
                index, above = box.index, box.parent.index
                words[above] += words[index]
                count[above] += count[index]
                good[above] += good[index]
                linked[above] += linked[index]


@dataclass(frozen=True, slots=True)
class Core:
    """The boxes round which a body is sought, and what led to them."""

    # Holds at least 60 % of the good words, and no child of it does.
    box: Box
    # Holds at least 85 % of them: an ancestor of `box`, or `box` itself.
    wide: Box
    holdings: Holdings
    standing: Standing

    @property
    def good(self) -> int:
        """The good words of the page."""
        return self.holdings.good[0]


def find_core(page: Page) -> Core | None:
    """The core of a page, None where it holds no running text at all; marks the good blocks."""
    candidates = [block for block in page.blocks if _is_running_text(block)]
    standing = Standing(page)
    good = standing.without_asides(candidates)
    if not good:
        return None
    for block in good:
        block.good = True
    holdings = Holdings(page)
    total = holdings.good[0]
    wide = _descend(good, holdings, page.boxes[0], _NEARLY_ALL * total)
    box = _descend(good, holdings, wide, _MOST * total)
    return Core(box, wide, holdings, standing)


def _is_running_text(block: TextBlock) -> bool:
    return block.words >= _GOOD_WORDS and block.linked < _GOOD_LINKED * len(block.text)


def _count(blocks: Iterable[TextBlock]) -> int:
    return sum([block.words for block in blocks])


class Standing:
    """Tells what stands beside the article by the names of its boxes."""

    def __init__(self, page: Page) -> None:
        # By index of box: what names say of it and of what is above it. What holds the headline
        # is not beside the article.
        self._known: list[int | None] = [None] * len(page.boxes)
        self._known[0] = 0
        box = next((block.box for block in page.blocks if block.box.tag == "h1"), None)
        while box is not None:
            self._known[box.index] = 0
            box = box.parent
        # Names are believed as long as they leave something.
        self._trusted = True

    def without_asides(self, blocks: list[TextBlock]) -> list[TextBlock]:
        """The blocks of running text, less those that stand beside the article."""
        own = self._less(blocks, Beside.FOREIGN, _NEVER_LOST, _ENOUGH_BESIDE_COMMENTS)
        self._trusted = own is not blocks
        own = self._less(own, Beside.FURNITURE, _NEVER_LOST, _ENOUGH)
        return self._less(own, Beside.ASIDE, _ASIDE_LOST, None)

    def _less(
        self, blocks: list[TextBlock], sort: Beside, most: float, enough: int | None
    ) -> list[TextBlock]:
        """The blocks not of a sort; all where too many would be lost and too few left."""
        flag = sort.value
        left = [block for block in blocks if not self.beside(block.box) & flag]
        needed = (1 - most) * _count(blocks)
        if enough is not None:
            needed = min(needed, enough)
        return left if _count(left) >= needed else blocks

    def may_hold_body(self, box: Box) -> bool:
        """Whether no name that is believed says that a box cannot."""
        return not (self._trusted and self.beside(box) & Beside.FOREIGN.value)

    def beside(self, box: Box) -> int:
        """The flags of Beside that hold for a box or for one above it."""
        known = self._known[box.index]
        if known is None:
            names = names_of(box)
            known = names.beside
            if names.hidden or box.tag in _ASIDE_TAGS:
                known |= Beside.ASIDE.value
            if box.parent is not None:
                known |= self.beside(box.parent)
            self._known[box.index] = known
        return known


def _descend(blocks: Iterable[TextBlock], holdings: Holdings, start: Box, needed: float) -> Box:
    """The deepest box at or below `start` that holds the needed words, more than half of all."""
    good = holdings.good
    for block in blocks:
        box: Box | None = block.box
        while box is not None and good[box.index] < needed:
            box = box.parent
        if box is not None and box.depth > start.depth:
            start = box
    return start
