"""What a line has in common with its variants: its words without case, digits, dates and names.

    "Last updated June 6, 2025"          →  "last updated ○ ○ ○"
    "CNN's Ann Lee contributed to this." →  "△ contributed to this."

    "All About Harbours"                 →  "all about ◇"
    "Watch the ferry leave »"            →  "watch ◇ »"

The plain skeleton masks what changes from day to day. The frame masks names too; for a line that is
no sentence, because it ends in a sign or without a mark, it is the leading words. Frames are used
only for lines at an edge of the article or alone.
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

from newsdigest.language import month_names, month_numbers, short_weekdays, weekday_names

DATE = "○"
NAME = "△"
REST = "◇"
# Bytes: a line is stored as its beginning and a hash of the whole, to save space.
LONGEST = 72
# A frame with fewer letters besides its names is too unspecific.
LEAST_LETTERS = 12

_DIGITS = re.compile(r"\d+(?:[.,:/-]\d+)*")
_END = " .…"
_MARKS = ("", ".", ",", ":", ")", ";")
_HANDLE = re.compile(r"[@#]\w{1,60}|(?<!\S)[^\s@]{1,60}@\S{1,90}|(?:https?://|www\.)\S{1,400}")
_CAPITAL = r"[^\W\d_a-z](?:[^\W\d_]*[a-z’'.-][\w’'.-]*|[A-Z]+[\w’'.-]*|\.)?(?![^\s,;:])"
_NAMES = re.compile(
    rf"(?<!\S){_CAPITAL}(?:(?:,? (?:and |und |et |y |e |dan )?| & ){_CAPITAL}){{0,12}}"
)
_SIGNS = "»►▶→⟶"
_SENTENCE_ENDS = re.compile(r"[\w)\]][.!?…。！？][\"'”’»)\]]{0,2}\Z")
_LABEL = re.compile(r"(?:[^\s:]{1,20} ){0,2}[^\s:]{1,20}: ?(?=[^\s/])")
_TWO_WORDS = re.compile(r"[^\W\d_]{2,20} [^\W\d_]{2,20}(?= \S)")
# Longer lines without an end mark are sentences that lost it.
_LONGEST_LEAD_IN = 90
_HALVES_OF_DAY = ("am", "pm", "a.m", "p.m")
_LETTERS = re.compile(r"[^\W\d_]")


def plain(text: str) -> str:
    """The line case-folded, white space collapsed, numbers and names of days and months masked."""
    folded = text.casefold()
    if _DIGITS.search(folded):
        folded = _DIGITS.sub(DATE, folded)
    words, calendar = folded.split(), _calendar()
    if not calendar.keys().isdisjoint(words):
        words = [calendar.get(word, word) for word in words]
    masked = " ".join(words).rstrip(_END)
    return masked if 4 * len(masked) <= LONGEST else shortened(masked, LONGEST)


def shortened(text: str, longest: int) -> str:
    """The text in at most `longest` bytes of UTF-8; a cut one ends in a hash of the whole."""
    content = text.encode("utf-8", "replace")
    if len(content) <= longest:
        return text
    masks = "".join(mask for mask in (DATE, NAME) if mask in text)
    mark = f"…{masks}{crc32(content):08x}"
    return content[: longest - len(mark.encode())].decode("utf-8", "ignore") + mark


def is_variable(skeleton: str) -> bool:
    """Whether part of the line is masked and may change between stories."""
    return DATE in skeleton or is_frame(skeleton)


def is_frame(skeleton: str) -> bool:
    return NAME in skeleton or REST in skeleton


def ends_in_sign(text: str) -> bool:
    """Whether the line ends in an arrow: "Watch the ferry leave »"."""
    return text[-1:] in _SIGNS


def frame(text: str) -> str | None:
    """The skeleton without names, or the leading words of a line that is no sentence.

    None if there is nothing to mask, or if too little remains to recognise the line by.
    """
    if ends_in_sign(text):
        return f"{plain(text.split(None, 1)[0])} {REST} {text[-1]}"
    if len(text) <= _LONGEST_LEAD_IN and not _SENTENCE_ENDS.search(text):
        led = _LABEL.match(text) or _TWO_WORDS.match(text)
        return f"{plain(led[0])} {REST}" if led else None
    masked = _NAMES.sub(_mask, _HANDLE.sub(NAME, text))
    if NAME not in masked:
        return None
    skeleton = plain(masked)
    return skeleton if len(_LETTERS.findall(skeleton)) >= LEAST_LETTERS else None


def first_name(text: str) -> str | None:
    """The last word of the first name that the frame masks: "Lee" of "Ann Lee"."""
    for names in _NAMES.finditer(text):
        if _mask(names) is NAME:
            return names[0].rsplit(None, 1)[-1].removesuffix("'s").removesuffix("’s").rstrip(".")
    return None


def _mask(names: re.Match[str]) -> str:
    """NAME, but a single capitalised word at the start as it is: "Follow", "Please"."""
    if names.start() == 0 and " " not in names[0] and not names[0].endswith(("'s", "’s")):
        return names[0]
    return NAME


@cache
def _calendar() -> dict[str, str]:
    english = (*short_weekdays("en"), *month_numbers()["en"])
    names = {*weekday_names(), *month_names(), *english, *_HALVES_OF_DAY}
    return {name + mark: DATE + mark for name in names for mark in _MARKS} | {
        f"{DATE}{mark}": DATE + mark for mark in ("st", "nd", "rd", "th")
    }
