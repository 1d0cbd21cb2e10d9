"""The heading of the only post on a page whose h1 and title are the blog's name."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.metadata.headline_context import lines_after
from newsdigest.extract.metadata.regions import Regions
from newsdigest.extract.metadata.site_names import SiteNames
from newsdigest.language import count_words
from newsdigest.press import is_section
from newsdigest.press.words import words_of

_HEADINGS: Final = "h2,h3"
_MOST_HEADINGS: Final = 40
# The fewest words of a paragraph, and its largest distance from the heading in characters: a date,
# a byline, a caption may come between.
_PARAGRAPH: Final = 12
_WITHIN: Final = 300


def find_post_heading(tree: LexborHTMLParser, site: SiteNames) -> LexborNode | None:
    """The first heading with running text right below it; None if another has the same make.

    Then the page is the blog's front page, and no post's headline is that of the page.
    """
    regions = Regions(None)
    found: LexborNode | None = None
    for node in tree.css(_HEADINGS)[:_MOST_HEADINGS]:
        if regions.is_foreign(node, teasers=False) or not _may_be_headline(node, site):
            continue
        if found is None:
            found = node
        elif _make(node) == _make(found):
            return None
    return found


def is_over_a_post(heading: LexborNode) -> bool:
    """Whether the first text below a heading belongs to another one, in a box of their own.

    A standfirst in a heading element is in the headline's box, as the text is.
    """
    box = heading.parent
    while box is not None and box.css_first(_HEADINGS) is None:
        box = box.parent
    others = box.css(_HEADINGS)[:_MOST_HEADINGS] if box is not None else ()
    posts = {words_of(node.text(separator=" ")) for node in others if _has_box(node)}
    for below in lines_after(heading, _WITHIN):
        if words_of(below.text) in posts:
            return True
        if count_words(below.text) >= _PARAGRAPH:
            return False
    return False


def _has_box(node: LexborNode) -> bool:
    """Whether the nearest box with a heading and a paragraph more has no main heading."""
    least = count_words(node.text(separator=" ")) + _PARAGRAPH
    box = node.parent
    while box is not None and count_words(box.text(separator=" ")) < least:
        box = box.parent
    return box is not None and box.css_first("h1") is None


def _may_be_headline(node: LexborNode, site: SiteNames) -> bool:
    text = " ".join(node.text(separator=" ").split())
    if not text or site.is_named(words_of(text)) or is_section(text):
        return False
    near = takewhile(lambda line: line.distance <= _WITHIN, lines_after(node, _WITHIN))
    return any(count_words(line.text) >= _PARAGRAPH for line in near)


def _make(node: LexborNode) -> tuple[object, ...]:
    """The element and class of a node and of its parent: posts in a list have the same make."""
    above = node.parent
    around = (above.tag, above.attributes.get("class")) if above is not None else ()
    return node.tag, node.attributes.get("class"), *around
