"""Which text blocks of a page are its article's body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsdigest.extract.html.apart import blocks_apart, without
from newsdigest.extract.html.box import Page
from newsdigest.extract.html.buttons import is_button_text
from newsdigest.extract.html.choice import keep
from newsdigest.extract.html.core import find_core
from newsdigest.extract.html.features import describe
from newsdigest.extract.html.points import with_points
from newsdigest.extract.html.scoring import model


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of an article in order, and those that stand between them but are not of it."""

    blocks: list[int]
    left_out: list[int] = field(default_factory=list)
    # Blocks of the page that are known to be something else, and what.
    apart: Mapping[int, str] = field(default_factory=dict)


def find_body(page: Page, title: str | None = None) -> Body:
    """The body among all blocks of a page; empty where nothing on it is running text."""
    apart = blocks_apart(page, title)
    places = [block for block in range(len(page.blocks)) if block not in apart]
    kept = [places[block] for block in _body_of(without(page, apart))]
    if not kept:
        return Body([])
    wanted = frozenset(kept)
    between = [block for block in range(kept[0], kept[-1]) if block not in wanted]
    return Body(kept, between, apart)


def _body_of(page: Page) -> list[int]:
    core = find_core(page)
    if core is None:
        return []
    described = describe(page, core, model().weigh)
    blocks = described.blocks
    wanted = keep(page, blocks, model().probabilities(described.values))
    kept = [block for block, is_wanted in zip(blocks, wanted, strict=True) if is_wanted]
    while kept and page.is_links(kept[-1]):
        kept.pop()  # "Back to the front page | Print this page"
    kept = [block for block in kept if not is_button_text(page, block)] or kept
    # A gallery may be taken for its linked headings: better all its text than none.
    return with_points(page, kept) if kept else core.running
