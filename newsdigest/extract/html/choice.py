"""Chances of blocks → which to keep: the set that promises the best page, not a fixed threshold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from newsdigest.extract.html.box import Page
from newsdigest.extract.html.vocabulary import words

# What missing text counts against text that does not belong. tests/bench/train_extract.py prints
# the figures around it.
RECALL_WEIGHT: Final = 0.7
# Shorter texts may well stand twice in an article.
_REPEATED_WORDS: Final = 8
# A block that is a repeat of one at least this likely is a copy for another screen.
_LIKELY: Final = 0.25
# A subhead in front of kept text is kept from this chance on: .0005 F1, the same from .03 to .2.
_SUBHEAD: Final = 0.1
# Of the words in them 93 % are not in the truths; the trees know it by their place in a figure, not
# where a page has one alone.
_CAPTIONS: Final = frozenset(("figcaption",))
_HEADINGS: Final = words("headings") - {"h1"}


def keep(
    page: Page,
    blocks: Sequence[int],
    chances: Sequence[float],
    recall_weight: float = RECALL_WEIGHT,
) -> list[bool]:
    """Which of some blocks of a page, in order, are kept as its body."""
    sizes = [page.blocks.words[block] for block in blocks]
    kept = choose(_without_copies(page, blocks, chances), sizes, recall_weight)
    first = next((place for place, wanted in enumerate(kept) if wanted), len(kept))
    for place in range(len(kept) - 2, first, -1):
        if not kept[place] and kept[place + 1] and chances[place] >= _SUBHEAD:
            kept[place] = _is_subhead(page, blocks[place])
    return kept


def _is_subhead(page: Page, block: int) -> bool:
    tag = page.boxes.tags[page.blocks.boxes[block]]
    return tag in _HEADINGS and not page.blocks.linked[block]


def choose(
    chances: Sequence[float], sizes: Sequence[int], recall_weight: float = RECALL_WEIGHT
) -> list[bool]:
    """Which blocks to keep: those with the highest chances, down to where it pays.

    Expected precision plus expected recall, each of words, is largest there. Where all chances
    are low something is kept still; where all are high a low one is not.
    """
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    kept = list(accumulate([sizes[place] for place in order]))
    right = list(accumulate([sizes[place] * chances[place] for place in order]))
    total = right[-1] if right and right[-1] > 0 else 1.0
    worth = [
        hit / (size or 1) + recall_weight * hit / total
        for hit, size in zip(right, kept, strict=True)
    ]
    end = max(range(len(worth)), key=worth.__getitem__, default=-1) + 1
    chosen = set(order[:end])
    return [place in chosen for place in range(len(chances))]


def _without_copies(page: Page, blocks: Sequence[int], chances: Sequence[float]) -> list[float]:
    """The chances, 0 for captions and for longer texts that repeat a likely one before them."""
    words, texts = page.blocks.words, page.blocks.texts
    seen: set[str] = set()
    left = []
    for block, chance in zip(blocks, chances, strict=True):
        text = texts[block]
        is_copy = text in seen and words[block] >= _REPEATED_WORDS
        left.append(0.0 if is_copy or _is_caption(page, block) else chance)
        if chance >= _LIKELY:
            seen.add(text)
    return left


def _is_caption(page: Page, block: int) -> bool:
    tags, box = page.boxes.tags, page.blocks.boxes[block]
    return tags[box] in _CAPTIONS or tags[page.boxes.parents[box]] in _CAPTIONS
