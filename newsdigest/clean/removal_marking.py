"""Marks removed text at its original position in an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.model import Article, Block, Removal
from newsdigest.valueclasses import valueclass


@valueclass
class MarkedText:
    """A span of a block; `rule` is None for text that was kept."""

    text: str
    rule: str | None = None


def mark_removals(before: Article, after: Article) -> tuple[tuple[MarkedText, ...], ...]:
    """The blocks of `before`, each as spans of kept and removed text.

    `after` is the same article, cleaned. White space between spans stays with the kept text.
    """
    taken = list(after.removed[len(before.removed) :])
    return tuple(tuple(_of_block(block, taken)) for block in before.blocks)


def _of_block(block: Block, taken: list[Removal]) -> Iterator[MarkedText]:
    """The spans of a block; removals found in it are deleted from `taken`."""
    position = 0
    for start, removal in sorted(_found(block.text, taken), key=lambda each: each[0]):
        if start < position:
            continue
        taken.remove(removal)
        if block.text[position:start].strip():
            yield MarkedText(block.text[position:start])
        yield MarkedText(removal.text, removal.rule)
        position = start + len(removal.text)
    if block.text[position:].strip():
        yield MarkedText(block.text[position:])


def _found(text: str, taken: Iterable[Removal]) -> Iterator[tuple[int, Removal]]:
    """The removals found in the text, longest first; repeated texts match successive positions."""
    done: dict[str, int] = {}
    for removal in sorted(taken, key=lambda each: -len(each.text)):
        start = text.find(removal.text, done.get(removal.text, 0))
        if start >= 0:
            done[removal.text] = start + len(removal.text)
            yield start, removal
