"""Chances of blocks → which to keep: the set that promises the best page, not a fixed threshold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

# What missing text counts against text that does not belong. tests/bench/train_extract.py prints
# the figures around it.
RECALL_WEIGHT: Final = 0.8
# Shorter texts may well stand twice in an article.
_REPEATED_WORDS: Final = 8
# A block that is a repeat of one at least this likely is a copy for another screen.
_LIKELY: Final = 0.25


def choose(
    chances: Sequence[float], words: Sequence[int], recall_weight: float = RECALL_WEIGHT
) -> list[bool]:
    """Which blocks to keep: those with the highest chances, down to where it pays.

    Expected precision plus expected recall, each of words, is largest there. Where all chances
    are low something is kept still; where all are high a low one is not.
    """
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    kept = list(accumulate(words[place] for place in order))
    right = list(accumulate(words[place] * chances[place] for place in order))
    total = right[-1] if right and right[-1] > 0 else 1.0
    worth = [
        hit / (size or 1) + recall_weight * hit / total
        for hit, size in zip(right, kept, strict=True)
    ]
    end = max(range(len(worth)), key=worth.__getitem__, default=-1) + 1
    chosen = set(order[:end])
    return [place in chosen for place in range(len(chances))]


def without_copies(
    texts: Sequence[str], words: Sequence[int], chances: Sequence[float]
) -> list[float]:
    """The chances, 0 for longer texts that repeat a likely one before them."""
    seen: set[str] = set()
    left = []
    for text, size, chance in zip(texts, words, chances, strict=True):
        copy = size >= _REPEATED_WORDS and text in seen
        left.append(0.0 if copy else chance)
        if chance >= _LIKELY:
            seen.add(text)
    return left
