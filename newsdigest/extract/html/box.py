"""What a page is made of here: boxes, which form its tree, and blocks, which are their text."""

from __future__ import annotations

from enum import IntFlag

from selectolax.lexbor import LexborNode


class Beside(IntFlag):
    """What names say of a box that is not the article: see vocabulary.toml."""

    NOTHING = 0
    # Beside the article as a rule, and now and then round it.
    ASIDE = 1
    # Never round an article.
    FURNITURE = 2
    # By others than the author.
    FOREIGN = 4


class Names:
    """The words that name a box, each once, what they say of it, and whether the page hides it."""

    __slots__ = ("beside", "hidden", "key", "words")

    def __init__(self, key: str, words: tuple[str, ...], beside: int, *, hidden: bool) -> None:
        # The class as written: equal for boxes that are made alike.
        self.key = key
        self.words = words
        self.beside = beside
        self.hidden = hidden


class Box:
    """A block-level element that holds text, and its place in the tree of such elements.

    A page has hundreds, so each field costs: what later stages find out of boxes stands in lists
    of theirs, by `index`. A box with ten more fields took three times as long to make.
    """

    __slots__ = ("depth", "index", "linked", "names", "node", "parent", "tag")

    def __init__(
        self, node: LexborNode, tag: str, parent: Box | None, index: int, linked: bool
    ) -> None:
        self.node = node
        self.tag = tag
        self.parent = parent
        # Its place among the boxes of the page; parents come before their children.
        self.index = index
        # The whole of it stands inside a link.
        self.linked = linked
        self.depth: int = 0 if parent is None else parent.depth + 1
        # What its attributes say, once somebody asked: see names.py.
        self.names: Names | None = None


class TextBlock:
    """A run of text, its white space folded."""

    __slots__ = ("box", "good", "linked", "text", "words")

    def __init__(self, box: Box, text: str, words: int, linked: int) -> None:
        self.box = box
        self.text = text
        # In units that can be compared over scripts.
        self.words = words
        # How many characters of it stand in links.
        self.linked = linked
        # Whether it looks like running text of the article: see core.py.
        self.good = False

    @property
    def is_links(self) -> bool:
        """Whether most of it stands in links."""
        return self.box.linked or self.linked * 2 > len(self.text)
