"""The body of an article: its lines without labels, boxes, comments and what trails behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsdigest.extract.text.facts import Facts
from newsdigest.extract.text.header import rule_of
from newsdigest.extract.text.roles import Role, Tagged
from newsdigest.extract.text.shapes import count_words, ends_sentence, measure
from newsdigest.extract.text.split import is_headline
from newsdigest.extract.text.wording import Effect, wording
from newsdigest.model import BlockKind, Removal

# "Comments" above most of a text is a button and no end: so little stands above it ...
_BARELY_BEGUN = 400
# ... and so many times more below.
_MOST = 3
# A last line without a full stop still is a sentence from so many words on.
_SENTENCE_WORDS = 8
_LONGEST_SIGNATURE = 60
_LIST_ITEM = 25
_CLOSERS = "()[]（）【】-–—. "


@dataclass(slots=True)
class Body:
    lines: list[Tagged] = field(default_factory=list)
    # What lines below the text told of it.
    facts: Facts = field(default_factory=Facts)
    removed: list[Removal] = field(default_factory=list)

    def remove(self, lines: Sequence[Tagged], rule: str | None = None) -> None:
        self.removed.extend(Removal(each.text, rule or rule_of(each)) for each in lines)


def read_body(lines: Sequence[Tagged]) -> Body:
    """The lines of the body, and what was taken from between and behind them."""
    body = Body()
    chronicle = _is_chronicle(lines)
    last = max((i for i, each in enumerate(lines) if each.role is Role.PARAGRAPH), default=-1)
    place = 0
    while place < len(lines):
        each = lines[place]
        if each.role in (Role.PARAGRAPH, Role.SHORT):
            body.lines.append(each)
        elif chronicle and _is_day(each) and place < last:
            body.lines.append(replace(each, role=Role.SHORT))
        elif each.role is Role.LABEL and each.effect is not Effect.LINE:
            end = _end_of_box(lines, place, body.lines)
            body.remove(lines[place:end], "text:chrome")
            place = end
            continue
        else:
            _take_out(body, each, below=place > last)
        place += 1
    _trim(body)
    return body


def _take_out(body: Body, each: Tagged, *, below: bool) -> None:
    if below and each.facts is not None:
        body.facts |= each.facts
    body.remove([each])


def _is_chronicle(lines: Sequence[Tagged]) -> bool:
    """Whether bare dates head the parts of the text."""
    return sum(_is_day(each) for each in lines) > 1


def _is_day(each: Tagged) -> bool:
    facts = each.facts
    if each.role is not Role.FACTS or facts is None or facts.published is None:
        return False
    return not (facts.relative or facts.source or facts.authors)


def _end_of_box(lines: Sequence[Tagged], place: int, above: Sequence[Tagged]) -> int:
    """Where the body goes on after the label at `place`; len(lines) if it does not."""
    rest = lines[place + 1 :]
    first = next((i for i, each in enumerate(rest) if each.role is Role.PARAGRAPH), None)
    if first is None:
        return len(lines)
    effect = lines[place].effect
    if effect is Effect.END and not _is_button(rest, above):
        return len(lines)
    if effect is Effect.RELATED and not _text_resumes(rest, first):
        return len(lines)
    end = place + 1 + first
    return end - 1 if _is_subhead_after_box(rest, first) else end


def _is_button(rest: Sequence[Tagged], above: Sequence[Tagged]) -> bool:
    """Whether "Comments" stands in a bar of buttons above the text."""
    begun = sum(measure(each.text) for each in above)
    paragraphs = [each for each in rest if each.role is Role.PARAGRAPH]
    to_come = sum(measure(each.text) for each in paragraphs)
    ages = sum(each.facts is not None and each.facts.relative for each in rest)
    return begun < _BARELY_BEGUN and to_come > _MOST * begun and 2 * ages < len(paragraphs)


def _text_resumes(rest: Sequence[Tagged], first: int) -> bool:
    """Whether the article goes on behind a box of related links, which may hold teasers."""
    if first == 0 or not is_headline(rest[first - 1]):
        return True
    others = (i for i in range(first + 1, len(rest)) if rest[i].role is Role.PARAGRAPH)
    second = next(others, None)
    return second is None or second == first + 1


def _is_subhead_after_box(rest: Sequence[Tagged], first: int) -> bool:
    """Whether the line above the paragraph is a subhead set off from the box."""
    if first < 2 or rest[first - 1].role is not Role.SHORT:
        return False
    return rest[first - 1].line.gap and not rest[first].line.gap


def _trim(body: Body) -> None:
    """Takes off what trails behind the last sentence, but for an agency's name."""
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


def _is_content(each: Tagged) -> bool:
    if each.role is Role.PARAGRAPH or ends_sentence(each.text):
        return True
    return each.line.kind is BlockKind.LIST_ITEM and measure(each.text) >= _LIST_ITEM


def is_signature(text: str) -> bool:
    """Whether a line is the agency's name under a report: "REUTERS", "(dpa)", "THE STAR/ANN"."""
    name = text.strip(_CLOSERS)
    if len(name) > _LONGEST_SIGNATURE or not name:
        return False
    parts = [part.strip().casefold() for part in name.split("/")]
    if any(part in wording().agencies for part in parts):
        return True
    return len(parts) > 1 and name.isupper()
