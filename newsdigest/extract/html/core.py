"""Where the running text of a page is: the smallest box that holds most of its good words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsdigest.extract.html.names import names_of
from newsdigest.extract.html.walk import Box, TextBlock

# A block of running text: long enough to be a sentence, and no list of links.
_GOOD_WORDS: Final = 12
_GOOD_LINKED: Final = 0.35
# Descend while one child holds this share of the good words; the second core is the narrower.
_MOST: Final = 0.60
_NEARLY_ALL: Final = 0.85
# Names that say "not the article" on any site, unless the headline is inside: some pages wrap
# everything in a "sidebar-content". They may cost at most three quarters of the good words, but
# more where enough is left: comments can be many times as long as what they comment on.
_ASIDE: Final = frozenset(
    "aside breadcrumb comment comments consent cookie disqus footer gdpr menu modal nav"
    " navbar navigation newsletter popup promo recirc recommended related share sharing sidebar"
    " sponsor sponsored subscribe".split()
)
_ASIDE_TAGS: Final = frozenset(("aside", "dialog", "footer", "nav"))
_MOST_LOST: Final = 0.75
_ENOUGH: Final = 150


@dataclass(frozen=True, slots=True)
class Core:
    """The boxes round which a body is sought, and the words that led to them."""

    # Holds at least 60 % of the good words, and no child of it does.
    box: Box
    # Holds at least 85 % of them: an ancestor of `box`, or `box` itself.
    wide: Box
    good: int


def is_good(block: TextBlock) -> bool:
    """Whether a block looks like running text."""
    return block.words >= _GOOD_WORDS and block.linked < _GOOD_LINKED * len(block.text)


def find_core(blocks: Sequence[TextBlock], headline: TextBlock | None) -> Core | None:
    """The core of a page, None where it holds no running text at all."""
    good = [block for block in blocks if is_good(block)]
    if headline is not None:
        _clear(headline.box)
    named = [block for block in good if not stands_aside(block.box)]
    if _count(named) < min(_ENOUGH, (1 - _MOST_LOST) * _count(good)):
        named = good
    if not named:
        return None
    _spread(named)
    total = _count(named)
    wide = _descend(named, _top(named[0].box), _NEARLY_ALL * total)
    return Core(_descend(named, wide, _MOST * total), wide, total)


def _clear(box: Box) -> None:
    """What holds the headline is not beside the article, whatever it is called."""
    above: Box | None = box
    while above is not None:
        above.aside = False
        above = above.parent


def _count(blocks: Sequence[TextBlock]) -> int:
    return sum(block.words for block in blocks)


def _top(box: Box) -> Box:
    while box.parent is not None:
        box = box.parent
    return box


def _spread(blocks: Sequence[TextBlock]) -> None:
    """Add the words of blocks to every box above them."""
    for block in blocks:
        box: Box | None = block.box
        while box is not None:
            box.good += block.words
            box = box.parent


def _descend(blocks: Sequence[TextBlock], start: Box, needed: float) -> Box:
    """The deepest box below `start` that holds the needed words; they hold more than half."""
    for block in blocks:
        box: Box | None = block.box
        while box is not None and box.good < needed:
            box = box.parent
        if box is not None and box.depth > start.depth:
            start = box
    return start


def stands_aside(box: Box) -> bool:
    """Whether a box or one above it is hidden or named as something beside the article."""
    if box.parent is None:
        return False
    if box.aside is None:
        names = names_of(box)
        own = names.hidden or box.tag in _ASIDE_TAGS or not _ASIDE.isdisjoint(names.words)
        box.aside = own or stands_aside(box.parent)
    return box.aside
