"""Blocks of a page that cannot belong to its article, whatever their text is like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from newsdigest.extract.html.above_headline import above_headline
from newsdigest.extract.html.box_tree import BoxTree, TextBlocks
from newsdigest.extract.html.comments import comments
from newsdigest.extract.html.layout import Layout
from newsdigest.extract.html.other_articles import other_articles
from newsdigest.extract.html.teasers import teasers
from newsdigest.valueclasses import replace

OTHER_ARTICLE: Final = "other-article"


def unrelated_blocks(page: BoxTree, title: str | None) -> Mapping[int, str]:
    """Blocks above the headline, teasers, comments and other articles, each with its reason."""
    layout = Layout(page)
    headline = layout.headline(title)
    found: dict[int, str] = {}
    for reason, blocks in (
        ("above-headline", above_headline(layout, headline, title)),
        ("teaser", teasers(layout, headline)),
        ("comment", comments(layout, headline)),
        (OTHER_ARTICLE, other_articles(layout, headline)),
    ):
        found.update(dict.fromkeys(blocks, reason))
    return found


def without_blocks(page: BoxTree, unrelated: Mapping[int, str]) -> BoxTree:
    """The page with the same boxes but without the unrelated blocks."""
    if not unrelated:
        return page
    left, blocks = TextBlocks(), page.blocks
    kept = [block for block in range(len(blocks)) if block not in unrelated]
    left.boxes = [blocks.boxes[block] for block in kept]
    left.texts = [blocks.texts[block] for block in kept]
    left.words = [blocks.words[block] for block in kept]
    left.linked = [blocks.linked[block] for block in kept]
    return replace(page, blocks=left)
