"""The boxes that agencies put above a report: its summary, and the companies that it names.

    Summary
    The town council voted to reopen the pool.
    Companies
    Sund Baeder AG

The labels and the companies go, the summary is the standfirst. Such a label may as well head a
part of a text, so a report with a dateline, or both boxes together, must follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

from newsdigest.extract.text.article_split import is_headline
from newsdigest.extract.text.header_facts import HeaderFacts
from newsdigest.extract.text.line_roles import LineRole, TaggedLine
from newsdigest.extract.text.line_shapes import count_words, ends_sentence, measure
from newsdigest.extract.text.word_lists import LabelEffect, fold_label, word_lists
from newsdigest.model import BlockKind
from newsdigest.press.datelines import has_dateline_shape
from newsdigest.valueclasses import replace, valueclass

_LONGEST_LABEL = 40
_MOST_BOXES = 4
_MOST_LINES = 12
_LONGEST_SUMMARY = 400
_LONGEST_COMPANY = 60
_MOST_COMPANY_WORDS = 8
# A report begins within this many lines below its boxes: a source, a time and a byline may precede
# it.
_REACH = 4
# The headline is within this many lines above a summary without a label.
_FAR = 8
_ITEM = re.compile(r"(?:[-*–—+]|\d{1,2}[.)]) ?(?=\S)")


class _Kind(StrEnum):
    SUMMARY = "summary"
    COMPANIES = "companies"


@valueclass
class _Box:
    kind: _Kind
    # The indices of its lines, without that of its label.
    start: int
    end: int
    label: int | None


def without_boxes(tagged: Sequence[TaggedLine]) -> list[TaggedLine]:
    """The lines, with boxes above a report turned into labels and its standfirst."""
    result: list[TaggedLine] = []
    done = 0
    for index in range(len(tagged)):
        if index < done or _kind_of(tagged[index]) is None:
            continue
        boxes = list(islice(_boxes(tagged, index), _MOST_BOXES))
        if boxes and _above_report(tagged, boxes):
            first = boxes[0].start if boxes[0].label is None else boxes[0].label
            result += tagged[done:first]
            for box in boxes:
                result += _replaced(tagged, box)
            done = boxes[-1].end
    return [*result, *tagged[done:]]


def _kind_of(each: TaggedLine) -> _Kind | None:
    if len(each.text) > _LONGEST_LABEL or each.line.field:
        return None
    folded = fold_label(each.text)
    kinds = (
        (_Kind.SUMMARY, word_lists().summary_box),
        (_Kind.COMPANIES, word_lists().companies_box),
    )
    return next((kind for kind, labels in kinds if folded in labels), None)


def _boxes(tagged: Sequence[TaggedLine], index: int) -> Iterator[_Box]:
    """The boxes from a label on, including an unlabelled summary right above the companies."""
    kind = _kind_of(tagged[index])
    if kind is _Kind.COMPANIES:
        start = _unlabelled(tagged, index)
        if start < index:
            yield _Box(_Kind.SUMMARY, start, index, None)
    while index < len(tagged) and (kind := _kind_of(tagged[index])):
        end = _end(tagged, index + 1, kind)
        if end == index + 1:
            return
        yield _Box(kind, index + 1, end, index)
        index = end


def _unlabelled(tagged: Sequence[TaggedLine], label: int) -> int:
    """Where an unlabelled summary begins: list items, or one sentence, below the headline."""
    start = label
    while start and label - start < _MOST_LINES and _is_item(tagged[start - 1]):
        start -= 1
    if start == label and start and _is_sentence(tagged[start - 1]):
        start -= 1
    headed = any(is_headline(each) for each in tagged[max(0, start - _FAR) : start])
    return start if headed else label


def _is_sentence(each: TaggedLine) -> bool:
    is_text = each.role in (LineRole.PARAGRAPH, LineRole.SHORT) and not has_dateline_shape(
        each.text
    )
    return is_text and ends_sentence(each.text) and measure(each.text) <= _LONGEST_SUMMARY


def _is_item(each: TaggedLine) -> bool:
    return each.line.kind is BlockKind.LIST_ITEM or _ITEM.match(each.text) is not None


def _end(tagged: Sequence[TaggedLine], start: int, kind: _Kind) -> int:
    """Where the box whose lines begin at `start` ends; `start` if it has none."""
    index = start
    listed = start < len(tagged) and _is_item(tagged[start])
    while index < min(len(tagged), start + _MOST_LINES):
        each = tagged[index]
        apart = each.line.gap and index > start
        if _is_outside(each, kind) or (listed and not _is_item(each)) or (apart and not listed):
            return index
        index += 1
    # Only the report itself ends a summary, which has one line.
    return min(index, start + 1) if kind is _Kind.SUMMARY and not listed else index


def _is_outside(each: TaggedLine, kind: _Kind) -> bool:
    """Whether a line belongs to no box of that kind."""
    if _kind_of(each) is not None or each.timed or each.line.field or has_dateline_shape(each.text):
        return True
    if each.role is LineRole.FACTS and ":" in each.text:
        return True
    if kind is _Kind.SUMMARY:
        return measure(each.text) > _LONGEST_SUMMARY
    is_long = measure(each.text) > _LONGEST_COMPANY or count_words(each.text) > _MOST_COMPANY_WORDS
    return is_long or each.role is LineRole.PARAGRAPH


def _above_report(tagged: Sequence[TaggedLine], boxes: Sequence[_Box]) -> bool:
    """Whether a text follows, with a dateline unless there are boxes of both kinds."""
    end = boxes[-1].end
    following = tagged[end : end + _REACH]
    if any(has_dateline_shape(each.text) for each in following):
        return True
    both = len({box.kind for box in boxes if box.label is not None}) > 1
    return both and any(each.role is LineRole.PARAGRAPH for each in following)


def _replaced(tagged: Sequence[TaggedLine], box: _Box) -> Iterator[TaggedLine]:
    if box.label is not None:
        yield _as_label(tagged[box.label])
    lines = tagged[box.start : box.end]
    if box.kind is _Kind.COMPANIES:
        yield from map(_as_label, lines)
        return
    texts = (_ITEM.sub("", each.text, count=1) for each in lines)
    text = " ".join(text if ends_sentence(text) else f"{text}." for text in texts)
    line = replace(lines[0].line, text=text, kind=BlockKind.PARAGRAPH, level=0, number=None)
    yield TaggedLine(line, LineRole.FACTS, HeaderFacts(standfirst=text))


def _as_label(each: TaggedLine) -> TaggedLine:
    return TaggedLine(each.line, LineRole.LABEL, effect=LabelEffect.LINE)
