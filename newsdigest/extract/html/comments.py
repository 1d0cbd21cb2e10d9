"""Readers' comments under an article, recognised by structure: names, ages, "reply", repeated.

A comment is one of several boxes of the same make behind the article's text, each with a text and a
short line that names somebody. Further evidence: the names of the boxes, a heading about comments,
an age, and short lines that all boxes repeat ("Like", "Reply").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from newsdigest.extract.html.box_names import box_names
from newsdigest.extract.html.layout import Heading, Layout
from newsdigest.extract.html.vocabulary import words
from newsdigest.patterns import pattern
from newsdigest.press.dates import may_be_age

# The article needs this many words of running text before its comments; fewer if ages and "reply"
# identify them.
_OWN: Final = 40
_LITTLE: Final = 15
_TALK: Final = words("talk")
_TALKING: Final = words("talk-headings")
_REPLY: Final = words("reply")
# Two comments are enough if their boxes are named so; structure alone needs three.
_FEWEST: Final = 3
# The longest line that names somebody, with the age behind it: "Anna of Brenn · 3 hours ago".
_LONGEST_NAME: Final = 60
_NAME_WORDS: Final = 8
_CONTROL_WORDS: Final = 3
# "Leave a comment on the new bridge" is a heading; a paragraph that mentions comments is not.
_HEADING_WORDS: Final = 6
# A longer heading inside a box makes it an entry of a live page or a teaser.
_TITLE_WORDS: Final = 4
# Share of the boxes that must show each kind of evidence.
_MOST: Final = 0.6
# The most words of other running text in a comment section.
_OTHER_TEXT: Final = 25
_DIGIT: Final = pattern(r"\d")
_CLOCK_FIRST: Final = pattern(r"\d{1,2}[:.]\d{2}\b")
_WORD: Final = pattern(r"[^\W\d_]+")
_STOPS: Final = (".", "!", "?", "…", "。", "！", "？", ":", "”", '"')
_LEVELS: Final = 4
_TABLE_PARTS: Final = frozenset(("table", "tbody", "thead", "tr", "td", "th"))


def comments(layout: Layout, headline: Heading | None) -> set[int]:
    """The blocks of the comment sections behind the article."""
    start = headline.block + 1 if headline else 0
    found: set[int] = set()
    for alike_boxes in layout.families:
        first = layout.first[alike_boxes[0]]
        own = layout.running(start, first)
        if first in found or own < _LITTLE or first < start:
            continue
        group = _Group(layout, alike_boxes)
        if group.are_comments() and (own >= _OWN or group.are_answered_and_dated()):
            found.update(group.section(start))
    return found


class _Group:
    """Boxes of the same make, and the evidence that they are comments."""

    def __init__(self, layout: Layout, alike_boxes: Sequence[int]) -> None:
        self._layout = layout
        tags = layout.page.boxes.tags
        self._boxes = [
            box
            for box in alike_boxes
            if (len(layout.all_texts(box)) > 1 or tags[box] == "dd")
            and tags[box] not in _TABLE_PARTS
        ]
        self._parent = layout.page.boxes.parents[alike_boxes[0]]

    def are_comments(self) -> bool:
        """Whether names or structure say so."""
        if len(self._boxes) < 2 or not self._have_text() or self._have_titles:
            return False
        if not self._are_signed():
            return False
        is_labelled = self._is_named() or self._is_headed() or self._can_be_answered()
        if is_labelled:
            return self._have_ages or self._is_named() or bool(self._controls)
        if len(self._boxes) < _FEWEST or self._headings or not self._controls:
            return False
        return self._share(any(map(_is_age, self._texts(box))) for box in self._boxes)

    def are_answered_and_dated(self) -> bool:
        """Whether three or more have an age or a day, and a reply link."""
        return len(self._boxes) >= _FEWEST and self._have_ages and self._can_be_answered()

    def section(self, start: int) -> range:
        """The blocks of the section: the largest box around the group with little other text."""
        layout, parents = self._layout, self._layout.page.boxes.parents
        first, end = layout.first[self._boxes[0]], layout.end[self._boxes[-1]]
        inside = layout.running(first, end)
        box = self._parent
        found = range(first, end)
        while box and layout.first[box] >= start:
            if layout.running(layout.first[box], layout.end[box]) - inside > _OTHER_TEXT:
                break
            found = range(layout.first[box], layout.end[box])
            box = parents[box]
        return found

    def _share(self, hits: Iterator[bool]) -> bool:
        return sum(hits) >= _MOST * len(self._boxes)

    def _have_text(self) -> bool:
        layout = self._layout
        return any(layout.running(layout.first[box], layout.end[box]) for box in self._boxes)

    @cached_property
    def _headings(self) -> list[int]:
        """The number of words of each heading in the boxes."""
        first, end = self._layout.first[self._boxes[0]], self._layout.end[self._boxes[-1]]
        headings = [one.block for one in self._layout.headings if first <= one.block < end]
        return [self._layout.page.blocks.words[block] for block in headings]

    @property
    def _have_titles(self) -> bool:
        """Whether the boxes have headings that are not names."""
        too_long = any(count > _TITLE_WORDS for count in self._headings)
        return too_long or len(self._headings) > len(self._boxes)

    def _are_signed(self) -> bool:
        """Whether most begin or end with a short line of letters, and not all with the same one."""
        first = [self._texts(box)[0] for box in self._boxes]
        below = [self._below(box) for box in self._boxes]
        return self._are_names(first) or self._are_names(list(filter(None, below)))

    def _are_names(self, lines: Sequence[str]) -> bool:
        names = [line for line in lines if _may_be_name(line)]
        return len(names) >= _MOST * len(self._boxes) and len(set(names)) * 2 > len(names)

    def _below(self, box: int) -> str | None:
        """The first line behind the text of a box."""
        texts = self._texts(box)
        last = next((n for n in range(len(texts), 0, -1) if len(texts[n - 1]) > _LONGEST_NAME), 0)
        return texts[last] if 0 < last < len(texts) else None

    @cached_property
    def _have_ages(self) -> bool:
        """Whether most hold a short line with a number: an age, a day or an hour."""
        return self._share(
            any(len(text) <= _LONGEST_NAME and _DIGIT.search(text) for text in self._texts(box))
            for box in self._boxes
        )

    def _texts(self, box: int) -> Sequence[str]:
        texts = self._layout.all_texts(box)
        page, first = self._layout.page, self._layout.first[box]
        if page.boxes.tags[box] == "dd" and first:
            # The author is named in the dt before.
            return [page.blocks.texts[first - 1], *texts]
        return texts

    @cached_property
    def _controls(self) -> list[str]:
        """The short lines that most of the boxes repeat."""
        counts: Counter[str] = Counter()
        for box in self._boxes:
            counts.update({text for text in self._texts(box) if _is_control(text)})
        return [text for text, count in counts.items() if count >= _MOST * len(self._boxes)]

    def _can_be_answered(self) -> bool:
        return any(not _REPLY.isdisjoint(_letters(text)) for text in self._controls)

    def _is_named(self) -> bool:
        """Whether the boxes, or one closely above them, are named after comments."""
        boxes = self._layout.page.boxes
        box = self._boxes[0]
        for _ in range(_LEVELS):
            if not box or boxes.tags[box] in ("main", "article"):
                return False
            if not _TALK.isdisjoint(box_names(boxes, box).words):
                return True
            box = boxes.parents[box]
        return False

    def _is_headed(self) -> bool:
        """Whether a short line above the boxes mentions comments."""
        layout = self._layout
        first = layout.first[self._boxes[0]]
        blocks = layout.page.blocks
        return any(
            blocks.words[block] <= _HEADING_WORDS
            and not _TALKING.isdisjoint(_letters(blocks.texts[block]))
            for block in range(max(0, first - _LEVELS), first)
        )


def _may_be_name(line: str) -> bool:
    if len(line) > _LONGEST_NAME or line.count(" ") >= _NAME_WORDS or line.endswith(_STOPS):
        return False
    return _CLOCK_FIRST.match(line) is None and _WORD.search(line) is not None


def _is_age(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and _DIGIT.search(text) is not None and may_be_age(text)


def _is_control(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and text.count(" ") < _CONTROL_WORDS


def _letters(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
