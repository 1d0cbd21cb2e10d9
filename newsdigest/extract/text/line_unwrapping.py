"""Joins paragraphs whose lines were broken at a column, as in mail and on old terminals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set

from newsdigest.extract.text.line_shapes import ends_sentence
from newsdigest.extract.text.text_lines import TextLine
from newsdigest.extract.text.word_lists import word_lists
from newsdigest.model import BlockKind
from newsdigest.press.words import is_wide
from newsdigest.valueclasses import replace

# A text counts as wrapped if no line that could be broken is longer than this ...
WIDEST = 100
NARROWEST = 30
# ... at least this many of its line breaks are where the next word would not have fitted ...
LEAST_BREAKS = 3
# ... and these make up this share of the breaks between adjacent lines. Header lines, lists and
# last lines of paragraphs are the rest; a list of headlines of uneven length stays below .3.
SHARE = 0.5
# In a text that is not wrapped throughout, a line of this length may still be half a sentence.
MIN_BROKEN = 20
UNKNOWN = 1_000_000
SOFT_HYPHEN = "\u00ad"
HYPHENS = ("-", "\u2010", SOFT_HYPHEN)
_LONGEST_WORD = 60
_LONGEST_ENDING = 3
_WORD = re.compile(r"[^\W\d_]{1,60}")
_LAST_PART = re.compile(r"[^\W\d_]{1,60}(?=.\Z)")
_WHOLE_WORD = re.compile(r"[^\W\d_]{1,60}(?:-[^\W\d_]{1,60}){0,3}(?![-\w])")


def unwrap(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, with those of one paragraph joined; unchanged if the text is not wrapped."""
    width = max((len(line.text) + line.indent for line in lines if _breakable(line)), default=0)
    if not NARROWEST <= width <= WIDEST or not _is_wrapped(lines, width):
        width = UNKNOWN
    paragraphs: list[list[TextLine]] = []
    for line in lines:
        if paragraphs and _belong_together(paragraphs[-1][-1], line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    words = _words(lines) if len(paragraphs) < len(lines) else frozenset()
    return [_joined(paragraph, words) for paragraph in paragraphs]


def _words(lines: Sequence[TextLine]) -> Set[str]:
    """The words that are not broken in the lines, in lower case."""
    return {word.casefold() for line in lines for word in _WHOLE_WORD.findall(line.text)}


def _belong_together(above: TextLine, below: TextLine, width: int) -> bool:
    return _broken_between(above, below, width) or _goes_on(above, below)


def _goes_on(above: TextLine, below: TextLine) -> bool:
    """Whether a sentence clearly continues on the next line, without knowing the width."""
    if below.gap or below.kind is not above.kind or below.kind is not BlockKind.PARAGRAPH:
        return False
    if below.field or above.field or not MIN_BROKEN <= len(above.text) <= WIDEST:
        return False
    return below.text[0].islower() and not ends_sentence(above.text)


def _breakable(line: TextLine) -> bool:
    return " " in line.text or is_wide(line.text[-1])


def _is_wrapped(lines: Sequence[TextLine], width: int) -> bool:
    neighbours = [(above, below) for above, below in itertools.pairwise(lines) if not below.gap]
    broken = sum(_broken_between(above, below, width) for above, below in neighbours)
    return broken >= LEAST_BREAKS and broken >= SHARE * len(neighbours)


def _broken_between(above: TextLine, below: TextLine, width: int) -> bool:
    """Whether the line was broken because the next word did not fit."""
    if below.gap or below.kind is BlockKind.LIST_ITEM or below.indent > above.indent:
        return False
    next_word = 1 if is_wide(below.text[0]) else len(below.text.split(" ", 1)[0]) + 1
    return above.indent + len(above.text) + next_word > width


def _joined(paragraph: Sequence[TextLine], words: Set[str]) -> TextLine:
    pieces = [paragraph[0].text]
    for above, below in itertools.pairwise(paragraph):
        if not _closes_up(above.text, below.text):
            pieces.append(" ")
        elif above.text.endswith(HYPHENS) and _breaks_word(above.text, below.text, words):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(below.text)
    return replace(paragraph[0], text="".join(pieces))


def _closes_up(above: str, below: str) -> bool:
    """Whether no space is missing at the break: within Chinese or Japanese, or after a hyphen."""
    if is_wide(above[-1]) and is_wide(below[0]):
        return True
    if not (above.endswith(HYPHENS) and above[-2:-1].isalpha() and below[0].isalpha()):
        return False
    # "Nord- und Südküste": the word that the hyphen stands for comes later.
    return _first_word(below).casefold() not in word_lists().hyphen_and


def _breaks_word(above: str, below: str, words: Set[str]) -> bool:
    """Whether the hyphen at the break is only due to the line's end, and must be removed.

    It stays if the text hyphenates the word elsewhere, between capitals and digits, and in words
    made with a hyphen; it is removed if the text has the whole word elsewhere.
    """
    if not below[0].islower() or above[-2:-1].isupper():
        return False
    if above.endswith(SOFT_HYPHEN):
        return True
    first, second = _LAST_PART.search(above[-_LONGEST_WORD:]), _first_word(below).casefold()
    head = first[0].casefold() if first else ""
    if head + second in words:
        return True
    return f"{head}-{second}" not in words and not _has_hyphen(head, second)


def _has_hyphen(head: str, second: str) -> bool:
    """Whether two parts of a word are usually hyphenated."""
    rules = word_lists()
    if second in rules.hyphen_after:
        return True
    is_ending = len(second) <= _LONGEST_ENDING or second in rules.hyphen_ending
    return head in rules.hyphen_before and not is_ending


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match[0] if match else ""
