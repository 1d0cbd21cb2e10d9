"""The role of each line of a text, judged by the line and its nearest neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from newsdigest.extract.text.header_facts import HeaderFactReader, HeaderFacts
from newsdigest.extract.text.interface_labels import label_effect
from newsdigest.extract.text.line_shapes import (
    count_words,
    is_address,
    is_paragraph,
    looks_like_name,
    measure,
)
from newsdigest.extract.text.photo_credits import LONGEST_CAPTION, ends_in_credit
from newsdigest.extract.text.text_lines import TextLine
from newsdigest.extract.text.word_lists import LabelEffect
from newsdigest.model import BlockKind
from newsdigest.valueclasses import replace, valueclass


class LineRole(StrEnum):
    PARAGRAPH = "paragraph"
    SHORT = "short"  # a headline, a subhead, a name, a line of a menu
    FACTS = "facts"  # a time, a byline, a publication
    LABEL = "label"  # interface
    SEPARATOR = "separator"  # "-----"
    NUMBER = "number"  # a rank in a list of reports
    CAPTION = "caption"
    ADDRESS = "address"
    REPEAT = "repeat"  # repeats the previous line


@valueclass
class TaggedLine:
    line: TextLine
    role: LineRole
    facts: HeaderFacts | None = None
    effect: LabelEffect | None = None

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def timed(self) -> bool:
        return self.facts is not None and self.facts.timed


_RULE = re.compile(r"[-=_*~#•·—–+ ]{3,}")
_NUMBER = re.compile(r"[#(]?\d{1,3}[.):]?")
_DASH = re.compile(r"[-–—] ?(?=\S)")
# With a larger share of repeated lines, the whole text is doubled, not its captions.
_DOUBLED = 0.3
_LEAST_REPEATED_WORDS = 4
# "- The Courier" names a publication if a time is at most this many lines above or below it.
_NEAR = 3
# Lower-level headings may hold a byline or a time.
_LAST_TITLE_LEVEL = 2
_CONTENT = frozenset({BlockKind.CODE, BlockKind.QUOTE, BlockKind.TABLE_ROW})


def tag(lines: Sequence[TextLine], reader: HeaderFactReader) -> list[TaggedLine]:
    """The lines with their roles."""
    names = _names_after_dashes(lines)
    known: dict[str, TaggedLine] = {}
    tagged = []
    for line in lines:
        if line.text in names and not line.field:
            tagged.append(TaggedLine(line, LineRole.SHORT))
            continue
        # Aggregators repeat their labels and names under each report.
        key = line.text if line == TextLine(line.text, gap=line.gap, indent=line.indent) else ""
        first = known.get(key) if key else None
        own = replace(first, line=line) if first else _tag_one(line, reader)
        if key and len(key) < LONGEST_CAPTION:
            known[key] = own
        tagged.append(own)
    return _with_repeats(_with_publications(tagged))


def _names_after_dashes(lines: Sequence[TextLine]) -> frozenset[str]:
    """Names confirmed by a line of the form "- Name", and so no labels, even if one is "Today"."""
    dashed = {line.text[match.end() :] for line in lines if (match := _DASH.match(line.text))}
    return frozenset(line.text for line in lines if line.text in dashed)


def _tag_one(line: TextLine, reader: HeaderFactReader) -> TaggedLine:
    if line.kind in _CONTENT:
        return TaggedLine(line, LineRole.PARAGRAPH)
    if line.kind is BlockKind.SUBHEAD:
        return _tag_heading(line, reader)
    if line.field:
        return TaggedLine(line, LineRole.FACTS, reader.read_field(line.text))
    if line.picture:
        return TaggedLine(
            line, LineRole.ADDRESS, HeaderFacts(image=line.text if is_address(line.text) else None)
        )
    if line.pictured and measure(line.text) <= LONGEST_CAPTION:
        return TaggedLine(line, LineRole.CAPTION)
    if line.kind is BlockKind.LIST_ITEM and line.link:
        return TaggedLine(line, LineRole.LABEL, effect=LabelEffect.LINE)  # a menu or related links
    return _by_form(line) or _by_words(line, reader)


def _tag_heading(line: TextLine, reader: HeaderFactReader) -> TaggedLine:
    effect = None if line.field else label_effect(line.text)
    if effect:
        return TaggedLine(line, LineRole.LABEL, effect=effect)
    facts = reader.read(line.text) if line.level > _LAST_TITLE_LEVEL else None
    return TaggedLine(line, LineRole.FACTS if facts else LineRole.SHORT, facts)


def _by_form(line: TextLine) -> TaggedLine | None:
    if _RULE.fullmatch(line.text):
        return TaggedLine(line, LineRole.SEPARATOR)
    if _NUMBER.fullmatch(line.text):
        return TaggedLine(line, LineRole.NUMBER)
    if is_address(line.text):
        return TaggedLine(line, LineRole.ADDRESS, HeaderFacts(url=line.text.strip("<>")))
    return None


def _by_words(line: TextLine, reader: HeaderFactReader) -> TaggedLine:
    if effect := label_effect(line.text):
        return TaggedLine(line, LineRole.LABEL, effect=effect)
    if facts := reader.read(line.text):
        return TaggedLine(line, LineRole.FACTS, facts)
    if measure(line.text) <= LONGEST_CAPTION and ends_in_credit(line.text):
        return TaggedLine(line, LineRole.CAPTION)
    return TaggedLine(line, LineRole.PARAGRAPH if is_paragraph(line.text) else LineRole.SHORT)


def _with_publications(tagged: Sequence[TaggedLine]) -> list[TaggedLine]:
    """The same, with lines such as "- The Courier" next to a time read as publications."""
    result = list(tagged)
    for index, each in enumerate(tagged):
        match = _DASH.match(each.text) if each.role is LineRole.SHORT else None
        if match is None or not _time_near(tagged, index):
            continue
        name = each.text[match.end() :]
        if looks_like_name(name):
            result[index] = replace(each, role=LineRole.FACTS, facts=HeaderFacts(source=name))
    return result


def _time_near(tagged: Sequence[TaggedLine], index: int) -> bool:
    """Whether a time is nearby, with only lines of this kind in between."""
    for step in (-1, 1):
        for distance in range(1, _NEAR + 1):
            at = index + step * distance
            if not 0 <= at < len(tagged) or tagged[at].role is LineRole.PARAGRAPH:
                break
            if tagged[at].timed:
                return True
            if not _DASH.match(tagged[at].text):
                break
    return False


def _with_repeats(tagged: Sequence[TaggedLine]) -> list[TaggedLine]:
    """The same, with lines that repeat the previous one marked.

    A repeated sentence is a caption, once as text and once as the picture's description; a short
    line is more likely a headline. If much of a text is doubled, so are its paragraphs.
    """
    repeated = [
        index
        for index in range(1, len(tagged))
        if tagged[index].text == tagged[index - 1].text and _worth_a_mark(tagged[index])
    ]
    doubled = len(repeated) > max(3, _DOUBLED * len(tagged))
    result = list(tagged)
    for index in repeated:
        if tagged[index].role is not LineRole.SHORT and not doubled:
            result[index - 1] = replace(result[index - 1], role=LineRole.CAPTION)
            result[index] = replace(result[index], role=LineRole.CAPTION)
        else:
            result[index] = replace(result[index], role=LineRole.REPEAT)
    return result


def _worth_a_mark(each: TaggedLine) -> bool:
    if each.role not in (LineRole.PARAGRAPH, LineRole.SHORT, LineRole.CAPTION):
        return False
    return each.line.kind is BlockKind.PARAGRAPH and count_words(each.text) >= _LEAST_REPEATED_WORDS
