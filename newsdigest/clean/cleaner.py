"""Cleans an article in passes until nothing more is found."""

from __future__ import annotations

from dataclasses import field

from newsdigest.clean.cleaning_options import DEFAULT_OPTIONS, CleaningOptions
from newsdigest.clean.leading_captions import leading_caption, leading_credit
from newsdigest.clean.phrases import EditedBlock, strip_phrases
from newsdigest.clean.removal_rules import RulePosition
from newsdigest.language import count_words
from newsdigest.model import Article, Block, BlockKind
from newsdigest.press.agencies import agency_line, agency_name, byline_agency, split_authors
from newsdigest.press.datelines import Dateline, find_dateline, is_speaker_turn
from newsdigest.valueclasses import recordclass, replace

# A further pass is needed only where a cut between two sentences joined the text around it. Of
# 3,116 real articles, one took three passes, the clean ones (2,364) one, the others two.
MOST_PASSES = 6
# Blocks that count as the opening and the closing of an article.
OPENING_BLOCKS = 3
CLOSING_BLOCKS = 5
# Blocks that show whether a name at the start of a report is a place.
CONTEXT_BLOCKS = 6

DATELINE_RULE = "wire:dateline"
AGENCY_RULE = "wire:agency"
BYLINE_RULE = "wire:byline"
SIGNATURE_RULE = "wire:publication"
CAPTION_RULE = "credit:caption"
CREDIT_RULE = "phrase:leading-credit"
_STOPS = (".", "!", "。", "！", ".”", ".’", ".»", ".“")
_POINT_WORDS = 6
# Of lists that are printed as text: "• Ferry hits pier • Nobody hurt".
_BULLETS = ("•", "●", "▪", "■", "◦", "‣")
SUBHEAD_RULE = "layout:empty-subhead"

_Unchanged = set[tuple[Block, bool]]

_ENDS = (".", "!", "?", "…", '"', "”", "’", "'", ")")
_ANYWHERE = frozenset(
    {RulePosition.BLOCK, RulePosition.HEAD, RulePosition.TAIL, RulePosition.INSIDE}
)
_OPENING = frozenset({RulePosition.OPENING})
_CLOSING = frozenset({RulePosition.CLOSING})
_FINAL = frozenset({RulePosition.CLOSING, RulePosition.FINAL})


def clean(article: Article, cleaning: CleaningOptions = DEFAULT_OPTIONS) -> Article:
    """The article without text that is not news; `removed` lists each removal and its rule.

    The remaining text is unchanged byte for byte, and a known agency or dateline is kept. An
    article that consists of such text alone keeps its blocks: a wrong line is better than an empty
    article. Idempotent.
    """
    unchanged: _Unchanged = set()
    for _ in range(MOST_PASSES):
        before = len(article.removed)
        article = _CleaningPass.of(article, cleaning, unchanged).cleaned()
        if len(article.removed) == before:
            break
    return article


