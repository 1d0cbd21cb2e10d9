"""Captions and photo credits that run into the first sentence, before the dateline."""

from __future__ import annotations

import re
from functools import cache

from newsdigest.patterns import pattern
from newsdigest.press.agencies import photo_agency_pattern
from newsdigest.press.datelines import find_dateline

# Two captions of 150 characters, a headline, and room.
_WINDOW = 900
_NAME = r"[^\W\d_][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,3}"
_LABEL = "PHOTOS?|FILE PHOTO|FOTO|IMAGE|PICTURE|CREDIT|Photos?|Foto|Image|Picture|Credit|Bild"
_HINT = pattern("/|hoto|HOTO|oto|OTO|mage|MAGE|icture|ICTURE|redit|REDIT|Bild")
_WORD_START = pattern(r"(?<=[ ])(?=[^\W\d_a-z]|[(【])")
# A credit before the first sentence: "© Ann Lee/Reuters The ministry said". It ends with a known
# picture agency and at most a word or two after that.
_COPYRIGHT = pattern(r"[©ⓒ]|\([cC]\)")
_LONGEST_CREDIT = 90
# "IMAGO/Ann Lee The": a name ends before a word that opens sentences.
_NAMED = r"[^\W\d_a-z][\w.'’-]{0,20}(?: [^\W\d_a-z][\w.'’-]{1,20}){0,2}?"
_OPENER = (
    r"(?:The|An?|In|On|At|For|It|He|She|They|We|After|Before|When|As|With|Der|Die|Das|Ein|Eine|Im|Am"
    r"|Auf|Bei|Mit|Nach|Seit|Es|Er|Sie|Wer|Le|La|Les|Un|Une|El|Los|Las|Il|Lo|De|Het|Een|Den|Det)\b"
)


def leading_credit(text: str, start: int) -> int:
    """Where the report begins after a picture's copyright notice; `start` if there is none."""
    if _COPYRIGHT.match(text, start) is None:
        return start
    credit = _copyright().match(text, start, start + _LONGEST_CREDIT)
    return credit.end() if credit is not None else start


@cache
def _copyright() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[©ⓒ]|\([cC]\)) ?(?:(?:{photo_agency_pattern()})/{_NAMED}(?= {_OPENER})"
        rf"|(?:[\w.'’&-]{{1,30}}[ ,/|]{{1,3}}){{0,6}}(?:{photo_agency_pattern()})"
        r"(?: (?:Images|Photos?|Pool|News|Editorial|Archive))?(?: via [A-Z]\w{1,20}(?: Images)?)?"
        r")[.:|)–—-]{0,2} (?=[\"“„«‘']?[^\W\d_a-z]\w*,? [^\W_])"
    )


def leading_caption(text: str, start: int, title: str | None) -> int:
    """Where the report, including any dateline, begins after captions and their credits.

    `start` if there is no caption, or if neither a dateline nor a repeated headline shows where it
    ends: a caption left in the text is better than a lost sentence.
    """
    # The pattern takes 15 ms to compile, and most reports contain none of these hints.
    if _HINT.search(text, start, start + _WINDOW) is None:
        return start
    credit = _credit().search(text, start, start + _WINDOW)
    if credit is None or find_dateline(text, start) is not None:
        return start
    after_title = _after_title(text, start, title)
    if after_title > credit.start():
        return after_title
    words = _WORD_START.finditer(text, credit.start() + 1, start + _WINDOW)
    # After the credit first: "REUTERS/Ann Lee PARIS - " must not give the place "Ann Lee PARIS".
    positions = sorted((word.end() for word in words), key=credit.end().__gt__)
    return next((each for each in positions if find_dateline(text, each) is not None), start)


def _after_title(text: str, start: int, title: str | None) -> int:
    """Where the text continues after the headline's last repetition near its start, else 0."""
    found = text.rfind(title, start, start + _WINDOW) if title else -1
    if found < 0 or title is None:
        return 0
    end = found + len(title)
    return end + len(text[end : end + 3]) - len(text[end : end + 3].lstrip())


@cache
def _credit() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{photo_agency_pattern()})(?: (?:Photo|photo|PHOTO|Images))?/{_NAME}"
        rf"|\b(?:[A-Z]{{2,4}} )?(?:{_LABEL})(?: (?:by|credit|CREDIT))?: ?[^\W\d_][\w.'’/ -]{{1,40}}"
        r"|\((?:File )?(?:AP |AFP |Reuters )?[Pp]hoto(?:graph)?(?: by| courtesy of|:)?[^()]{0,80}\)"
    )
