"""Tree → text blocks: one pass over the parsed page, in which no name is read and no block judged.

A block is a run of inline text between two block-level boundaries, so bare text in a div is a
block as a paragraph is. Boxes are the block-level elements that hold text; they form the page's
tree with all inline elements taken out.

One `traverse` of the library, and for each text a look at its ancestors up to the first that is
known, costs half of a walk over first children and next siblings: every step that Python takes
makes an object, so nodes that hold no text must not be stepped on.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.html.box_tree import Boxes, BoxTree, HeaderFooter, TextBlocks
from newsdigest.extract.html.element_roles import BREAK, LINK, NAMES, ROLES, SILENT, TEXT
from newsdigest.extract.html.hidden_elements import remove_hidden
from newsdigest.extract.html.signup_forms import remove_signup_forms
from newsdigest.extract.html.word_count import count_units

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
# Those of an element that may be a comment are short.
_WHOLE_PAGE: Final = ("body", "main")
_LONGEST_EDGE: Final = 300
# The copyright of a picture in an element of its own before the first sentence: "© Ann Lee/AFP".
_CREDIT: Final = re.compile(r"(?:[©ⓒ]|\([cC]\)) ?[^\W\d_]")
_CREDIT_SIGNS: Final = ("©", "ⓒ", "(")
_LONGEST_CREDIT: Final = 80
_SENTENCE_WORDS: Final = 6
# What ends a sentence or a label, where the next one begins in another element.
_ENDS: Final = frozenset(".!?:;…)]”»")
# Deeper elements are taken for their ancestor: real pages stay under 80, a bomb has no floor.
MAX_DEPTH: Final = 160
# The place of text that belongs to no box.
_SILENCE: Final = -1
# So many inline elements may end together before white space after them is overlooked.
_DEEPEST_END: Final = 20


def read_blocks(tree: LexborHTMLParser) -> BoxTree:
    """The page's runs of text and what holds them. Scripts and styles are cut out of the tree."""
    tree.strip_tags(_CUT)
    body = tree.body
    if body is None:
        return BoxTree(Boxes(tree.create_node("body")), TextBlocks())
    if tree.css_first(_LATER) is not None:
        _place_segments(tree)
    remove_hidden(body)
    remove_signup_forms(body)
    headers_footers = _clear_away(body)
    return replace(_Walk(body).page(), headers_footers=headers_footers)


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


def _clear_away(body: LexborNode) -> dict[int, HeaderFooter]:
    """Take the page's furniture out of the tree; the lines of what stood in headers and footers."""
    sections = body.css(_FURNITURE)
    headed = _above_headlines(body) if sections else frozenset()
    headers_footers: dict[int, HeaderFooter] = {}
    kept = 0
    for section in sections:
        if section.mem_id not in headed and not _may_wrap(section):
            _note(section, headers_footers)
            section.decompose()
        else:
            kept += 1
            if kept == _MOST_KEPT:
                break
    return headers_footers


def _note(section: LexborNode, headers_footers: dict[int, HeaderFooter]) -> None:
    """Note the lines of a header or footer of an element, which may name who wrote it."""
    above = section.parent
    if section.tag not in ("header", "footer") or above is None or above.tag in _WHOLE_PAGE:
        return
    text = section.text(separator="\n")
    if len(text) <= _LONGEST_EDGE:
        edge = headers_footers.setdefault(above.mem_id, HeaderFooter())
        lines = edge.header if section.tag == "header" else edge.footer
        lines += filter(None, (" ".join(line.split()) for line in text.split("\n")))


def _above_headlines(body: LexborNode) -> Set[int]:
    """The elements with a main headline in them."""
    above: set[int] = set()
    for headline in body.css("h1"):
        node = headline.parent
        while node is not None and node.mem_id not in above:
            above.add(node.mem_id)
            node = node.parent
    return above


def _may_wrap(section: LexborNode) -> bool:
    size = len(section.text())
    if size < _PARAGRAPH:
        return False
    if any(len(paragraph.text()) >= _PARAGRAPH for paragraph in section.css("p")):
        return True
    return size > _LONG and sum(len(link.text()) for link in section.css("a")) < _MENU * size


# selectolax's stubs make every neighbour, tag and text optional; in this loop they are there, and
# checks would cost a tenth of the walk.
_Node = Any


