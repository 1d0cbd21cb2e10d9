"""Taking learnt lines out of an article; what stays stays byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from newsdigest.clean.cleaning import DEFAULT_CLEANING, Cleaning
from newsdigest.clean.learning.judging import at_edges, may_report
from newsdigest.clean.learning.memory import Line
from newsdigest.clean.learning.skeletons import ends_in_sign, is_frame
from newsdigest.clean.learning.units import OUTER, Spot, Unit
from newsdigest.clean.phrases import Cut, Piece, reports
from newsdigest.model import Article, BlockKind

RULE = "learnt:"
# Lines of the report that may stand behind one that is known without its names.
_MOST_BEHIND = 2


@dataclass(frozen=True, slots=True)
class _Taken:
    unit: Unit
    line: Line


def take(
    article: Article,
    units: Sequence[Unit],
    learnt: Mapping[str, Line],
    cleaning: Cleaning = DEFAULT_CLEANING,
) -> Article:
    """The article without the learnt lines among its units; as it was if nothing else were left.

    A line is taken where such lines were learnt: one of the edges neither amid a paragraph nor in
    a quotation; one that is known without its names only near the end or in a block of its own.
    """
    taken = _chosen(units, learnt)
    pieces = [Piece(block, cleaning) for block in article.blocks]
    for each in taken:
        piece = pieces[each.unit.block]
        end = _next_start(piece.block.text, each.unit.end)
        quoted = each.unit.spot not in OUTER and piece.quoted(each.unit.start)
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


def _chosen(units: Sequence[Unit], learnt: Mapping[str, Line]) -> list[_Taken]:
    """The units to take, found from the end, so that it is known what stands behind each."""
    chosen: list[_Taken] = []
    left_behind = 0
    for unit in reversed(units):
        line = _line_of(unit, learnt, near_end=left_behind <= _MOST_BEHIND)
        if line is not None:
            chosen.append(_Taken(unit, line))
        else:
            left_behind += 1
    return chosen[::-1]


def _line_of(unit: Unit, learnt: Mapping[str, Line], *, near_end: bool) -> Line | None:
    for skeleton in unit.skeletons:
        line = learnt.get(skeleton)
        if line is None or (at_edges(line) and unit.spot is Spot.INSIDE):
            continue
        if reports(unit.text) and not may_report(line):
            continue
        if not is_frame(skeleton) or ends_in_sign(skeleton) or near_end or unit.spot is Spot.ALONE:
            return line
    return None


def _next_start(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end
