"""Where in an article stood what was taken out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsdigest.model import Article, Block, Removal


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a block: text that stayed, or text that a rule took."""

    text: str
    rule: str | None = None


def passages(before: Article, after: Article) -> tuple[tuple[Passage, ...], ...]:
    """The blocks of an article as it was, each in pieces, with the rules that took some of them.

    `after` is the same article, cleaned. White space between pieces stays with what stayed.
    """
    taken = list(after.removed[len(before.removed) :])
    return tuple(tuple(_of_block(block, taken)) for block in before.blocks)


def _of_block(block: Block, taken: list[Removal]) -> Iterator[Passage]:
    """The pieces of a block; the removals found in it are struck off the list."""
    position = 0
    for start, removal in sorted(_found(block.text, taken), key=lambda each: each[0]):
        if start < position:
            continue
        taken.remove(removal)
        if block.text[position:start].strip():
            yield Passage(block.text[position:start])
        yield Passage(removal.text, removal.rule)
        position = start + len(removal.text)
    if block.text[position:].strip():
        yield Passage(block.text[position:])


def _found(text: str, taken: Iterable[Removal]) -> Iterator[tuple[int, Removal]]:
    """The removals that stand in the text, each after those before it; longer ones first."""
    done: dict[str, int] = {}
    for removal in sorted(taken, key=lambda each: -len(each.text)):
        start = text.find(removal.text, done.get(removal.text, 0))
        if start >= 0:
            done[removal.text] = start + len(removal.text)
            yield start, removal
