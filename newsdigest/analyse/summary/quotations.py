"""Sentences within a longer quotation, which are somebody's words and not the paper's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The marks that close a quotation, by the one that opened it. German closes „ with “ and prints
# »…«, Swedish opens and closes with ”.
_CLOSERS = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
}
# Marks that open and close, by language: they open in front of a word and behind none.
_AMBIGUOUS = frozenset('"”»')
_MARK_OR_BREAK = re.compile(r'["“”„«»「」『』]|\n[^\S\n]*\n')


def without_quoted(text: str, sentences: Sequence[str]) -> list[str]:
    """The sentences of a text but for those that begin within a quotation.

    `sentences` are parts of the text, in order. A quotation ends with its paragraph at the latest.
    """
    found: list[str] = []
    position = 0
    opener = ""
    for sentence in sentences:
        start = text.find(sentence, position)
        opener = _opener_after(text, position, start, opener)
        position = start + len(sentence)
        # Closing marks may stand before the first word: "» The court".
        first = next((at for at in range(start, position) if text[at].isalnum()), start)
        if not (opener and _opener_after(text, start, first, opener)):
            found.append(sentence)
        opener = _opener_after(text, start, position, opener)
    return found


def _opener_after(text: str, start: int, end: int, opener: str) -> str:
    """The mark of the quotation open at `end`, given the one at `start`; empty for none."""
    for found in _MARK_OR_BREAK.finditer(text, start, end):
        mark = found[0]
        if mark[0] == "\n" or (opener and _closes(text, found, opener)):
            opener = ""
        elif not opener and mark in _CLOSERS and _opens(text, found):
            opener = mark
    return opener


def _closes(text: str, mark: re.Match[str], opener: str) -> bool:
    return mark[0] in _CLOSERS[opener] and not (mark[0] == opener and _opens(text, mark))


def _opens(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands in front of words, and an ambiguous one behind none."""
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    if mark[0] == "“":
        return after.isalnum() or (after != "" and after in "¿¡‘«[…")
    if mark[0] not in _AMBIGUOUS:
        return True
    is_behind = before != "" and (before.isalnum() or before in ".,!?…%)]")
    return not is_behind and after.strip() != ""
