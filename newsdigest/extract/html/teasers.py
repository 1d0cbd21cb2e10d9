"""Lists of teasers: three or more boxes of the same make, each a linked heading and few words."""

from __future__ import annotations

from typing import Final

from newsdigest.extract.html.layout import Heading, Layout

_FEWEST: Final = 3
# The most words of a teaser, and the fewest of a linked heading.
_LONGEST: Final = 90
_HEADING_WORDS: Final = 3
# A heading is among the first blocks of its teaser, behind a kicker, a picture or a date.
_FIRST_BLOCKS: Final = 3
# More linked lines make a list of links. The excerpt is often linked as well.
_MOST_HEADS: Final = 2
# A linked heading and a few words.
_FEWEST_BLOCKS: Final = 2
# The words of running text required before the list, and the share of them in one box.
_ENOUGH: Final = 40
_MOST: Final = 0.6


def teasers(layout: Layout, headline: Heading | None) -> set[int]:
    """The blocks of the teaser lists below the article."""
    if headline is None:
        return set()
    found: set[int] = set()
    for alike_boxes in layout.families:
        items = [box for box in alike_boxes if _is_teaser(layout, box)]
        if len(items) < _FEWEST or len(items) * 2 <= len(alike_boxes):
            continue
        if _stands_apart(layout, headline, items):
            for box in items:
                found.update(range(layout.first[box], layout.end[box]))
    return found


def _is_teaser(layout: Layout, box: int) -> bool:
    page, first, end = layout.page, layout.first[box], layout.end[box]
    if end - first < _FEWEST_BLOCKS:
        return False
    if sum(page.blocks.words[first:end]) > _LONGEST:
        return False
    heads = [
        block - first
        for block in range(first, end)
        if page.is_links(block) and page.blocks.words[block] >= _HEADING_WORDS
    ]
    return 0 < len(heads) <= _MOST_HEADS and heads[0] < _FIRST_BLOCKS


def _stands_apart(layout: Layout, headline: Heading, items: list[int]) -> bool:
    """Whether the article's text ends before the list and is in another box.

    Bodies consist of cards as well: the list is removed if the text is in one box with the
    headline, or outweighs the list.
    """
    start = layout.first[items[0]]
    own = layout.running(headline.block + 1, start)
    if start <= headline.block or own < _ENOUGH:
        return False
    _, branch, _ = layout.branches(headline.box, items[0])
    boxed = layout.running(headline.block + 1, min(start, layout.end[branch]))
    if boxed >= _MOST * own:
        return True
    inside = sum(layout.running(layout.first[box], layout.end[box]) for box in items)
    holder = layout.holder(headline.block + 1, start, _MOST)
    return own >= inside and not layout.first[holder] <= start < layout.end[holder]
