"""Blocks left out between the paragraphs of an article, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from newsdigest.extract.html.article_blocks import fast_printable
from newsdigest.extract.html.body import Body
from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.unrelated_blocks import OTHER_ARTICLE
from newsdigest.model import Removal

_CAPTIONS: Final = frozenset(("figcaption", "figure", "caption", "picture"))
_ASIDES: Final = frozenset(("aside", "nav", "form", "footer", "button"))


def removed_blocks(page: BoxTree, body: Body) -> tuple[Removal, ...]:
    """The blocks as removals, named after their position or kind.

    Those of another article are reported wherever they are: a reader may look for them.
    """
    others = {block for block, reason in body.unrelated.items() if reason == OTHER_ARTICLE}
    texts = page.blocks.texts
    return tuple(
        Removal(fast_printable(texts[block]), f"html:{_reason(page, body.unrelated, block)}")
        for block in sorted(others.union(body.left_out))
    )


def _reason(page: BoxTree, unrelated: Mapping[int, str], block: int) -> str:
    if block in unrelated:
        return unrelated[block]
    for box in page.boxes.upwards(page.blocks.boxes[block]):
        tag = page.boxes.tags[box]
        if tag in _CAPTIONS:
            return "caption"
        if tag in _ASIDES:
            return "aside"
    return "links" if page.is_links(block) else "not-body"
