"""Segments: the lines of a message with their style, from HTML or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsdigest.language import count_words
from newsdigest.model import Block, BlockKind
from newsdigest.valueclasses import replace, valueclass

# Up to this length a line may be a heading or a label; longer ones are text.
_LONGEST_HEADING = 220
# After a headline: its reading time, the number of its link in the footer, the link.
_AFTER_TITLE = re.compile(
    r"( ?\(\d{1,3}[ -]min(?:ute)?s?\.?(?: read)?\))?(?: ?\[(\d{1,3})\])?(?: ?[<(]?(https?://[^\s<>]{1,2000}?)[>)]?)?",
    re.IGNORECASE,
)
# The style of a headline on the same line as its text.
LEAD = "lead"
SOURCE = "source"
# After a linked headline, its host: "(quay.example)".
_HOST = re.compile(r"\((?:[\w-]{1,60}\.){1,4}[a-z]{2,12}\)")
_JOINTS = " .:：。|-–—·"
_LEAST_LEAD_WORDS = 2
_LEAST_LEAD_CHARACTERS = 6
ENDS = (".", "!", "?", "。", "！", "？", "؟", "।", '."', ".”", ".»")


@valueclass
class Segment:
    """A line of a message."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    # How it is styled as a heading: "h2", "bold", "size22", "capitals"; "" for text. SOURCE marks
    # the publication that a digest names under a headline.
    style: str = ""
    # The target, if all of it is a link.
    link: str | None = None
    # Whether most of it is links.
    linked: bool = False
    # The HTML boxes around it, innermost first.
    boxes: tuple[int, ...] = ()
    # Whether an empty line or a ruler precedes it.
    gap: bool = True
    ruled: bool = False
    # In plain text, a line of the quoted message: "> ...".
    quoted: bool = False
    # Its number in an ordered list.
    number: int | None = None
    # A bold or linked beginning that may be a headline: "**Rates hold.** The ..."
    lead: str = ""
    lead_link: str | None = None
    # The link to the whole story that followed the text: its words and its target.
    more: str = ""
    more_link: str | None = None

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it is text: it ends as sentences do, or is longer than headings are."""
        if self.style and len(self.text) <= _LONGEST_HEADING:
            return False
        return self.text.endswith(ENDS) or len(self.text) > _LONGEST_HEADING

    @property
    def full_text(self) -> str:
        """The text including the link after it."""
        return self.text + self.more

    def without_more(self, text: str, link: str) -> Segment:
        """The segment with `text`, its beginning, and with the link after it in `more_link`."""
        return replace(self, text=text, more=self.text[len(text) :], more_link=link)

    def split_lead(self) -> tuple[Segment, ...]:
        """The segment as a headline and its text, if it has a lead."""
        if not self.lead:
            return (self,)
        title = self.lead.strip(_JOINTS)
        text = _HOST.sub("", self.text[len(self.lead) :].lstrip(_JOINTS)).lstrip(_JOINTS)
        rest = Segment(text, link=self.link, linked=self.linked, boxes=self.boxes)
        head = replace(rest, text=title, style=LEAD, link=self.lead_link, linked=False)
        rest = replace(rest, more=self.more, more_link=self.more_link)
        return replace(head, gap=self.gap, ruled=self.ruled), rest

    def block(self) -> Block:
        """The segment as a block of an article."""
        if not self.style or self.is_sentence:
            level = int(self.kind is BlockKind.LIST_ITEM)
            return Block(self.kind, self.text, level, self.number)
        level = int(self.style[1]) if self.style[0] == "h" and self.style[1:].isdigit() else 3
        return Block(BlockKind.SUBHEAD, self.text, max(2, level))


def bare_title(text: str) -> tuple[str, str | None, str | None]:
    """A headline, and the number and address of the link after it."""
    openings = (text.rfind(sign) for sign in (" (", " [", " <", " http"))
    for start in sorted(index for index in openings if index > 0):
        match = _AFTER_TITLE.fullmatch(text, start)
        if match and match[0].strip():
            return text[:start].rstrip(), match[2], match[3]
    return text, None, None


def with_lead(segment: Segment, leads: Iterable[tuple[str, str | None, bool]]) -> Segment:
    """The segment with the longest of the leads that it begins with.

    A lead is a text, its link, and whether a line ends behind it. If none does, punctuation must
    separate it from the text: "**Ferry** returns" has no lead, "**Ferry returns.** The old" has.
    """
    best: tuple[str, str | None] | None = None
    for lead, link, is_line in leads:
        rest = segment.text[len(lead) :].lstrip()
        if not rest or not segment.text.startswith(lead) or not _may_lead(lead):
            continue
        is_parted = is_line or lead.endswith((*ENDS, ":", "：")) or rest[0] in _JOINTS
        is_parted = is_parted or (link is not None and _HOST.match(rest) is not None)
        if is_parted and rest.strip(_JOINTS) and (best is None or len(lead) > len(best[0])):
            best = (lead, link)
    return replace(segment, lead=best[0], lead_link=best[1]) if best else segment


def _may_lead(text: str) -> bool:
    is_long = len(text) >= _LEAST_LEAD_CHARACTERS and count_words(text) >= _LEAST_LEAD_WORDS
    return is_long and len(text) <= _LONGEST_HEADING