@recordclass
class _CleaningPass:
    """An article during one pass."""

    article: Article
    # All blocks, and those that are not empty yet.
    pieces: tuple[EditedBlock, ...]
    kept: list[EditedBlock]
    # Blocks that no phrase rule touched, and whether a colon precedes them. The next pass skips
    # them, which saves a quarter of the work on pages that lose something.
    unchanged: _Unchanged
    agency: str | None
    dateline: str | None = field(default=None)

    @classmethod
    def of(
        cls, article: Article, cleaning: CleaningOptions, unchanged: _Unchanged
    ) -> _CleaningPass:
        pieces = tuple(EditedBlock(block, cleaning) for block in article.blocks)
        agency = agency_name(article.agency) or article.agency if article.agency else None
        return cls(article, pieces, list(pieces), unchanged, agency, article.dateline)

    def cleaned(self) -> Article:
        """The article after one pass."""
        self._everywhere()
        self._from_the_end()
        self._from_the_start()
        self._lift_dateline()
        self._bare_subheads()
        signature = split_authors(self.article.authors)
        known = replace(
            self.article,
            authors=signature.authors,
            agency=self.agency or signature.agency,
            dateline=self.dateline,
        )
        if all(piece.block.kind is BlockKind.SUBHEAD for piece in self.kept):
            return known
        removals = tuple(removal for piece in self.pieces for removal in piece.removals)
        blocks = tuple(_block(piece) for piece in self.kept)
        return replace(known, blocks=blocks, removed=self.article.removed + removals)

    def _everywhere(self) -> None:
        kept: list[EditedBlock] = []
        unchanged = self.unchanged
        for piece in self.pieces:
            piece.introduced = bool(kept) and kept[-1].block.text.endswith((":", "："))
            key = (piece.block, piece.introduced)
            if key not in unchanged and not strip_phrases(piece, _ANYWHERE):
                unchanged.add(key)
            if not piece.empty:
                kept.append(piece)
        self.kept = kept

    def _from_the_end(self) -> None:
        """Strip closing lines, agency lines and plugs, in any order, from the last blocks."""
        kept: list[EditedBlock] = []
        while self.kept and len(kept) < CLOSING_BLOCKS:
            piece = self.kept.pop()
            last = not kept
            strip_phrases(piece, _FINAL if last else _CLOSING)
            while self._lift_agency(piece, last=last) or (last and self._lift_signature(piece)):
                strip_phrases(piece, _ANYWHERE | _FINAL if last else _ANYWHERE | _CLOSING)
            kept += _nonempty(piece)
        self.kept += reversed(kept)

    def _lift_agency(self, piece: EditedBlock, *, last: bool) -> bool:
        line = agency_line(piece.block.text, piece.start, piece.end, last=last)
        if line is None or piece.quoted(line.start) or piece.keeps(line.start, piece.end):
            return False
        piece.take_tail(line.start, AGENCY_RULE)
        self.agency = self.agency or line.agency
        return True

    def _lift_signature(self, piece: EditedBlock) -> bool:
        """Cut the publication's name, in capitals after the last sentence or alone on its line."""
        source = self.article.source or ""
        text = piece.block.text[piece.start : piece.end].rstrip(" .")
        start = piece.start + len(text) - len(source)
        alone = text.casefold() == source.casefold()
        behind = text.endswith(source.upper()) and text[: -len(source)].rstrip().endswith(_ENDS)
        if not source or not (alone or behind) or piece.keeps(start, piece.end):
            return False
        piece.take_tail(start, SIGNATURE_RULE)
        return True

    def _from_the_start(self) -> None:
        kept: list[EditedBlock] = []
        waiting = self.kept[::-1]
        while waiting and len(kept) < OPENING_BLOCKS:
            piece = waiting.pop()
            strip_phrases(piece, _OPENING)
            self._lift_byline(piece)
            kept += _nonempty(piece)
        self.kept = kept + waiting[::-1]

    def _lift_byline(self, piece: EditedBlock) -> None:
        agency = byline_agency(piece.block.text[piece.start : piece.end])
        if agency is not None and not piece.keeps(piece.start, piece.end):
            piece.take_tail(piece.start, BYLINE_RULE)
            self.agency = self.agency or agency

    def _lift_dateline(self) -> None:
        first = next(filter(_begins_prose, self.kept), None)
        if first is None or any(r.rule == DATELINE_RULE for r in self.article.removed):
            return
        text = first.block.text
        credit = leading_credit(text, first.start)
        if first.start < credit < first.end and not first.keeps(first.start, credit):
            first.take_head(credit, CREDIT_RULE)
        caption = leading_caption(text, first.start, self.article.title)
        if caption > first.start and not first.keeps(first.start, caption):
            first.take_head(caption, CAPTION_RULE)
        context = " ".join(
            [self.article.title or "", *(p.block.text for p in self.kept[:CONTEXT_BLOCKS])]
        )
        dateline = find_dateline(text, first.start, self.article.source, context)
        if dateline is None or dateline.end >= first.end or self._is_transcript(dateline):
            return
        if first.keeps(first.start, dateline.end):
            return
        first.take_head(dateline.end, DATELINE_RULE)
        self.dateline = self.dateline or dateline.place
        self.agency = self.agency or dateline.agency

    def _is_transcript(self, dateline: Dateline) -> bool:
        """Whether several paragraphs begin with "NAME: ", which then names speakers, no place."""
        return dateline.speaker_like and sum(is_speaker_turn(p.block.text) for p in self.kept) > 1

    def _bare_subheads(self) -> None:
        while self.kept and self.kept[-1].block.kind is BlockKind.SUBHEAD:
            if self.kept[-1].keeps(0, self.kept[-1].end) or _is_point(self.kept[-1].text):
                return
            piece = self.kept.pop()
            piece.take_tail(piece.start, SUBHEAD_RULE)


def _is_point(subhead: str) -> bool:
    """Whether a subhead is a full sentence, as in galleries whose captions are headings."""
    return subhead.endswith(_STOPS) and count_words(subhead) >= _POINT_WORDS


def _begins_prose(piece: EditedBlock) -> bool:
    """Whether it is a paragraph and not the points that some papers print before the report."""
    return piece.block.kind is BlockKind.PARAGRAPH and not piece.text.startswith(_BULLETS)


def _nonempty(piece: EditedBlock) -> list[EditedBlock]:
    return [] if piece.empty else [piece]


def _block(piece: EditedBlock) -> Block:
    return replace(piece.block, text=piece.text) if piece.cuts else piece.block
