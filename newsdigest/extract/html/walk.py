"""Tree → text blocks: one pass over the parsed page, in which no name is read and no block judged.

A block is a run of inline text between two block-level boundaries, so bare text in a div is a
block as a paragraph is. Boxes are the block-level elements that hold text; they form the page's
tree with all inline elements taken out.

One `traverse` of the library, and for each text a look at its ancestors up to the first that is
known, costs half of a walk over first children and next siblings: every step that Python takes
makes an object, so the nodes that hold no text must not be stepped on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

if TYPE_CHECKING:
    from newsdigest.extract.html.names import Names

# Their text continues the run around them; every other element begins and ends runs.
INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr"
    " output picture q ruby s samp small source span strike strong sub sup time tt u var wbr"
    " -comment".split()
)
# Cut out of the tree before the pass; each name costs the library a pass of its own.
_CUT: Final = ["script", "style", "noscript", "svg"]
# What lies inside is no text of the page; `rt` and `rp` repeat the reading of what they annotate.
_SILENT: Final = frozenset(
    "audio canvas datalist iframe map math noembed noframes noscript object rp rt script select"
    " style svg template textarea title video xmp".split()
)
# Deeper elements are taken for their ancestor: real pages stay under 80, a bomb has no floor.
MAX_DEPTH: Final = 160
# Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
# How many of those characters make a word, on average, in Chinese and Japanese news.
_CHARACTERS_A_WORD: Final = 2


class Box:
    """A block-level element that holds text, and its place in the tree of such elements."""

    __slots__ = ("aside", "depth", "good", "linked", "names", "node", "parent", "tag")

    def __init__(self, node: LexborNode, tag: str, parent: Box | None, linked: bool) -> None:
        self.node = node
        self.tag = tag
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        # The whole of it stands inside a link.
        self.linked = linked
        # Filled by later stages: words of running text in it, whether it is beside the article
        # (core.py), and what its attributes say (names.py).
        self.good = 0
        self.aside: bool | None = None
        self.names: Names | None = None


class TextBlock:
    """A run of text, its white space folded."""

    __slots__ = ("box", "linked", "text", "words")

    def __init__(self, box: Box, text: str, words: int, linked: int) -> None:
        self.box = box
        self.text = text
        # In units that can be compared over scripts.
        self.words = words
        # How many characters of it stand in links.
        self.linked = linked


def count_units(text: str, parts: int) -> int:
    """Words, comparable over scripts; `parts` is how many pieces spaces cut the text into."""
    if text.isascii():
        return parts
    return max(parts, len(_UNSPACED.findall(text)) // _CHARACTERS_A_WORD)


def read_blocks(tree: LexborHTMLParser) -> list[TextBlock]:
    """The page's runs of text in document order. Scripts and styles are cut out of the tree."""
    tree.strip_tags(_CUT)
    body = tree.body
    return _Walk(body).blocks() if body is not None else []


class _Walk:
    """The state of one pass."""

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        self._found: list[TextBlock] = []
        # Element → (the box that its text goes to, does it stand in a link).
        self._places: dict[int, tuple[Box, bool]] = {
            root.mem_id: (Box(root, "body", None, False), False)
        }
        # The run that is being gathered.
        self._parts: list[str] = []
        self._linked = 0

    def blocks(self) -> list[TextBlock]:
        """The whole pass, in one loop because a page has thousands of nodes."""
        places, parts = self._places, self._parts
        current: Box | None = None
        broken = False  # the run is over: a block-level element or an empty line came in between
        line_break = False
        for node in self._root.traverse(include_text=True, skip_empty=True):
            tag = node.tag
            if tag == "-text":
                parent = node.parent
                box, linked = places.get(parent.mem_id) or self._place(parent)
                text = node.text_content
                if broken or box is not current:
                    self._end_run(current)
                    current = box
                    broken = False
                elif not line_break and not text[0].isspace() and _blank_before(node):
                    parts.append(" ")
                parts.append(text)
                line_break = False
                if linked:
                    self._linked += len(text)
            elif tag == "br":
                broken = broken or line_break
                line_break = True
                parts.append("\n")
            elif tag not in INLINE:
                broken = True
        self._end_run(current)
        return self._found

    def _place(self, node: LexborNode) -> tuple[Box, bool]:
        """Where the text of an element goes; makes the boxes from the nearest known ancestor on."""
        passed = []
        place = None
        while place is None:
            passed.append(node)
            node = node.parent
            place = self._places.get(node.mem_id)
        for node in reversed(passed):
            tag = node.tag
            box, linked = place
            if tag == "a":
                place = (box, True)
            elif tag not in INLINE and box.depth < MAX_DEPTH:
                place = (Box(node, tag, box, linked), linked)
            self._places[node.mem_id] = place
        return place

    def _end_run(self, box: Box | None) -> None:
        """Make a block of what was gathered, and begin anew."""
        pieces = "".join(self._parts).split()
        if pieces and box is not None:
            text = " ".join(pieces)
            words = len(pieces) if text.isascii() else count_units(text, len(pieces))
            self._found.append(TextBlock(box, text, words, min(self._linked, len(text))))
        self._parts.clear()
        self._linked = 0


def _blank_before(node: LexborNode) -> bool:
    """Whether white space that the traversal skipped stands between a text and the one before."""
    while (before := node.prev) is None:
        node = node.parent
        if node.tag not in INLINE:
            return False
    while before is not None and before.is_element_node:
        before = before.last_child
    return before is not None and before.is_empty_text_node
