"""The body of an article: its lines without labels, boxes, comments and trailing matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from newsdigest.extract.text.article_split import is_headline
from newsdigest.extract.text.header_facts import HeaderFacts
from newsdigest.extract.text.line_roles import LineRole, TaggedLine
from newsdigest.extract.text.line_shapes import count_words, ends_sentence, measure
from newsdigest.extract.text.text_header import is_day, removal_rule
from newsdigest.extract.text.word_lists import LabelEffect
from newsdigest.model import BlockKind, Removal
from newsdigest.press.agencies import agency_name
from newsdigest.valueclasses import recordclass, replace, valueclass

# "Comments" above most of a text is a button and does not end it: less than this above it ...
_BARELY_BEGUN = 400
# ... and this many times as much below.
_MOST = 3
# A last line of at least this many words is a sentence even without a full stop.
_SENTENCE_WORDS = 8
_LONGEST_SIGNATURE = 60
_LIST_ITEM = 25
_CLOSERS = "()[]（）【】-–—. "


@recordclass
class Body:
    lines: list[TaggedLine] = field(default_factory=list)
    # Facts from lines below the text.
    facts: HeaderFacts = field(default_factory=HeaderFacts)
    removed: list[Removal] = field(default_factory=list)

    def remove(self, lines: Sequence[TaggedLine], rule: str | None = None) -> None:
        self.removed.extend(Removal(each.text, rule or removal_rule(each)) for each in lines)


@valueclass
class _Below:
    """What is below each line, counted once from the end: a text may have a label on every line."""

    # The next paragraph, the next label that heads or ends something; len(lines) for none.
    paragraph: Sequence[int]
    label: Sequence[int]
    # The size of all paragraphs, their number, and the number of relative times ("2 hours ago").
    size: Sequence[float]
    paragraphs: Sequence[int]
    ages: Sequence[int]


def _look_below(lines: Sequence[TaggedLine]) -> _Below:
    end = len(lines)
    paragraph, label, size, paragraphs, ages = [end], [end], [0.0], [0], [0]
    for index in range(end - 1, -1, -1):
        each = lines[index]
        is_paragraph = each.role is LineRole.PARAGRAPH
        breaks = each.role is LineRole.LABEL and each.effect is not LabelEffect.LINE
        paragraph.append(index if is_paragraph else paragraph[-1])
        label.append(index if breaks else label[-1])
        size.append(size[-1] + (measure(each.text) if is_paragraph else 0))
        paragraphs.append(paragraphs[-1] + is_paragraph)
        ages.append(ages[-1] + (each.facts is not None and each.facts.relative))
    return _Below(paragraph[::-1], label[::-1], size[::-1], paragraphs[::-1], ages[::-1])


def read_body(lines: Sequence[TaggedLine]) -> Body:
    """The lines of the body, and what was removed from between and below them."""
    body = Body()
    below = _look_below(lines)
    chronicle = sum(is_day(each) for each in lines) > 1
    tail = (i for i in range(len(lines) - 1, -1, -1) if lines[i].role is LineRole.PARAGRAPH)
    # Facts below a text that come with a headline belong to a report without text.
    bare = any(is_headline(each) for each in lines[next(tail, 0) + 1 :])
    index = 0
    while index < len(lines):
        each = lines[index]
        last = below.paragraphs[index] == 0
        end = index + 1
        if each.role in (LineRole.PARAGRAPH, LineRole.SHORT):
            body.lines.append(each)
        elif chronicle and is_day(each) and not last:
            body.lines.append(replace(each, role=LineRole.SHORT))
        elif each.role is LineRole.LABEL and each.effect is not LabelEffect.LINE:
            end = _end_of_box(lines, index, below)
            body.remove(lines[index:end], "text:chrome")
        else:
            _take_out(body, each, below=last and not bare)
        index = end
    _trim(body)
    return body


def _take_out(body: Body, each: TaggedLine, *, below: bool) -> None:
    if below and each.facts is not None:
        body.facts |= each.facts
    body.remove([each])


def _end_of_box(lines: Sequence[TaggedLine], index: int, below: _Below) -> int:
    """Where the body continues after the label at `index`; len(lines) if it does not."""
    first = below.paragraph[index + 1]
    effect = lines[index].effect
    if first == len(lines):
        return first
    if effect is LabelEffect.END and not _is_button(below, index):
        return len(lines)
    if effect is LabelEffect.RELATED and not _text_resumes(lines, index, below):
        return len(lines)
    end = min(first, below.label[index + 1])
    return end - 1 if end == first and _is_subhead_after_box(lines, index, first) else end


def _is_button(below: _Below, index: int) -> bool:
    """Whether "Comments" is one of the buttons above the text."""
    begun = below.size[0] - below.size[index]
    if begun >= _BARELY_BEGUN or below.size[index] <= _MOST * begun:
        return False
    return 2 * below.ages[index] < below.paragraphs[index]


def _text_resumes(lines: Sequence[TaggedLine], index: int, below: _Below) -> bool:
    """Whether the article continues after a box of related links, which may hold teasers."""
    first = below.paragraph[index + 1]
    if first == index + 1 or not is_headline(lines[first - 1]):
        return True
    return below.paragraph[first + 1] in (first + 1, len(lines))


def _is_subhead_after_box(lines: Sequence[TaggedLine], index: int, first: int) -> bool:
    """Whether the line above the paragraph is a subhead separated from the box."""
    if first - index < 3 or lines[first - 1].role is not LineRole.SHORT:
        return False
    return lines[first - 1].line.gap and not lines[first].line.gap


def _trim(body: Body) -> None:
    """Removes what follows the last sentence, except for an agency's name."""
    lines = body.lines
    last = max((i for i, each in enumerate(lines) if _is_content(each)), default=-1)
    tail = lines[last + 1 :]
    del lines[last + 1 :]
    if len(tail) == 1 and not tail[0].line.gap and count_words(tail[0].text) >= _SENTENCE_WORDS:
        lines.extend(tail)
        return
    for each in tail:
        if is_signature(each.text):
            lines.append(each)
        else:
            body.remove([each], "text:tail")


def _is_content(each: TaggedLine) -> bool:
    if each.role is LineRole.PARAGRAPH or ends_sentence(each.text):
        return True
    return each.line.kind is BlockKind.LIST_ITEM and measure(each.text) >= _LIST_ITEM


def is_signature(text: str) -> bool:
    """Whether a line is the agency's name under a report: "REUTERS", "(dpa)", "THE STAR/ANN"."""
    name = text.strip(_CLOSERS)
    if len(name) > _LONGEST_SIGNATURE or not name:
        return False
    parts = [part.strip() for part in name.split("/")]
    if any(agency_name(part) for part in parts):
        return True
    return len(parts) > 1 and name.isupper()
