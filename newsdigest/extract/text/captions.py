"""Captions and repeated headlines before a report, recognised by position and form.

A picture's caption often occurs twice (once as text, once as the picture's description), ends in a
photo credit, and is followed by the headline again or by the report's dateline. Each of these marks
its end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsdigest.extract.text.line_shapes import count_words, ends_sentence, measure
from newsdigest.extract.text.photo_credits import (
    LONGEST_CAPTION,
    ends_in_credit,
    ends_in_signature,
    labelled_credit_end,
)
from newsdigest.model import Removal
from newsdigest.press.datelines import find_dateline_shapes
from newsdigest.press.words import WIDE, is_wide

# How many characters of a report to search for captions.
LEAD = 1_600
# A shorter repetition may be rhetoric: "Never again. Never again."
LEAST_REPEATED_WORDS = 5
LEAST_REPEATED = 20
MOST_REPEATED_WORDS = 120
# Repetitions inside a paragraph must be longer: choruses and slogans are short.
LEAST_REPEATED_WORDS_INSIDE = 10
LEAST_TITLE_WORDS = 3
# No reporter writes a longer paragraph.
LONGEST_LOOKED_AT = 200_000
# A gallery has several captions.
_MOST_PIECES = 6

# A word, or a character of a script that writes without spaces.
_WORD = re.compile(rf"[{WIDE}]|[^\s{WIDE}]+")
_FIRST_OF_SENTENCE = re.compile(r"[\"'“‘«„(\[¿¡]{0,2}[^\W_a-zß-öø-ÿ]")


def split_lead(text: str, title: str | None) -> tuple[list[Removal], str]:
    """What precedes a report's first word, and the report, which is never empty."""
    removed: list[Removal] = []
    for _ in range(_MOST_PIECES):
        end, rule = _next_piece(text, title)
        rest = text[end:].lstrip(" |–—-")
        if not end or not rest:
            break
        removed.append(Removal(text[: len(text) - len(rest)].strip(), rule))
        text = rest
    return removed, text


def _next_piece(text: str, title: str | None) -> tuple[int, str]:
    """Where the first piece that is no report ends (0 if there is none), and its rule."""
    lead = text[:LEAD]
    if end := _repeated_lead(lead):
        return end, "text:caption"
    start, end = _title_in(lead, title)
    if end and start == 0:
        return end, "text:headline-repeat"
    if start:
        return start, "text:caption"
    return _credited_lead(lead), "text:caption"


def _repeated_lead(lead: str) -> int:
    """Where a beginning that is repeated right after itself ends; 0 if none is."""
    words = [(match[0], match.end()) for match in _WORD.finditer(lead)]
    forms = [word for word, _ in words]
    for size in range(LEAST_REPEATED_WORDS, min(MOST_REPEATED_WORDS, len(forms) // 2) + 1):
        if forms[size] != forms[0] or forms[:size] != forms[size : 2 * size]:
            continue
        times = 2
        while forms[times * size : (times + 1) * size] == forms[:size]:
            times += 1
        if measure(lead[: words[size - 1][1]]) >= LEAST_REPEATED:
            return words[times * size - 1][1]
    return 0


def _title_in(lead: str, title: str | None) -> tuple[int, int]:
    """The range of the headline in the lead, as a line of its own run into it; (0, 0) if absent.

    Prose that quotes the headline's words continues after them, or began before them.
    """
    if title is None or count_words(title) < LEAST_TITLE_WORDS:
        return 0, 0
    start = lead.casefold().find(title.casefold()) if len(lead.casefold()) == len(lead) else -1
    if start < 0 or start > 2 * LONGEST_CAPTION:
        return 0, 0
    before, after = lead[:start].rstrip(), lead[start + len(title) :]
    if not after or not (after[0] == " " or is_wide(after[0])):
        return 0, 0
    if not _FIRST_OF_SENTENCE.match(after.lstrip()):
        return 0, 0
    if before and not (ends_sentence(before) or is_credited(before)):
        return 0, 0
    return start, start + len(title)


def _credited_lead(lead: str) -> int:
    """Where a caption with a photo credit ends; 0 if the lead does not begin with one."""
    for match in find_dateline_shapes(lead[: LONGEST_CAPTION + 80]):
        if match.start() and is_credited(lead[: match.start()].rstrip()):
            return match.start()
    return labelled_credit_end(lead[:LONGEST_CAPTION]) or 0


def is_credited(text: str) -> bool:
    """Whether it ends as captions do; valid only if more of the report follows."""
    return ends_in_credit(text) or ends_in_signature(text)


def split_repeats(text: str) -> tuple[list[Removal], str]:
    """The passages repeated right after themselves, and the text with each of them once."""
    if len(text) > LONGEST_LOOKED_AT:
        return [], text
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    forms = [word for word, _, _ in words]
    repeats = _repeats(forms)
    if not repeats:
        return [], text
    removed, pieces, position = [], [], 0
    for first, last in repeats:
        start, end = words[first][1], words[last - 1][2]
        removed.append(Removal(text[start:end], "text:repeat"))
        pieces.append(text[position:start].rstrip())
        position = end
    pieces.append(text[position:].lstrip())
    return removed, " ".join(piece for piece in pieces if piece)


def _repeats(forms: Sequence[str]) -> list[tuple[int, int]]:
    """The ranges of words that repeat the words right before them, in order.

    A window of words seen a few words earlier gives the period to check, so each word is compared
    with a bounded number of others.
    """
    size = LEAST_REPEATED_WORDS_INSIDE
    seen: dict[tuple[str, ...], int] = {}
    found: list[tuple[int, int]] = []
    index = 0
    while index + size <= len(forms):
        window = tuple(forms[index : index + size])
        period = index - seen.get(window, index)
        seen[window] = index
        if size <= period <= MOST_REPEATED_WORDS and _repeats_at(forms, index, period):
            found.append((index, index + period))
            index += period
        else:
            index += 1
    return found


def _repeats_at(forms: Sequence[str], index: int, period: int) -> bool:
    return forms[index - period : index] == forms[index : index + period]
