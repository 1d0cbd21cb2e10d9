"""Removes lines that repeat the metadata at the edges of a body, and bare times within it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from newsdigest.extract.metadata import Metadata
from newsdigest.language import count_words
from newsdigest.model import Block, BlockKind, Removal
from newsdigest.patterns import pattern
from newsdigest.press import is_section
from newsdigest.press.dates import may_be_age, parse_date
from newsdigest.valueclasses import valueclass

# No first paragraph is this short, and hardly any byline or date is longer.
_MOST_WORDS: Final = 14
_MOST_DATE_WORDS: Final = 9
# A line this short before the first sentence is the name of a section or series.
_KICKER_WORDS: Final = 3
# The most characters of a list item that gives section, author or date.
_LONGEST_ITEM: Final = 60
# The most characters that a heading may add to the headline; nor may it add more than its length.
_LONGEST_KICKER: Final = 24
# Lines examined at each end; the first one that says more ends the search.
_HEAD: Final = 6
_TAIL: Final = 3
_WORD: Final = pattern(r"\w+")
_DIGIT: Final = pattern(r"\d")
# The time of an entry, alone on a line: "11:05", "9.30 pm GMT". Longer lines are ignored.
_CLOCK: Final = pattern(
    r"\d{1,2}(?:[:.]\d{2}){1,2}(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,5})?", re.IGNORECASE
)
_LONGEST_CLOCK: Final = 20
_SENTENCE_END: Final = (".", "!", "?", "…", "”", '"', "。", "！", "？")


@valueclass
class TrimmedBody:
    """A body without such lines, and the removed lines with the rule for each."""

    blocks: tuple[Block, ...]
    removed: tuple[Removal, ...]


def without_metadata_repeats(
    blocks: Sequence[Block], metadata: Metadata, as_of: datetime
) -> TrimmedBody:
    """The blocks from the first to the last that say more than the metadata.

    A body that consists of nothing else is left unchanged.
    """
    lines = _MetadataLines(metadata, as_of)
    start = _count(blocks[:_HEAD], lines.rule_at_head)
    end = len(blocks) - _count(blocks[: -_TAIL - 1 : -1], lines.rule_at_tail)
    if start >= end:
        return TrimmedBody(tuple(blocks), ())
    taken = [(block, lines.rule_at_head(block)) for block in blocks[:start]]
    taken += [(block, lines.rule_at_tail(block)) for block in blocks[end:]]
    taken += [(block, "html:clock") for block in blocks[start:end] if _is_clock(block)]
    removed = tuple(Removal(block.text, rule) for block, rule in taken if rule)
    return TrimmedBody(tuple(block for block in blocks[start:end] if not _is_clock(block)), removed)


def _is_clock(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST_CLOCK or block.kind not in (BlockKind.PARAGRAPH, BlockKind.SUBHEAD):
        return False
    clock = _CLOCK.match(text)
    if clock is None:
        return False
    # "09:31 3 h ago", often in adjacent elements.
    rest = text[clock.end() :].strip()
    return not rest or (_DIGIT.search(rest) is not None and may_be_age(text))


def _count(blocks: Sequence[Block], rule: Callable[[Block], str | None]) -> int:
    """How many blocks at the beginning a rule applies to without a gap."""
    for number, block in enumerate(blocks):
        if rule(block) is None:
            return number
    return len(blocks)


class _MetadataLines:
    """The metadata, normalised for comparison with lines."""

    def __init__(self, metadata: Metadata, as_of: datetime) -> None:
        self._metadata = metadata
        self._as_of = as_of
        self._title = _plain(metadata.title)
        self._section = _plain(metadata.section)
        self._source = _plain(metadata.source)
        self._authors = [_plain(author) for author in metadata.authors]

    def rule_at_head(self, block: Block) -> str | None:
        """The rule that removes a line before the first paragraph; None for one that says more."""
        plain = _plain(block.text)
        if block.kind is BlockKind.LIST_ITEM:
            return self._rule_of_item(block.text, plain)
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.SUBHEAD):
            return None
        if plain in (self._title, self._section) and plain:
            return "html:headline" if plain == self._title else "html:section"
        if self._is_headline_with_more(block, plain):
            return "html:headline"
        if count_words(block.text) > _MOST_WORDS or block.text.endswith(_SENTENCE_END):
            return None
        if self._is_byline(plain):
            return "html:byline"
        if self._is_date(block.text):
            return "html:date"
        is_kicker = block.kind is BlockKind.PARAGRAPH and count_words(block.text) <= _KICKER_WORDS
        return "html:kicker" if is_kicker and plain else None

    def _rule_of_item(self, text: str, plain: str) -> str | None:
        """The rule that removes a list item giving section, author or date."""
        if len(text) > _LONGEST_ITEM:
            return None
        if (plain and plain == self._section) or is_section(text):
            return "html:section"
        if self._is_byline(plain):
            return "html:byline"
        return "html:date" if self._is_date(text) else None

    def rule_at_tail(self, block: Block) -> str | None:
        """The rule that removes a line behind the last paragraph."""
        if count_words(block.text) > _MOST_WORDS or block.text.endswith(_SENTENCE_END):
            return None
        plain = _plain(block.text)
        if self._source and plain.startswith(self._source) and block.kind is BlockKind.PARAGRAPH:
            return "html:publication"
        return "html:byline" if self._is_byline(plain) else None

    def _is_headline_with_more(self, block: Block, plain: str) -> bool:
        """Whether a heading is the headline plus a kicker or a counter, which may adjoin it."""
        if block.kind is not BlockKind.SUBHEAD or self._title.count(" ") < _KICKER_WORDS:
            return False
        more = len(plain) - len(self._title)
        return self._title in plain and more <= min(_LONGEST_KICKER, len(self._title))

    def _is_byline(self, plain: str) -> bool:
        """Whether an author's name ends the line or precedes the author's role."""
        return any(
            author and f" {author} " in f" {plain} " and len(author) * 5 >= len(plain)
            for author in self._authors
        )

    def _is_date(self, text: str) -> bool:
        short = count_words(text) <= _MOST_DATE_WORDS and _DIGIT.search(text) is not None
        return short and parse_date(text, as_of=self._as_of) is not None


def _plain(text: str | None) -> str:
    return " ".join(_WORD.findall((text or "").casefold()))
