"""Applies the phrase rules to one block: which stretches of its text go, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from newsdigest.clean.quotes import Quotations
from newsdigest.clean.rules import LONGEST_UNIT, Place, Rule, data
from newsdigest.clean.triggers import at, candidates, words
from newsdigest.clean.units import core, seams, seams_after, seams_before
from newsdigest.model import Block, BlockKind, Removal

_WHOLE = frozenset({Place.BLOCK, Place.OPENING, Place.CLOSING})
_TAILS = frozenset({Place.TAIL, Place.FINAL})
_HEADS = frozenset({Place.HEAD})
_INSIDE = frozenset({Place.INSIDE})
# In these, a plug is somebody's words, a program, or a cell: only whole lines of a table may go.
_UNTOUCHED = frozenset({BlockKind.QUOTE, BlockKind.CODE})
_WHOLE_ONLY = frozenset({BlockKind.TABLE_ROW, BlockKind.SUBHEAD})


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a block's text that goes."""

    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Piece:
    """A block while it is being cleaned: what is left of it is [start, end) without the cuts."""

    block: Block
    start: int = 0
    end: int = -1
    # The block before ends with a colon: what stands here may be somebody's words.
    introduced: bool = False
    cuts: list[Cut] = field(default_factory=list)
    _rules: tuple[Rule, ...] | None = None
    _quotations: Quotations | None = None

    def __post_init__(self) -> None:
        self.end = len(self.block.text)

    @property
    def text(self) -> str:
        """What is left."""
        if not self.cuts:
            return self.block.text
        kept: list[str] = []
        position = self.start
        for cut in sorted(self.cuts, key=_start):
            if self.start <= cut.start and cut.end <= self.end:
                kept.append(self.block.text[position : cut.start])
                position = cut.end
        return "".join([*kept, self.block.text[position : self.end]]).strip()

    @property
    def empty(self) -> bool:
        return self.start >= self.end

    @property
    def removals(self) -> list[Removal]:
        """What went, in the order of the text."""
        return [
            Removal(self.block.text[cut.start : cut.end].strip(), cut.rule)
            for cut in sorted(self.cuts, key=_start)
        ]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The phrase rules worth trying here."""
        if self._rules is None:
            idle = self.block.kind in _UNTOUCHED
            self._rules = () if idle else candidates(self.block.text)
        return self._rules

    def quoted(self, position: int) -> bool:
        if self._quotations is None:
            self._quotations = Quotations.of(self.block.text)
        return self._quotations.hold(position)

    def take_tail(self, position: int, rule: str) -> None:
        """Cut what is left from the position on."""
        self.cuts.append(Cut(position, self.end, rule))
        while position > self.start and self.block.text[position - 1].isspace():
            position -= 1
        self.end = position

    def take_head(self, position: int, rule: str) -> None:
        """Cut what is left up to the position."""
        self.cuts.append(Cut(self.start, position, rule))
        self.start = position


def _start(cut: Cut) -> int:
    return cut.start


def strip_phrases(piece: Piece, places: frozenset[Place]) -> bool:
    """Whether any rule took something; afterwards none that may act at these places would."""
    if not piece.rules:
        return False
    before = len(piece.cuts)
    while _take_whole(piece, places) or _peel_tail(piece, places) or _peel_head(piece, places):
        if piece.start >= piece.end:
            break
    else:
        _take_inside(piece, places)
    return len(piece.cuts) > before


def _take_whole(piece: Piece, places: frozenset[Place]) -> bool:
    if piece.end - piece.start > LONGEST_UNIT:
        return False
    rule = _matching(piece, piece.start, piece.end, places & _WHOLE)
    if rule is None:
        return False
    piece.take_tail(piece.start, rule.id)
    return True


def _peel_tail(piece: Piece, places: frozenset[Place]) -> bool:
    wanted = places & _TAILS
    if not wanted or piece.block.kind in _WHOLE_ONLY:
        return False
    for start in seams_before(piece.block.text, piece.start, piece.end):
        rule = _matching(piece, start, piece.end, wanted)
        if rule is not None:
            piece.take_tail(start, rule.id)
            return True
    return False


def _peel_head(piece: Piece, places: frozenset[Place]) -> bool:
    wanted = places & _HEADS
    if not wanted or piece.block.kind in _WHOLE_ONLY:
        return False
    for end in seams_after(piece.block.text, piece.start, piece.end):
        rule = _matching(piece, piece.start, end, wanted)
        if rule is not None:
            piece.take_head(end, rule.id)
            return True
    return False


def _take_inside(piece: Piece, places: frozenset[Place]) -> None:
    """Cut the sentences between others that are plugs beyond doubt."""
    rules = at(piece.rules, places & _INSIDE)
    if not rules or piece.block.kind in _WHOLE_ONLY:
        return
    position = max([piece.start, *(cut.end for cut in piece.cuts if cut.end < piece.end)])
    for start in seams(piece.block.text, piece.start, piece.end):
        if start < position:
            continue
        for end in seams_after(piece.block.text, start, piece.end):
            rule = _matching(piece, start, end, _INSIDE)
            if rule is not None:
                piece.cuts.append(Cut(start, end, rule.id))
                position = end
                break


def _matching(piece: Piece, start: int, end: int, places: frozenset[Place]) -> Rule | None:
    """The first rule that matches the whole unit, unless it is quoted or reported."""
    unit = piece.block.text[start:end].rstrip()
    bare = core(unit)
    if not bare or len(bare) > LONGEST_UNIT:
        return None
    for rule in at(piece.rules, places):
        if unit.endswith(rule.ends) and rule.compiled.fullmatch(bare):
            if rule.unreported and _reported(piece, start, bare):
                continue
            return rule
    return None


def _reported(piece: Piece, start: int, unit: str) -> bool:
    if piece.introduced and start == 0:
        return True
    return piece.quoted(start) or not _reporting_words().isdisjoint(words(unit))


@cache
def _reporting_words() -> frozenset[str]:
    return frozenset(data("shared")["reporting"])
