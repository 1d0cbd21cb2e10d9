"""Which text blocks of a page are its article's body."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsdigest.extract.html.box import Page
from newsdigest.extract.html.choice import keep
from newsdigest.extract.html.core import find_core
from newsdigest.extract.html.features import describe
from newsdigest.extract.html.scoring import model


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of an article in order, and those that stand between them but are not of it."""

    blocks: list[int]
    left_out: list[int] = field(default_factory=list)


def find_body(page: Page) -> Body:
    """The body among all blocks of a page; empty where nothing on it is running text."""
    core = find_core(page)
    if core is None:
        return Body([])
    described = describe(page, core, model().weigh)
    blocks = described.blocks
    wanted = keep(page, blocks, model().probabilities(described.values))
    kept = [place for place, is_wanted in enumerate(wanted) if is_wanted]
    while kept and page.is_links(blocks[kept[-1]]):
        kept.pop()  # "Back to the front page | Print this page"
    if not kept:
        return Body([])
    between = range(kept[0], kept[-1])
    return Body(
        [blocks[place] for place in kept],
        [blocks[place] for place in between if not wanted[place]],
    )
