"""Applies the phrase rules to one block."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import field
from functools import cache

from newsdigest.clean.cleaning_options import DEFAULT_OPTIONS, CleaningOptions
from newsdigest.clean.quotes import Quotations
from newsdigest.clean.removal_rules import LONGEST_UNIT, WHOLE, RemovalRule, RulePosition
from newsdigest.clean.rule_index import acting_at, candidates, words
from newsdigest.clean.seams import Seam, core, first_word, seams
from newsdigest.model import Block, BlockKind, Removal
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.valueclasses import recordclass, valueclass

# Plugs with more sentences than this are cut sentence by sentence.
MOST_SEAMS = 4

# Longer than the first word of a unit with the signs before it.
_REACH = 60

_TAILS = frozenset({RulePosition.TAIL, RulePosition.FINAL})
_HEADS = frozenset({RulePosition.HEAD})
_INSIDE = frozenset({RulePosition.INSIDE})
# Quotations and programs are never changed; of tables and subheads only whole lines are removed.
_UNTOUCHED = frozenset({BlockKind.QUOTE, BlockKind.CODE})
_CAPITALISED = pattern(r"[A-Z][A-Za-z]*")
_WHOLE_ONLY = frozenset({BlockKind.TABLE_ROW, BlockKind.SUBHEAD})


@valueclass
class Cut:
    """A span of a block's text to remove."""

    start: int
    end: int
    rule: str


@recordclass
class EditedBlock:
    """A block while it is cleaned: [start, end) minus the cuts is left."""

    block: Block
    cleaning: CleaningOptions = DEFAULT_OPTIONS
    start: int = 0
    end: int = -1
    # Whether the previous block ends in a colon: this one may quote somebody.
    introduced: bool = False
    cuts: list[Cut] = field(default_factory=list)
    # Found on first use.
    _seams: list[Seam] = field(default_factory=list)
    _rules: tuple[RemovalRule, ...] | None = None
    _quotations: Quotations | None = None
    _kept: tuple[slice, ...] | None = None

    def __post_init__(self) -> None:
        self.end = len(self.block.text)

    @property
    def text(self) -> str:
        """The text that is left."""
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
    def first(self) -> str:
        """The first word that is left, in lower case."""
        return first_word(self.block.text[self.start : self.start + _REACH])

    @property
    def empty(self) -> bool:
        return self.start >= self.end

    @property
    def removals(self) -> list[Removal]:
        """The removed texts in order."""
        if not self.cuts:
            return []
        return [
            Removal(self.block.text[cut.start : cut.end].strip(), cut.rule)
            for cut in sorted(self.cuts, key=_start)
        ]

    @property
    def rules(self) -> tuple[RemovalRule, ...]:
        """The phrase rules worth trying here."""
        if self._rules is None:
            idle = self.block.kind in _UNTOUCHED or not self.cleaning.phrases
            self._rules = () if idle else self._worth_trying()
        return self._rules

    def _worth_trying(self) -> tuple[RemovalRule, ...]:
        text = self.block.text
        first = first_word(text)
        found = candidates(text, first, self.cleaning.added)
        if not found:
            return ()
        # In ASCII text sentences begin with a capital; elsewhere signs may be attached to a word.
        words = _capitalised(text) if text.isascii() else None
        return tuple(rule for rule in found if _may_take(rule, text, first, words))

    def _all_seams(self) -> list[Seam]:
        if not self._seams:
            self._seams = seams(self.block.text)
        return self._seams

    @property
    def seams(self) -> list[Seam]:
        """Where units begin in the text that is left."""
        found = self._all_seams()
        first = bisect_left(found, self.start, key=_position)
        return found[first : bisect_left(found, self.end, key=_position)]

    def seams_before_end(self) -> list[Seam]:
        """The last seams of the text that is left, nearest to its end first, without its start."""
        found = self._all_seams()
        after = bisect_left(found, self.end, key=_position)
        near = found[max(0, after - MOST_SEAMS) : after]
        low = max(self.start + 1, self.end - LONGEST_UNIT)
        return [seam for seam in reversed(near) if seam.position >= low]

    def seams_after(self, position: int) -> list[Seam]:
        """Seams at which a unit that begins at `position` may end, nearest first."""
        found = self._all_seams()
        first = bisect_right(found, position, key=_position)
        high = min(self.end, position + LONGEST_UNIT + 1)
        near = found[first : first + MOST_SEAMS]
        return [seam for seam in near if seam.ends and seam.position < high]

    def quoted(self, position: int) -> bool:
        if self._quotations is None:
            self._quotations = Quotations.of(self.block.text)
        return self._quotations.hold(position)

    def keeps(self, start: int, end: int) -> bool:
        """Whether the user wants to keep any of this span."""
        if self._kept is None:
            self._kept = self.cleaning.kept(self.block.text)
        return any(kept.start < end and start < kept.stop for kept in self._kept)

    def take_tail(self, position: int, rule: str) -> None:
        """Cut from `position` to the end."""
        self.cuts.append(Cut(position, self.end, rule))
        while position > self.start and self.block.text[position - 1].isspace():
            position -= 1
        self.end = position

    def take_head(self, position: int, rule: str) -> None:
        """Cut up to `position`."""
        self.cuts.append(Cut(self.start, position, rule))
        self.start = position


