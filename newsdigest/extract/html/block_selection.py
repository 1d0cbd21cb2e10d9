"""Selects blocks by their probabilities: the set with the best expected score."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from newsdigest.extract.html.box_names import box_names
from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.vocabulary import words
from newsdigest.patterns import pattern

# The weight of missing text against text that does not belong. tests/bench/train_extract.py prints
# the figures around it.
RECALL_WEIGHT: Final = 0.7
# Shorter texts may well occur twice in an article.
_REPEATED_WORDS: Final = 8
# A block that repeats one at least this likely is a copy for another screen size.
_LIKELY: Final = 0.25
# A subhead above kept text is kept from this probability on: .0005 F1, the same from .03 to .2.
_SUBHEAD: Final = 0.1
# 93 % of the words in them are not in the reference texts; the trees recognise a caption by its
# position in a figure, but not where the page has a caption alone.
_CAPTIONS: Final = frozenset(("figcaption",))
_CAPTION_NAMES: Final = words("caption-names")
_CAPTION_WORDS: Final = 60
# How many blocks above the first kept one its lead may be, behind an advert or a byline, and the
# probability from which it is kept in the same box, and in a box of the same class.
_LEAD_BLOCKS: Final = 4
_LEAD: Final = 0.25
_ROW: Final = 0.02
# A likelier copy wins unless the first one is as good as certain.
_SURE: Final = 0.6
_LEVELS: Final = 3
_CODE: Final = frozenset(("pre",))
# "— Crew of the Astrid (@astridcrew) November 18, 2026".
_DASHES: Final = "—–-"
_POSTER: Final = pattern(r"[—–-]{1,2} ?[^()]{1,60} \(@\w{1,30}\)[^()]{0,40}")
_STOPS: Final = frozenset(".!?…。！？")
_HEADINGS: Final = words("headings") - {"h1"}


def select_blocks(
    page: BoxTree,
    blocks: Sequence[int],
    chances: Sequence[float],
    recall_weight: float = RECALL_WEIGHT,
) -> list[bool]:
    """Which of the given blocks of a page, in order, are kept as its body."""
    sizes = [page.blocks.words[block] for block in blocks]
    chances = _without_copies(page, blocks, chances)
    kept = choose(chances, sizes, recall_weight)
    first = next((index for index, wanted in enumerate(kept) if wanted), len(kept))
    if first < len(kept):
        _Neighbours(page, blocks, chances, kept).add(first)
    for index in range(len(kept) - 2, first, -1):
        if not kept[index] and kept[index + 1] and chances[index] >= _SUBHEAD:
            kept[index] = _is_subhead(page, blocks[index])
    return kept


def _is_subhead(page: BoxTree, block: int) -> bool:
    tag = page.boxes.tags[page.blocks.boxes[block]]
    return tag in _HEADINGS and not page.blocks.linked[block]


def choose(
    chances: Sequence[float], sizes: Sequence[int], recall_weight: float = RECALL_WEIGHT
) -> list[bool]:
    """Which blocks to keep: those with the highest probabilities, as long as it pays.

    Maximises expected precision plus weighted expected recall, both in words. If all probabilities
    are low, something is kept all the same; if all are high, a low one is dropped.
    """
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    kept = list(accumulate([sizes[index] for index in order]))
    right = list(accumulate([sizes[index] * chances[index] for index in order]))
    total = right[-1] if right and right[-1] > 0 else 1.0
    worth = [
        hit / (size or 1) + recall_weight * hit / total
        for hit, size in zip(right, kept, strict=True)
    ]
    end = max(range(len(worth)), key=worth.__getitem__, default=-1) + 1
    chosen = set(order[:end])
    return [index in chosen for index in range(len(chances))]


class _Neighbours:
    """Blocks that belong to kept ones: the lead above, pieces of code."""

    def __init__(
        self, page: BoxTree, blocks: Sequence[int], chances: Sequence[float], kept: list[bool]
    ) -> None:
        self._page = page
        self._blocks = blocks
        self._chances = chances
        self._kept = kept

    def add(self, first: int) -> None:
        """Keeps them as well; `first` is the index of the first kept block."""
        self._add_lead(first)
        if _CODE.isdisjoint(self._page.boxes.tags):
            return
        last = max(index for index, wanted in enumerate(self._kept) if wanted)
        for index in range(first, last):
            if self._within(index, _CODE) is not None:
                self._kept[index] = True

    def _add_lead(self, first: int) -> None:
        """Keeps a sentence right above the first block, in the same box or one of the same make."""
        make = self._make(first)
        for index in range(first - 1, max(-1, first - _LEAD_BLOCKS - 1), -1):
            if not self._is_sentence(index) or self._make(index)[:-1] != make[:-1]:
                continue
            together = self._make(index)[-1] == make[-1]
            if self._chances[index] >= (_LEAD if together or not any(make[1:3]) else _ROW):
                self._kept[index] = True
            return

    def _make(self, index: int) -> tuple[str, str, str, int]:
        """The element of a block, its class, that of the box above, and that box."""
        boxes, box = self._page.boxes, self._page.blocks.boxes[self._blocks[index]]
        above = boxes.parents[box]
        return boxes.tags[box], box_names(boxes, box).key, box_names(boxes, above).key, above

    def _is_sentence(self, index: int) -> bool:
        blocks, block = self._page.blocks, self._blocks[index]
        long = blocks.words[block] >= _REPEATED_WORDS and not self._page.is_links(block)
        return long and blocks.texts[block].rstrip("\"'”’»」)")[-1:] in _STOPS

    def _within(self, index: int, tags: frozenset[str]) -> int | None:
        """The element with one of these tags around a block, within a few levels."""
        boxes, box = self._page.boxes, self._page.blocks.boxes[self._blocks[index]]
        for _ in range(_LEVELS):
            if boxes.tags[box] in tags:
                return box
            box = boxes.parents[box]
        return None


def _without_copies(page: BoxTree, blocks: Sequence[int], chances: Sequence[float]) -> list[float]:
    """The probabilities, 0 for captions, post authors and longer texts with a likelier copy."""
    words, texts = page.blocks.words, page.blocks.texts
    best: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if words[block] >= _REPEATED_WORDS:
            other = best.setdefault(texts[block], index)
            if chances[index] > chances[other] < _SURE:
                best[texts[block]] = index
    left = []
    for index, (block, chance) in enumerate(zip(blocks, chances, strict=True)):
        other = best.get(texts[block], index)
        is_copy = other != index and chances[other] >= _LIKELY
        is_none = is_copy or _is_caption(page, block) or _names_poster(texts[block])
        left.append(0.0 if is_none else chance)
    return left


def _names_poster(text: str) -> bool:
    """Whether a line names the author and date of an embedded post."""
    return text[0] in _DASHES and _POSTER.fullmatch(text) is not None


def _is_caption(page: BoxTree, block: int) -> bool:
    boxes, box = page.boxes, page.blocks.boxes[block]
    above = boxes.parents[box]
    if boxes.tags[box] in _CAPTIONS or boxes.tags[above] in _CAPTIONS:
        return True
    if page.blocks.words[block] > _CAPTION_WORDS:
        return False
    return not _CAPTION_NAMES.isdisjoint(box_names(boxes, box).words)
