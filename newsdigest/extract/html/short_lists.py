"""Short lists and code that belong to the body because the line introducing them does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newsdigest.extract.html.box_tree import BoxTree

_LISTS: Final = frozenset(("ul", "ol", "dl", "menu"))
_CODE: Final = "pre"
_COLONS: Final = (":", "：")
# The longest line that introduces a list; a longer one is a paragraph of its own.
_INTRODUCTION_WORDS: Final = 40
# With fewer words a list is a row of buttons; with more items it is no short list.
_FEWEST_WORDS: Final = 6
_MOST_POINTS: Final = 30
# How many levels above its text a list may be.
_LEVELS: Final = 4


def with_short_lists(page: BoxTree, kept: list[int]) -> list[int]:
    """The kept blocks, plus the list or code behind each line that ends with a colon.

    The line is kept, or follows a kept block. A list with links is not part of the article.
    """
    known = frozenset(kept)
    more: set[int] = set()
    for line, text in enumerate(page.blocks.texts):
        if not text.endswith(_COLONS) or not (line in known or line - 1 in known):
            continue
        points = list(_list_blocks(page, line + 1)) if _introduces(page, line) else []
        if points and (_is_code(page, line + 1) or _are_text(page, points)):
            more.update((line, *points))
    return sorted(known | more) if more else kept


def _introduces(page: BoxTree, block: int) -> bool:
    return page.blocks.words[block] <= _INTRODUCTION_WORDS and not page.is_links(block)


def _list_blocks(page: BoxTree, start: int) -> Iterator[int]:
    """The blocks of the list or code that begins with the block `start`."""
    box = _holder_of(page, start)
    for block in range(start, min(start + _MOST_POINTS, len(page.blocks))):
        if box is None or _holder_of(page, block) != box:
            return
        yield block


def _is_code(page: BoxTree, block: int) -> bool:
    box = _holder_of(page, block)
    return box is not None and page.boxes.tags[box] == _CODE


def _holder_of(page: BoxTree, block: int) -> int | None:
    """The list or the code that contains a block."""
    if block >= len(page.blocks):
        return None
    box = page.blocks.boxes[block]
    for _ in range(_LEVELS):
        if page.boxes.tags[box] == _CODE or page.boxes.tags[box] in _LISTS:
            return box
        box = page.boxes.parents[box]
    return None


def _are_text(page: BoxTree, points: list[int]) -> bool:
    if any(page.blocks.linked[block] for block in points):
        return False
    return sum(page.blocks.words[block] for block in points) >= _FEWEST_WORDS
