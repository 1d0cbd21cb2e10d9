"""Selects the text blocks that form the body of a page's article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from newsdigest.extract.html.block_features import describe
from newsdigest.extract.html.block_scoring import model
from newsdigest.extract.html.block_selection import select_blocks
from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.buttons import is_button_text
from newsdigest.extract.html.main_box import find_main_box
from newsdigest.extract.html.short_lists import with_short_lists
from newsdigest.extract.html.unrelated_blocks import unrelated_blocks, without_blocks
from newsdigest.valueclasses import valueclass


@valueclass
class Body:
    """The blocks of an article in order, and those between them that do not belong to it."""

    blocks: list[int]
    left_out: list[int] = field(default_factory=list)
    # Blocks known to be something else, each with the reason.
    unrelated: Mapping[int, str] = field(default_factory=dict)


def find_body(page: BoxTree, title: str | None = None) -> Body:
    """The body among all blocks of a page; empty if the page has no running text."""
    unrelated = unrelated_blocks(page, title)
    places = [block for block in range(len(page.blocks)) if block not in unrelated]
    kept = [places[block] for block in _body_of(without_blocks(page, unrelated))]
    if not kept:
        return Body([])
    wanted = frozenset(kept)
    between = [block for block in range(kept[0], kept[-1]) if block not in wanted]
    return Body(kept, between, unrelated)


def _body_of(page: BoxTree) -> list[int]:
    main = find_main_box(page)
    if main is None:
        return []
    described = describe(page, main, model().weigh)
    blocks = described.blocks
    wanted = select_blocks(page, blocks, model().probabilities(described.values))
    kept = [block for block, is_wanted in zip(blocks, wanted, strict=True) if is_wanted]
    while kept and page.is_links(kept[-1]):
        kept.pop()  # "Back to the front page | Print this page"
    kept = [block for block in kept if not is_button_text(page, block)] or kept
    # A gallery may consist of linked headings: all its text is better than none.
    return with_short_lists(page, kept) if kept else main.running
