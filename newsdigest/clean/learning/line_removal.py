"""Removes learnt lines from an article; the remaining text is unchanged byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsdigest.clean.cleaning_options import DEFAULT_OPTIONS, CleaningOptions
from newsdigest.clean.learning.article_lines import OUTER, ArticleLine, LinePosition
from newsdigest.clean.learning.criteria import at_edges, may_report
from newsdigest.clean.learning.memory import LineHistory
from newsdigest.clean.learning.skeletons import ends_in_sign, is_frame
from newsdigest.clean.phrases import Cut, EditedBlock, reports
from newsdigest.model import Article, BlockKind
from newsdigest.valueclasses import replace, valueclass

RULE = "learnt:"
# Lines of the report that may follow a line that was matched by its frame.
_MOST_BEHIND = 2


@valueclass
class _Match:
    unit: ArticleLine
    line: LineHistory


def remove_lines(
    article: Article,
    units: Sequence[ArticleLine],
    learnt: Mapping[str, LineHistory],
    cleaning: CleaningOptions = DEFAULT_OPTIONS,
) -> Article:
    """The article without learnt lines; unchanged if nothing else would be left.

    A line is removed only at positions where it was learnt: one learnt at the edges neither inside
    a paragraph nor in a quotation; one matched by its frame only near the end or alone in a block.
    """
    taken = _chosen(units, learnt)
    pieces = [EditedBlock(block, cleaning) for block in article.blocks]
    for each in taken:
        piece = pieces[each.unit.block]
        end = _next_start(piece.block.text, each.unit.end)
        quoted = each.unit.position not in OUTER and piece.quoted(each.unit.start)
        if not quoted and not piece.keeps(each.unit.start, end):
            piece.cuts.append(Cut(each.unit.start, end, RULE + each.line.id))
    blocks = tuple(
        replace(piece.block, text=piece.text) if piece.cuts else piece.block
        for piece in pieces if piece.text
    )  # fmt: skip
    removed = tuple(removal for piece in pieces for removal in piece.removals)
    if not removed or all(block.kind is BlockKind.SUBHEAD for block in blocks):
        return article
    return replace(article, blocks=blocks, removed=article.removed + removed)


def _chosen(units: Sequence[ArticleLine], learnt: Mapping[str, LineHistory]) -> list[_Match]:
    """The lines to remove, searched from the end to know what follows each."""
    chosen: list[_Match] = []
    left_behind = 0
    for unit in reversed(units):
        line = _line_of(unit, learnt, near_end=left_behind <= _MOST_BEHIND)
        if line is not None:
            chosen.append(_Match(unit, line))
        else:
            left_behind += 1
    return chosen[::-1]


def _line_of(
    unit: ArticleLine, learnt: Mapping[str, LineHistory], *, near_end: bool
) -> LineHistory | None:
    for skeleton in unit.skeletons:
        line = learnt.get(skeleton)
        if line is None or (at_edges(line) and unit.position is LinePosition.INSIDE):
            continue
        if reports(unit.text) and not may_report(line):
            continue
        if (
            not is_frame(skeleton)
            or ends_in_sign(skeleton)
            or near_end
            or unit.position is LinePosition.ALONE
        ):
            return line
    return None


def _next_start(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end
