"""The lines of a letter with how they stand in it, from HTML or from text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsdigest.language import count_words
from newsdigest.model import Block, BlockKind

# Between one and the other a line is a heading or a label; longer ones are text.
_LONGEST_HEADING = 220
# Behind a headline: how long it takes to read, the number of its link in the foot, the link.
_AFTER_TITLE = re.compile(
    r"( ?\(\d{1,3}[ -]min(?:ute)?s?\.?(?: read)?\))?(?: ?\[(\d{1,3})\])?(?: ?<?(https?://[^\s<>]{1,2000})>?)?",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", "。", "！", "？", "؟", "।", '."', ".”", ".»")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a letter."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    # How it is set off as a heading: "h2", "bold", "size22", "capitals"; "" for text.
    mark: str = ""
    # Where all of it links to.
    link: str | None = None
    # Most of it stands in links.
    linked: bool = False
    # The boxes of HTML that it stands in, the innermost first.
    boxes: tuple[int, ...] = ()
    # An empty line or a ruler stands before it.
    gap: bool = True
    ruled: bool = False
    # In plain text, a line of the letter that is answered: "> ...".
    quoted: bool = False
    # Of an item of an ordered list.
    number: int | None = None

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it is text: it ends as sentences do, or is longer than headings are."""
        if self.mark and len(self.text) <= _LONGEST_HEADING:
            return False
        return self.text.endswith(_ENDS) or len(self.text) > _LONGEST_HEADING

    def block(self) -> Block:
        """The row as a block of an article."""
        if not self.mark or self.is_sentence:
            level = int(self.kind is BlockKind.LIST_ITEM)
            return Block(self.kind, self.text, level, self.number)
        level = int(self.mark[1]) if self.mark[0] == "h" and self.mark[1:].isdigit() else 3
        return Block(BlockKind.SUBHEAD, self.text, max(2, level))


def bare_title(text: str) -> tuple[str, str | None, str | None]:
    """A headline, and the number and the address of its link that stood behind it."""
    openings = (text.rfind(sign) for sign in (" (", " [", " <", " http"))
    for start in sorted(place for place in openings if place > 0):
        match = _AFTER_TITLE.fullmatch(text, start)
        if match and match[0].strip():
            return text[:start].rstrip(), match[2], match[3]
    return text, None, None