class _Walk:
    """The state of one pass."""

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        self._boxes = Boxes(root)
        self._blocks = TextBlocks()
        # Element → the box that its text goes to, _SILENCE for none; the elements inside links.
        self._places: dict[int, int] = {root.mem_id: 0}
        self._in_links: set[int] = set()
        # The run that is being gathered.
        self._parts: list[str] = []
        self._linked = 0

    def page(self) -> BoxTree:
        """The whole pass, in one loop because a page has thousands of nodes."""
        places, in_links, parts = self._places, self._in_links, self._parts
        role_of, text_role = ROLES.get, TEXT
        current = 0
        broken = False  # the run is over: a block-level element or an empty line came in between
        line_break = False
        node: _Node
        for node in self._root.traverse(include_text=True, skip_empty=True):
            role = role_of(node.tag_id)
            if role == text_role:
                parent = node.parent
                number = parent.mem_id
                box = places.get(number)
                if box is None:
                    box = self._place(parent, number)
                if box < 0:
                    continue
                text = node.text_content
                if broken or box != current:
                    if parts:
                        self._end_run(current)
                    current = box
                    broken = False
                elif (
                    parts
                    and not line_break
                    and not text[0].isspace()
                    and (_abut(parts[-1], text) or _blank_before(node))
                ):
                    parts.append(" ")
                parts.append(text)
                line_break = False
                if number in in_links:
                    self._linked += len(text)
            elif role is None:
                broken = True
            elif role == BREAK:
                broken = broken or line_break
                line_break = True
                parts.append("\n")
        self._end_run(current)
        self._boxes.names = [None] * len(self._boxes)
        return BoxTree(self._boxes, self._blocks)

    def _place(self, node: _Node, number: int) -> int:
        """Where the text of an element goes; makes the boxes from the nearest known ancestor on."""
        places, in_links, role_of = self._places, self._in_links, ROLES.get
        passed = [(number, node)]
        node = node.parent
        number = node.mem_id
        while (box := places.get(number)) is None:
            passed.append((number, node))
            node = node.parent
            number = node.mem_id
        linked = number in in_links
        for number, node in reversed(passed):
            tag = node.tag_id
            role = role_of(tag)
            if role is None:
                if box >= 0:
                    box = self._add_box(node, NAMES.get(tag) or node.tag, box, linked)
            elif role == SILENT:
                box = _SILENCE
            elif role == LINK:
                linked = True
            places[number] = box
            if linked:
                in_links.add(number)
        return box

    def _add_box(self, node: LexborNode, tag: str, parent: int, linked: bool) -> int:
        """A box inside of another, or that one where it is too deep."""
        boxes = self._boxes
        depth = boxes.depths[parent] + 1
        if depth > MAX_DEPTH:
            return parent
        boxes.nodes.append(node)
        boxes.tags.append(tag)
        boxes.parents.append(parent)
        boxes.depths.append(depth)
        boxes.linked.append(linked)
        return len(boxes.nodes) - 1

    def _end_run(self, box: int) -> None:
        """Make a block of what was gathered, and begin anew."""
        parts = self._parts
        if len(parts) > 1 and parts[0].lstrip()[:1] in _CREDIT_SIGNS and _is_credit(parts):
            first, *rest = parts
            linked, self._linked = self._linked, 0
            parts[:] = [first]
            self._add_block(box)
            parts[:] = rest
            self._linked = linked
        self._add_block(box)

    def _add_block(self, box: int) -> None:
        parts = self._parts
        text = (parts[0] if len(parts) == 1 else "".join(parts)).strip()
        if "  " in text or not text.isprintable():
            text = " ".join(text.split())
        if text:
            count = text.count(" ") + 1
            if not text.isascii():
                count = count_units(text, count)
            linked = self._linked
            blocks = self._blocks
            blocks.boxes.append(box)
            blocks.texts.append(text)
            blocks.words.append(count)
            blocks.linked.append(min(linked, len(text)) if linked else 0)
        parts.clear()
        self._linked = 0


def _is_credit(parts: list[str]) -> bool:
    """Whether the first element of a paragraph holds a credit, and what follows is a sentence."""
    credit, text = parts[0].strip(), "".join(parts[1:]).strip()
    if len(credit) > _LONGEST_CREDIT or _CREDIT.match(credit) is None:
        return False
    return text.count(" ") >= _SENTENCE_WORDS and text[-1] in '.!?…”"’»。！？'


def _abut(before: str, after: str) -> bool:
    """Whether two words stand at the ends of elements that a style sets apart: "2026", "Update".

    A sentence or a number and a capital: "Mc" and "Donald", "i" and "Phone" are one word.
    """
    last = before[-1]
    return after[0].isupper() and (last in _ENDS or (last.isdigit() and after[1:2].islower()))


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
