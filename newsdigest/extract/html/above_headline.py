"""Text above the headline and outside its box: cookie notices, adverts, offers."""

from __future__ import annotations

from typing import Final

from newsdigest.extract.html.layout import Heading, Layout
from newsdigest.press.words import words_of

# With fewer words of running text below the headline, its box is a header or a teaser.
_ENOUGH: Final = 15
# If the text above is more than this many times as long as the text below, it is the article. A
# cookie notice read in full is four times as long as a short report.
_MOST_TIMES: Final = 5


def above_headline(layout: Layout, headline: Heading | None, title: str | None) -> set[int]:
    """The blocks above an h1 that shows the title, outside the box that holds it and its text.

    Inside that box, a lead may precede the headline.
    """
    if headline is None or headline.tag != "h1":
        return set()
    texts, parents = layout.page.blocks.texts, layout.page.boxes.parents
    wanted = words_of(title or "")
    # A title shown above its h1 belongs to the text above it.
    shown = (words_of(text) == wanted for text in texts[: headline.block])
    if words_of(texts[headline.block]) != wanted or any(shown):
        return set()
    box = headline.box
    while box and layout.running(headline.block + 1, layout.end[box]) < _ENOUGH:
        box = parents[box]
    above, below = (
        layout.running(0, layout.first[box]),
        layout.running(headline.block, layout.end[box]),
    )
    return set(range(layout.first[box])) if above <= _MOST_TIMES * below else set()
