"""Other articles on the page of one: the next story below, or one loaded on scrolling.

The headline anchors the article. Another heading of its rank, with running text below it, begins
another article if both are in boxes of the same make, or if it has a byline or a date of its own as
the headline does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from newsdigest.extract.html.box_names import box_names
from newsdigest.extract.html.layout import Heading, Layout
from newsdigest.press.bylines import is_byline

# Both articles need this many words of running text. With 25 words of its own, a page whose
# headline is above cards keeps them: none of 711 pages loses its body.
_OWN: Final = 40
_OTHER: Final = 20
# Share of the running text under a heading inside its text box.
_MOST: Final = 0.6
# A byline or a date is in one of this many blocks after a heading.
_BYLINE_BLOCKS: Final = 3
_BYLINE_WORDS: Final = 14
# Headlines are longer than labels.
_FEWEST_WORDS: Final = 4
# Infinite scrolling loads three or four articles; more headings of one rank are sections.
_MOST_HEADINGS: Final = 5
# A second main heading without any other sign.
_TWO: Final = 2
_HEADLINE_WORDS: Final = 6
_LOWER: Final = ("h2", "h3")


def other_articles(layout: Layout, headline: Heading | None) -> set[int]:
    """The blocks of articles other than the one under the headline."""
    if headline is None:
        return set()
    found: set[int] = set()
    rivals = list(_rivals(layout, headline))
    if len(rivals) <= _MOST_HEADINGS:
        for span in rivals:
            found.update(span)
    return found


def _rivals(layout: Layout, headline: Heading) -> Iterator[range]:
    """The blocks under each heading that begins another article."""
    ended = 0
    for heading in layout.headings:
        words = layout.page.blocks.words[heading.block]
        if heading.block < ended or words < _FEWEST_WORDS or heading.block == headline.block:
            continue
        span = _Pair(layout, headline, heading).span()
        if span:
            ended = span.stop
            yield span


class _Pair:
    """The headline and another heading of the page, and the text under each."""

    def __init__(self, layout: Layout, headline: Heading, heading: Heading) -> None:
        self._layout = layout
        self._headline, self._heading = headline, heading
        self._common, self._own, self._other = layout.branches(headline.box, heading.box)
        # Whether the text under a heading is inside its branch, or outside it.
        first, end = layout.first, layout.end
        boxed = layout.running(heading.block + 1, end[self._other]) >= _OTHER
        self._span = (
            range(first[self._other], end[self._other])
            if boxed
            else range(heading.block, end[self._common])
        )
        self._is_boxed = boxed
        if heading.block > headline.block:
            self._own_span = range(headline.block + 1, self._span.start)
        else:
            self._own_span = range(headline.block + 1, end[self._own])

    def span(self) -> range | None:
        """The blocks of the other article; None if the heading begins none."""
        layout, own, other = self._layout, self._own_span, self._span
        if layout.running(own.start, own.stop) < _OWN:
            return None
        if layout.running(self._heading.block + 1, other.stop) < _OTHER:
            return None
        return other if self._is_another() else None

    def _is_another(self) -> bool:
        if self._heading.block < self._headline.block:
            return self._is_boxed and self._same_rank() and self._in_like_boxes()
        if self._same_rank():
            return self._in_like_boxes() or self._is_signed() or self._is_lone_headline()
        if self._heading.tag not in _LOWER:
            return False
        if self._leads_away() and self._in_a_like_box():
            return True
        if self._has_sections():
            return False
        return self._is_signed() or (self._are_articles() and self._has_like_text())

    def _same_rank(self) -> bool:
        return self._heading.tag == self._headline.tag

    def _in_like_boxes(self) -> bool:
        """Whether the two are in boxes of their own and of the same make."""
        tags = self._layout.page.boxes.tags
        if not self._is_boxed or self._own == self._headline.box:
            return False
        if not self._layout.are_alike(self._own, self._other):
            return self._is_article() and tags[self._own] == "article"
        if tags[self._own] == "section":
            # The outline of HTML gives each section of an article an h1.
            is_headline = self._layout.page.blocks.words[self._heading.block] >= _HEADLINE_WORDS
            return is_headline and all(map(self._holds_article, (self._own, self._other)))
        named = bool(box_names(self._layout.page.boxes, self._own).key)
        return tags[self._own] == "article" or named

    def _holds_article(self, box: int) -> bool:
        """Whether an article element is a child of a box."""
        tags = self._layout.page.boxes.tags
        return any(tags[child] == "article" for child in self._layout.children.get(box, ()))

    def _is_lone_headline(self) -> bool:
        """Whether the two are the only main headings of the page, and the second is no subhead."""
        layout = self._layout
        if self._is_boxed:
            return False
        main = [heading for heading in layout.headings if heading.tag == "h1"]
        words = layout.page.blocks.words[self._heading.block]
        return len(main) == _TWO and self._heading in main and words >= _HEADLINE_WORDS

    def _has_sections(self) -> bool:
        """Whether headings of the same rank follow in the same text, which are its sections."""
        return any(
            other.tag == self._heading.tag and other.block != self._heading.block
            for other in self._layout.headings
            if other.block in self._span
        )

    def _are_articles(self) -> bool:
        """Whether each of the two headings is in an article element of its own."""
        tags, parents = self._layout.page.boxes.tags, self._layout.page.boxes.parents
        box = self._headline.box
        while box != self._common:
            if tags[box] == "article":
                return self._is_article()
            box = parents[box]
        return False

    def _is_article(self) -> bool:
        """Whether an article element begins with the heading and does not hold the headline."""
        boxes = self._layout.page.boxes
        box = self._heading.box
        while box != self._common:
            if boxes.tags[box] == "article":
                return True
            box = boxes.parents[box]
        return False

    def _has_like_text(self) -> bool:
        """Whether the texts under both are in named boxes of the same make."""
        layout = self._layout
        own = layout.holder(self._own_span.start, self._own_span.stop, _MOST)
        other = layout.holder(self._heading.block + 1, self._span.stop, _MOST)
        named = bool(box_names(layout.page.boxes, own).key)
        return own != other and named and layout.are_alike(own, other)

    def _leads_away(self) -> bool:
        """Whether the heading is a link to another page."""
        page = self._layout.page
        if not page.is_links(self._heading.block):
            return False
        node: LexborNode | None = page.boxes.nodes[self._heading.box]
        link = node.css_first("a[href]") if node is not None else None
        while link is None and node is not None:
            link, node = (node if node.tag == "a" else None), node.parent
        return link is not None and "#" not in (link.attributes.get("href") or "#")

    def _in_a_like_box(self) -> bool:
        """Whether like-named boxes hold the headline and its text, and the heading and its text."""
        layout, parents = self._layout, self._layout.page.boxes.parents
        own = {}
        box = self._headline.box
        while box != self._common:
            key = box_names(layout.page.boxes, box).key
            if key and layout.running(self._headline.block, layout.end[box]) >= _OWN:
                own[layout.page.boxes.tags[box], key] = box
            box = parents[box]
        box = self._heading.box
        while box != self._common:
            alike = layout.page.boxes.tags[box], box_names(layout.page.boxes, box).key
            if alike in own and layout.running(self._heading.block, layout.end[box]) >= _OTHER:
                return self._is_first_in(box)
            box = parents[box]
        return False

    def _is_first_in(self, box: int) -> bool:
        """Whether no other headline precedes the heading in a box."""
        layout = self._layout
        return not any(
            layout.first[box] <= other.block < self._heading.block
            and layout.page.blocks.words[other.block] >= _FEWEST_WORDS
            for other in layout.headings
        )

    def _is_signed(self) -> bool:
        """Whether both headings have a byline of their own."""
        return self._signs(self._headline) and self._signs(self._heading)

    def _signs(self, heading: Heading) -> bool:
        blocks = self._layout.page.blocks
        for block in range(heading.block + 1, heading.block + 1 + _BYLINE_BLOCKS):
            if block >= len(blocks) or blocks.words[block] > _BYLINE_WORDS:
                return False
            if is_byline(blocks.texts[block]):
                return True
        return False
