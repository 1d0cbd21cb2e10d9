"""A page as boxes, which form a tree, and blocks, which are their text.

A page has hundreds of each, so both are columns of plain values, and a box or block is an index
into them: objects with fields take half as long again to create, plus the garbage collector's time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import IntFlag

from selectolax.lexbor import LexborNode

from newsdigest.valueclasses import valueclass


class Boilerplate(IntFlag):
    """What the names of a box say if it is not the article: see vocabulary.toml."""

    NONE = 0
    # Usually outside the article, now and then around it.
    ASIDE = 1
    # Never around an article.
    FURNITURE = 2
    # Written by others than the author.
    FOREIGN = 4


class BoxNames:
    """The words that name a box, each once, what they say about it, and whether it is hidden."""

    __slots__ = ("boilerplate", "hidden", "key", "words")

    def __init__(self, key: str, words: tuple[str, ...], boilerplate: int, *, hidden: bool) -> None:
        # The class as written: equal for boxes of one make.
        self.key = key
        self.words = words
        self.boilerplate = boilerplate
        self.hidden = hidden


class Boxes:
    """The block-level elements of a page that hold text, and the tree they form.

    Parents precede their children. The first box is the body, which is its own parent.
    """

    __slots__ = ("depths", "linked", "names", "nodes", "parents", "tags")

    def __init__(self, body: LexborNode) -> None:
        self.nodes = [body]
        self.tags = ["body"]
        self.parents = [0]
        self.depths = [0]
        # Whether the whole box is inside a link.
        self.linked = [False]
        # Filled on first use by box_names.py.
        self.names: list[BoxNames | None] = [None]

    def __len__(self) -> int:
        return len(self.nodes)

    def upwards(self, box: int) -> Iterator[int]:
        """A box and all its ancestors, the body last."""
        while box:
            yield box
            box = self.parents[box]
        yield 0


class TextBlocks:
    """The runs of text of a page in document order, their white space folded."""

    __slots__ = ("boxes", "linked", "texts", "words")

    def __init__(self) -> None:
        # The box of each block.
        self.boxes: list[int] = []
        self.texts: list[str] = []
        # In units that are comparable across scripts.
        self.words: list[int] = []
        # The number of characters inside links.
        self.linked: list[int] = []

    def __len__(self) -> int:
        return len(self.texts)


@valueclass
class HeaderFooter:
    """The lines of headers and footers that were removed from an element."""

    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)


@valueclass
class BoxTree:
    """The boxes of a page and their text."""

    boxes: Boxes
    blocks: TextBlocks
    # By the element that contained them.
    headers_footers: Mapping[int, HeaderFooter] = field(default_factory=dict)

    def is_links(self, block: int) -> bool:
        """Whether most of a block is inside links."""
        blocks = self.blocks
        if self.boxes.linked[blocks.boxes[block]]:
            return True
        return blocks.linked[block] * 2 > len(blocks.texts[block])
