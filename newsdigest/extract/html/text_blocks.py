"""From the tree to text blocks: one pass that reads no names and judges no blocks.

A block is a run of inline text between two block-level boundaries, so bare text in a div is a block
just as a paragraph is. Boxes are the block-level elements that hold text; they form the page's tree
without its inline elements.

One `traverse` of the library, with a look at the ancestors of each text up to the first known one,
costs half of a walk over first children and next siblings: every step in Python creates an object,
so nodes without text must be avoided.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.html.box_tree import Boxes, BoxTree, HeaderFooter, TextBlocks
from newsdigest.extract.html.element_roles import BREAK, LINK, NAMES, ROLES, SILENT, TEXT
from newsdigest.extract.html.hidden_elements import remove_hidden
from newsdigest.extract.html.signup_forms import remove_signup_forms
from newsdigest.extract.html.word_count import count_units
from newsdigest.patterns import pattern
from newsdigest.valueclasses import replace

# Frequent elements without text, removed from the tree before the pass. Each name costs a pass of
# the library, so rarer silent elements are cheaper to meet on the way.
_CUT: Final = ["script", "style", "noscript", "svg"]
_LATER: Final = 'div[hidden][id^="S:"]'
_MOST_SEGMENTS: Final = 100
# Sections with a third of a page's nodes and hardly any body. One with the headline or a paragraph
# in it may be an unclosed wrapper of the page and stays; so does a long one, unless it is a menu.
_FURNITURE: Final = "nav,footer,aside,header"
_PARAGRAPH: Final = 100
_LONG: Final = 1500
_MENU: Final = 0.6
# Sections that stay may be nested, and each is read to its end: pages have under 30.
_MOST_KEPT: Final = 60
# The header and footer of an element that may be a comment are short.
_WHOLE_PAGE: Final = ("body", "main")
_LONGEST_EDGE: Final = 300
# The copyright of a picture in an element of its own before the first sentence: "© Ann Lee/AFP".
_CREDIT: Final = pattern(r"(?:[©ⓒ]|\([cC]\)) ?[^\W\d_]")
_CREDIT_SIGNS: Final = ("©", "ⓒ", "(")
_LONGEST_CREDIT: Final = 80
_SENTENCE_WORDS: Final = 6
# Characters that end a sentence or a label, where the next one begins in another element.
_ENDS: Final = frozenset(".!?:;…)]”»")
# Deeper elements count as their ancestor: real pages stay under 80, a bomb has no limit.
MAX_DEPTH: Final = 160
# The box of text that belongs to no box.
_SILENCE: Final = -1
# How many inline elements may end together before white space after them is overlooked.
_DEEPEST_END: Final = 20


def read_blocks(tree: LexborHTMLParser) -> BoxTree:
    """The runs of text of a page and the boxes around them. Removes scripts and styles."""
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
    """Moves the parts of a page that the server streamed later to where they belong.

    React sends them as hidden boxes named S:1 at the end, and marks their positions by templates
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
    """Removes page furniture from the tree, and returns the lines of its headers and footers."""
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
    """Records the lines of a header or footer of an element, which may name the author."""
    above = section.parent
    if section.tag not in ("header", "footer") or above is None or above.tag in _WHOLE_PAGE:
        return
    text = section.text(separator="\n")
    if len(text) <= _LONGEST_EDGE:
        edge = headers_footers.setdefault(above.mem_id, HeaderFooter())
        lines = edge.header if section.tag == "header" else edge.footer
        lines += filter(None, (" ".join(line.split()) for line in text.split("\n")))


def _above_headlines(body: LexborNode) -> Set[int]:
    """The elements that contain a main headline."""
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


# selectolax's stubs make every neighbour, tag and text optional; in this loop they exist, and
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
        # The run being collected.
        self._parts: list[str] = []
        self._linked = 0

    def page(self) -> BoxTree:
        """The whole pass, as one loop because a page has thousands of nodes."""
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
        """The box for an element's text; creates boxes from the nearest known ancestor down."""
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
        """A new box inside `parent`, or `parent` itself if that is too deep."""
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
        """Makes a block of the collected run, and begins a new one."""
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
    """Whether a paragraph's first element is a credit, with a sentence after it."""
    credit, text = parts[0].strip(), "".join(parts[1:]).strip()
    if len(credit) > _LONGEST_CREDIT or _CREDIT.match(credit) is None:
        return False
    return text.count(" ") >= _SENTENCE_WORDS and text[-1] in '.!?…”"’»。！？'


def _abut(before: str, after: str) -> bool:
    """Whether two words adjoin that a style separates: "2026" and "Update".

    A sentence or a number before a capital; "Mc" and "Donald", "i" and "Phone" are one word.
    """
    last = before[-1]
    return after[0].isupper() and (last in _ENDS or (last.isdigit() and after[1:2].islower()))


def _blank_before(node: _Node) -> bool:
    """Whether white space that the traversal skipped separates a text from the one before."""
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