def _start(cut: Cut) -> int:
    return cut.start


def _position(seam: Seam) -> int:
    return seam.position


def _capitalised(text: str) -> set[str]:
    """The words that could begin a sentence, in lower case."""
    return {token.lower() for token in _CAPITALISED.findall(text)}


def _may_take(rule: RemovalRule, text: str, first: str, words: set[str] | None) -> bool:
    """Whether the block, or a unit of it, may begin with a first word of the rule."""
    if rule.whole_only and len(text) > rule.longest:
        return False
    if not rule.first or first in rule.first:
        return True
    return not rule.whole_only and (words is None or not rule.first.isdisjoint(words))


def strip_phrases(piece: EditedBlock, positions: frozenset[RulePosition]) -> bool:
    """Remove all that rules match at these positions; True if anything was removed."""
    if not piece.rules:
        return False
    before = len(piece.cuts)
    while (
        _take_whole(piece, positions)
        or _peel_tail(piece, positions)
        or _peel_head(piece, positions)
    ):
        if piece.start >= piece.end:
            break
    else:
        _take_inside(piece, positions)
    return len(piece.cuts) > before


def _take_whole(piece: EditedBlock, positions: frozenset[RulePosition]) -> bool:
    if piece.end - piece.start > LONGEST_UNIT:
        return False
    rules = _beginning(acting_at(piece.rules, positions & WHOLE), piece.first)
    rule = _matching(piece, piece.start, piece.end, rules)
    if rule is None:
        return False
    piece.take_tail(piece.start, rule.id)
    return True


def _peel_tail(piece: EditedBlock, positions: frozenset[RulePosition]) -> bool:
    rules = acting_at(piece.rules, positions & _TAILS)
    if not rules or piece.block.kind in _WHOLE_ONLY:
        return False
    for seam in piece.seams_before_end():
        rule = _matching(piece, seam.position, piece.end, _beginning(rules, seam.word))
        if rule is not None:
            piece.take_tail(seam.position, rule.id)
            return True
    return False


def _peel_head(piece: EditedBlock, positions: frozenset[RulePosition]) -> bool:
    rules = _beginning(acting_at(piece.rules, positions & _HEADS), piece.first)
    if not rules or piece.block.kind in _WHOLE_ONLY:
        return False
    for seam in piece.seams_after(piece.start):
        rule = _matching(piece, piece.start, seam.position, rules)
        if rule is not None:
            piece.take_head(seam.position, rule.id)
            return True
    return False


def _take_inside(piece: EditedBlock, positions: frozenset[RulePosition]) -> None:
    """Cut plugs that stand between other sentences."""
    rules = acting_at(piece.rules, positions & _INSIDE)
    if not rules or piece.block.kind in _WHOLE_ONLY:
        return
    done = max([piece.start, *(cut.end for cut in piece.cuts if cut.end < piece.end)])
    for seam in piece.seams:
        worth = _beginning(rules, seam.word)
        if seam.position < done or not worth:
            continue
        for end in piece.seams_after(seam.position):
            rule = _matching(piece, seam.position, end.position, worth)
            if rule is not None:
                done = end.position
                piece.cuts.append(Cut(seam.position, done, rule.id))
                break


def _beginning(rules: tuple[RemovalRule, ...], word: str) -> tuple[RemovalRule, ...]:
    """The rules that apply to units with this first word."""
    return tuple(rule for rule in rules if not rule.first or word in rule.first)


def _matching(
    piece: EditedBlock, start: int, end: int, rules: tuple[RemovalRule, ...]
) -> RemovalRule | None:
    """The first rule that matches the whole unit, unless it is quoted or reported."""
    if not rules:
        return None
    unit = piece.block.text[start:end].rstrip()
    bare = core(unit)
    if not bare or len(bare) > LONGEST_UNIT or not _balanced(unit) or piece.keeps(start, end):
        return None
    for rule in rules:
        if (
            unit.endswith(rule.ends)
            and rule.compiled.fullmatch(bare)
            and not (rule.unreported and _reported(piece, start, bare))
        ):
            return rule
    return None


def _balanced(unit: str) -> bool:
    """Whether all brackets are closed: "[Updated at 11 p.m. ET] The" has no seam inside them."""
    return unit.count("(") == unit.count(")") and unit.count("[") == unit.count("]")


def _reported(piece: EditedBlock, start: int, unit: str) -> bool:
    if piece.introduced and start == 0:
        return True
    return piece.quoted(start) or reports(unit)


def reports(text: str) -> bool:
    """Whether the text has a word of reporting, such as "said" or "asked"."""
    return not _reporting_words().isdisjoint(words(text))


@cache
def _reporting_words() -> frozenset[str]:
    return frozenset(read_toml("clean/data/shared.toml")["reporting"])
