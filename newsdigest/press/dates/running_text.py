"""Whether a day is in running text, and so that of an event and not of a publication."""

from __future__ import annotations

from typing import Final

from newsdigest.language import count_words, is_weekday, is_western
from newsdigest.patterns import pattern
from newsdigest.press.dates.clock_times import find_clock
from newsdigest.press.dates.date_labels import Label
from newsdigest.press.dates.printed_days import Day

# A sentence has more words than this besides its day. After a label it may say what was published:
# "This article was first published on 6 June 2025."
_WORDS: Final = 2
_LABELLED_WORDS: Final = 5
# A day without a year stands alone, except for a word such as "on" or a place.
_BESIDE: Final = 1
_STOP: Final = pattern(r"[.!?。！？؟।…][\"'”’»«“」』)\]]{0,2}$")
# The full stop of an abbreviation does not end a sentence: "6.30 p.m.", "Jr.", "Uhr.", "hrs.".
_SHORT: Final = pattern(r"(?:^|[\s\d.(])[^\W\d_]{1,3}\.$")
_PART: Final = pattern(r"\s{1,5}[|·•–—/-]{1,2}\s{1,5}|[|·•,;()\n]")
# Characters at the end of a day that may or may not be counted as part of it.
_OF_DAY: Final = "日號号일"
# The longest text between a day and its hour: " at ", ", kl. ".
_JOINT: Final = 6
_WORD: Final = pattern(r"[^\W\d_]+")
# Text that follows a day without a space is a sentence: particles of Japanese and Korean, and
# Chinese words other than those of a date line ("3月10日电", "3月10日星期二", "3月10日上午").
_RUNS_ON: Final = pattern(
    r"[\u3041-\u309f]|(?!자)[\uac00-\ud7a3]"
    r"|(?![电電讯訊消报報发發更刊上下晚早中凌深夜星周週號号载載付配公掲投午])[\u4e00-\u9fff]"
)


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _STOP.search(text) is not None and _SHORT.search(text) is None


def is_in_prose(text: str, day: Day, label: Label | None, words: int, *, sentence: bool) -> bool:
    """Whether a day is in running text; `words` counts those on the line outside its days."""
    if sentence and words > (_LABELLED_WORDS if label else _WORDS):
        return True
    if label is not None:
        return False
    after = text[day.end : day.end + 2].lstrip(_OF_DAY)
    if not is_western(after) and _RUNS_ON.match(after):
        return True
    return day.inferred and _words_beside(text, day) > _BESIDE


def _words_beside(text: str, day: Day) -> int:
    """The words in a day's own part of its line, without weekdays and clock times."""
    before = _PART.split(text[: day.start])[-1]
    after = text[day.end :]
    clock = find_clock(after)
    after = "" if clock and clock.start <= _JOINT else _PART.split(after)[0]
    return sum(_count(part) for part in (before, after))


def _count(part: str) -> int:
    words = [word for word in _WORD.findall(part) if not is_weekday(word.lower())]
    return count_words(" ".join(words)) if words else 0
