"""Tree → text blocks: one pass over the parsed page, in which no name is read and no block judged.

A block is a run of inline text between two block-level boundaries, so bare text in a div is a
block as a paragraph is. Boxes are the block-level elements that hold text; they form the page's
tree with all inline elements taken out.

One `traverse` of the library, and for each text a look at its ancestors up to the first that is
known, costs half of a walk over first children and next siblings: every step that Python takes
makes an object, so nodes that hold no text must not be stepped on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.html.box import Box, TextBlock
from newsdigest.extract.html.elements import BREAK, LINK, NAMES, ROLES, SILENT, TEXT
from newsdigest.extract.html.units import count_units

# No text of the page, and frequent: cut out of the tree before the pass. Each name costs the
# library a pass of its own, so the other silent elements are cheaper to meet on the way.
_CUT: Final = ["script", "style", "noscript", "svg"]
_LATER: Final = 'div[hidden][id^="S:"]'
_MOST_SEGMENTS: Final = 100
# Sections that hold a third of a page's nodes and hardly any body. One with the headline or a
# paragraph in it may be an unclosed wrapper of the page and stays; so does a long one, if it is
# not a menu.
_FURNITURE: Final = "nav,footer,aside,header"
_PARAGRAPH: Final = 100
_LONG: Final = 1500
_MENU: Final = 0.6
# Sections that stay may stand in each other, and each is read to its end: pages have under 30.
_MOST_KEPT: Final = 60
# Deeper elements are taken for their ancestor: real pages stay under 80, a bomb has no floor.
MAX_DEPTH: Final = 160
# So many inline elements may end together before white space after them is overlooked.
_DEEPEST_END: Final = 20


@dataclass(frozen=True, slots=True)
class Page:
    """What the pass found, both in document order: parents stand before their children."""

    blocks: list[TextBlock]
    boxes: list[Box]


def read_blocks(tree: LexborHTMLParser) -> Page:
    """The page's runs of text and what holds them. Scripts and styles are cut out of the tree."""
    tree.strip_tags(_CUT)
    body = tree.body
    if body is None:
        return Page([], [])
    if tree.css_first(_LATER) is not None:
        _place_segments(tree)
    _clear_away(body)
    return _Walk(body).page()


def _place_segments(tree: LexborHTMLParser) -> None:
    """Put the parts of a page that a server streamed later where they belong.

    React sends them as hidden boxes named S:1 at the end, and marks their places by templates
    named B:1 or P:1; a script that we do not run moves them.
    """
    for segment in tree.css(_LATER)[:_MOST_SEGMENTS]:
        number = (segment.id or "")[2:]
        if not number.isalnum():
            continue
        place = tree.css_first(f'template[id="B:{number}"],template[id="P:{number}"]')
        if place is not None:
            place.insert_before(segment, move=True)


def _clear_away(body: LexborNode) -> None:
    """Take the page's furniture out of the tree."""
    kept = 0
    for section in body.css(_FURNITURE):
        if section.css_first("h1") is None and not _may_wrap(section):
            section.decompose()
        else:
            kept += 1
            if kept == _MOST_KEPT:
                return


def _may_wrap(section: LexborNode) -> bool:
    if any(len(paragraph.text()) >= _PARAGRAPH for paragraph in section.css("p")):
        return True
    size = len(section.text())
    return size > _LONG and sum(len(link.text()) for link in section.css("a")) < _MENU * size


# selectolax's stubs make every neighbour, tag and text optional; in this loop they are there, and
# checks would cost a tenth of the walk.
_Node = Any


class _Walk:
    """The state of one pass."""

    def __init__(self, root: LexborNode) -> None:
        top = Box(root, "body", None, 0, False)
        self._root = root
        self._blocks: list[TextBlock] = []
        self._boxes = [top]
        # Element → (the box that its text goes to, None for silence; does it stand in a link).
        self._places: dict[int, tuple[Box | None, bool]] = {root.mem_id: (top, False)}
        # The run that is being gathered.
        self._parts: list[str] = []
        self._linked = 0

    def page(self) -> Page:
        """The whole pass, in one loop because a page has thousands of nodes."""
        places, parts, role_of, text_role = self._places, self._parts, ROLES.get, TEXT
        current = self._boxes[0]
        broken = False  # the run is over: a block-level element or an empty line came in between
        line_break = False
        node: _Node
        for node in self._root.traverse(include_text=True, skip_empty=True):
            role = role_of(node.tag_id)
            if role == text_role:
                parent = node.parent
                box, linked = places.get(parent.mem_id) or self._place(parent)
                if box is None:
                    continue
                text = node.text_content
                if broken or box is not current:
                    if parts:
                        self._end_run(current)
                    current = box
                    broken = False
                elif not line_break and not text[0].isspace() and _blank_before(node):
                    parts.append(" ")
                parts.append(text)
                line_break = False
                if linked:
                    self._linked += len(text)
            elif role == BREAK:
                broken = broken or line_break
                line_break = True
                parts.append("\n")
            elif role is None:
                broken = True
        self._end_run(current)
        return Page(self._blocks, self._boxes)

    def _place(self, node: _Node) -> tuple[Box | None, bool]:
        """Where the text of an element goes; makes the boxes from the nearest known ancestor on."""
        places, boxes, role_of = self._places, self._boxes, ROLES.get
        passed = [node]
        node = node.parent
        while (place := places.get(node.mem_id)) is None:
            passed.append(node)
            node = node.parent
        box, linked = place
        for node in reversed(passed):
            number = node.tag_id
            role = role_of(number)
            if role == SILENT:
                box = None
            elif role == LINK:
                linked = True
            elif role is None and box is not None and box.depth < MAX_DEPTH:
                box = Box(node, NAMES.get(number) or node.tag, box, len(boxes), linked)
                boxes.append(box)
            places[node.mem_id] = (box, linked)
        return box, linked

    def _end_run(self, box: Box) -> None:
        """Make a block of what was gathered, and begin anew."""
        parts = self._parts
        text = parts[0] if len(parts) == 1 else "".join(parts)
        pieces = text.split()
        if pieces:
            text = " ".join(pieces)
            count = len(pieces) if text.isascii() else count_units(text, len(pieces))
            linked = self._linked
            self._blocks.append(
                TextBlock(box, text, count, min(linked, len(text)) if linked else 0)
            )
        parts.clear()
        self._linked = 0


def _blank_before(node: _Node) -> bool:
    """Whether white space that the traversal skipped stands between a text and the one before."""
    before = node.prev
    while before is None:
        node = node.parent
        if ROLES.get(node.tag_id) is None:
            return False
        before = node.prev
    for _ in range(_DEEPEST_END):
        if before is None or not before.is_element_node:
            break
        before = before.last_child
    return before is not None and bool(before.is_empty_text_node)
