"""Regions of a page: elements in comments, menus and teasers do not belong to the article."""

from __future__ import annotations

import re
from functools import cache, cached_property

from selectolax.lexbor import LexborNode

from newsdigest.package_data import read_toml

_MAX_LEVELS = 12
_MAX_DEPTH = 400
# A teaser is short and has its headline in a link.
_TEASER_TAGS = frozenset(("article", "div", "li", "section"))
_LONGEST_TEASER = 600
_LINKED_HEADING = "h2 a,h3 a,h4 a,h5 a,a h2,a h3,a h4,a h5"
_TITLE_SPACES = 3
_TOKEN = re.compile(r"[a-z]+")


class Regions:
    """Distinguishes what belongs to the article from other content of the page.

    Only boxes without the headline count: a whole page may be wrapped in one called "sidebar" or
    "newsletter". Counting those too lost 13 dates of the 587 development pages.
    """

    def __init__(self, heading: LexborNode | None) -> None:
        self.heading = heading

    @cached_property
    def _around(self) -> frozenset[int]:
        """The boxes that hold the headline."""
        found = []
        current = self.heading
        for _ in range(_MAX_DEPTH):
            if current is None:
                break
            found.append(current.mem_id)
            current = current.parent
        return frozenset(found)

    def is_foreign(self, node: LexborNode, *, teasers: bool = True) -> bool:
        """Whether the boxes around the element say that it is not part of the article.

        A brief post with a linked headline looks like a teaser: without `teasers` it is accepted.
        """
        current: LexborNode | None = node
        for _ in range(_MAX_LEVELS):
            if current is None or current.tag in ("body", "main") or current.mem_id in self._around:
                return False
            if _is_other(current) or (teasers and _is_teaser(current)):
                return True
            current = current.parent
        return False


def _is_teaser(box: LexborNode) -> bool:
    """Whether a small box holds a linked heading of its own, or is an item of a list of links."""
    if box.tag not in _TEASER_TAGS or len(box.text()) > _LONGEST_TEASER:
        return False
    if box.css_first(_LINKED_HEADING) is not None:
        return True
    link = box.css_first("a[href]") if box.tag == "li" else None
    return link is not None and link.text().count(" ") >= _TITLE_SPACES


def _is_other(box: LexborNode) -> bool:
    """Whether the tag or names of a box are those of comments, teasers or the like."""
    if box.tag in _rules("tags"):
        return True
    attributes = box.attributes
    if not attributes:
        return False
    said = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()[:400]
    return not _rules("names").isdisjoint(_TOKEN.findall(said))


@cache
def _rules(name: str) -> frozenset[str]:
    return frozenset(read_toml("extract/data/foreign_regions.toml")[name])
