"""Assembles articles from tagged lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from newsdigest.extract.text.captions import (
    is_credited,
    split_lead,
    split_repeats,
)
from newsdigest.extract.text.line_roles import LineRole, TaggedLine
from newsdigest.extract.text.line_shapes import (
    ends_sentence,
    is_cut_off,
    is_single_sentence,
    measure,
)
from newsdigest.extract.text.photo_credits import LONGEST_CAPTION
from newsdigest.extract.text.text_body import Body, is_signature, read_body
from newsdigest.extract.text.text_header import LONGEST_STANDFIRST, Header, read_header
from newsdigest.extract.text.word_lists import fold_label
from newsdigest.model import Article, Block, BlockKind, Partial, Removal
from newsdigest.press.datelines import has_dateline_shape
from newsdigest.valueclasses import replace

# "[+2310 chars]", as APIs that return the beginning of an article mark the cut.
_CUT = re.compile(r" ?\[\+\d{1,7} chars\]$")
_OPENING_QUOTES = "\"'“‘«„「『"
# Longer lines in a body are paragraphs even without a full stop.
_LONGEST_SUBHEAD = 110


def build_article(
    lines: Sequence[TaggedLine], publications: frozenset[str], origin: str
) -> Article | None:
    """The article in the lines, without an id; None if they hold no text."""
    header = read_header(lines, publications)
    body = read_body(lines[header.length :])
    header = _without_captions(body, header)
    _without_repeats(body)
    cut = _cut_off(body)
    blocks = tuple(_blocks(body.lines))
    if not blocks:
        return None
    return _article(header, body, blocks, cut, origin)


def _article(
    header: Header, body: Body, blocks: tuple[Block, ...], cut: bool, origin: str
) -> Article:
    facts = header.facts | body.facts
    return Article(
        id="",
        title=header.title,
        blocks=blocks,
        origin=origin,
        source=facts.source,
        agency=facts.agency,
        authors=facts.authors,
        published=facts.published,
        modified=facts.modified,
        url=facts.url or header.link,
        language=facts.language,
        standfirst=header.standfirst,
        section=facts.section,
        keywords=facts.keywords,
        image=facts.image,
        removed=(*header.removed, *body.removed),
        partial=Partial.TEASER if cut else None,
    )


def _without_captions(body: Body, header: Header) -> Header:
    """The header, with a standfirst from the body; captions are removed from the body."""
    _drop_title_lines(body, header.title)
    _drop_credited_lines(body)
    if body.lines and body.lines[0].line.kind is BlockKind.PARAGRAPH:
        removed, text = split_lead(body.lines[0].text, header.title)
        body.removed.extend(removed)
        body.lines[0] = _with_text(body.lines[0], text)
    if header.standfirst is None and _opens_with_standfirst(body):
        return replace(header, standfirst=body.lines.pop(0).text)
    return header


def _drop_title_lines(body: Body, title: str | None) -> None:
    """Removes lines that repeat the headline, unless nothing would be left."""
    if title is None:
        return
    wanted = fold_label(title)
    others = [each for each in body.lines if fold_label(each.text) != wanted]
    if wanted and others:
        again = [each for each in body.lines if fold_label(each.text) == wanted]
        body.remove(again, "text:headline-repeat")
        body.lines = others


def _drop_credited_lines(body: Body) -> None:
    """Removes captions on their own lines: a report's first lines do not end in its agency."""
    captions = list(takewhile(_is_caption, body.lines[:-1]))
    body.remove(captions, "text:caption")
    del body.lines[: len(captions)]


def _is_caption(each: TaggedLine) -> bool:
    if measure(each.text) > LONGEST_CAPTION or each.line.kind is not BlockKind.PARAGRAPH:
        return False
    return is_credited(each.text) and not has_dateline_shape(each.text)


def _opens_with_standfirst(body: Body) -> bool:
    """Whether the report begins with the second line, the only one with a dateline."""
    if len(body.lines) < 2:
        return False
    first, *others = [each.text for each in body.lines]
    if measure(first) > LONGEST_STANDFIRST or not is_single_sentence(first):
        return False
    dated = [has_dateline_shape(text) for text in others]
    return not has_dateline_shape(first) and dated[0] and sum(dated) == 1


def _without_repeats(body: Body) -> None:
    for index, each in enumerate(body.lines):
        if each.line.kind is not BlockKind.CODE:
            removed, text = split_repeats(each.text)
            body.removed.extend(removed)
            body.lines[index] = _with_text(each, text)


def _with_text(each: TaggedLine, text: str) -> TaggedLine:
    return each if text == each.text else replace(each, line=replace(each.line, text=text))


def _cut_off(body: Body) -> bool:
    """Whether the text is only the beginning; removes the mark that counts what is missing."""
    if not body.lines:
        return False
    last = body.lines[-1]
    mark = _CUT.search(last.text[-20:])
    if mark is None:
        return is_cut_off(last.text)
    text = last.text[: -len(mark[0])]
    if text:
        body.lines[-1] = _with_text(last, text)
        body.removed.append(Removal(mark[0].strip(), "text:cut"))
    return True


def _blocks(lines: Sequence[TaggedLine]) -> list[Block]:
    blocks = []
    for index, each in enumerate(lines):
        kind, level = each.line.kind, each.line.level
        if kind is BlockKind.PARAGRAPH and _is_subhead(lines, index):
            kind, level = BlockKind.SUBHEAD, 2
        elif kind is BlockKind.SUBHEAD:
            level = min(max(level, 2), 6)
        blocks.append(Block(kind, each.text, level, each.line.number))
    return blocks


def _is_subhead(lines: Sequence[TaggedLine], index: int) -> bool:
    """Whether a short line heads the paragraph below it; several in a row are a list or verse."""
    each = lines[index]
    if (
        each.role is not LineRole.SHORT
        or not lines[index + 1 : index + 2]
        or is_signature(each.text)
    ):
        return False
    if (
        lines[index + 1].role is LineRole.SHORT
        and lines[index + 1].line.kind is BlockKind.PARAGRAPH
    ):
        return False
    if index and lines[index - 1].role is LineRole.SHORT:
        return False
    text = each.text
    if len(text) > _LONGEST_SUBHEAD or text[0] in _OPENING_QUOTES or text[-1] in ",;":
        return False
    return not ends_sentence(text) or text.endswith("?")
