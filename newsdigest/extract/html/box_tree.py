"""What a page is made of here: boxes, which form its tree, and blocks, which are their text.

A page has hundreds of each, so both are columns of plain values, and a box or a block is its place
in them: objects with fields cost half as much again to make, and the garbage collector's time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntFlag

from selectolax.lexbor import LexborNode


class Boilerplate(IntFlag):
    """What names say of a box that is not the article: see vocabulary.toml."""

    NONE = 0
    # Beside the article as a rule, and now and then round it.
    ASIDE = 1
    # Never round an article.
    FURNITURE = 2
    # By others than the author.
    FOREIGN = 4


class BoxNames:
    """The words that name a box, each once, what they say of it, and whether the page hides it."""

    __slots__ = ("boilerplate", "hidden", "key", "words")

    def __init__(self, key: str, words: tuple[str, ...], boilerplate: int, *, hidden: bool) -> None:
        # The class as written: equal for boxes that are made alike.
        self.key = key
        self.words = words
        self.boilerplate = boilerplate
        self.hidden = hidden


class Boxes:
    """The block-level elements of a page that hold text, and the tree that they form.

    Parents come before their children. The first box is the body, and its own parent.
    """

    __slots__ = ("depths", "linked", "names", "nodes", "parents", "tags")

    def __init__(self, body: LexborNode) -> None:
        self.nodes = [body]
        self.tags = ["body"]
        self.parents = [0]
        self.depths = [0]
        # Whether the whole of a box stands inside a link.
        self.linked = [False]
        # What its attributes say, once somebody asked: see names.py.
        self.names: list[BoxNames | None] = [None]

    def __len__(self) -> int:
        return len(self.nodes)

    def upwards(self, box: int) -> Iterator[int]:
        """A box and all above it, the body last."""
        while box:
            yield box
            box = self.parents[box]
        yield 0


class TextBlocks:
    """The runs of text of a page in document order, their white space folded."""

    __slots__ = ("boxes", "linked", "texts", "words")

    def __init__(self) -> None:
        # The box that each stands in.
        self.boxes: list[int] = []
        self.texts: list[str] = []
        # In units that can be compared over scripts.
        self.words: list[int] = []
        # How many characters of each stand in links.
        self.linked: list[int] = []

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """The lines of the headers and of the footers that were taken out of an element."""

    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BoxTree:
    """The boxes of a page and their text."""

    boxes: Boxes
    blocks: TextBlocks
    # By the element that they stood in.
    headers_footers: Mapping[int, HeaderFooter] = field(default_factory=dict)

    def is_links(self, block: int) -> bool:
        """Whether most of a block stands in links."""
        blocks = self.blocks
        if self.boxes.linked[blocks.boxes[block]]:
            return True
        return blocks.linked[block] * 2 > len(blocks.texts[block])
