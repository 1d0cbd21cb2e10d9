"""When a recurring line is boilerplate, and when it no longer is.

The rule. A line is boilerplate if it was seen in several stories that have nothing else in common,
always at the same position: at the head or the tail of the article, or alone in a block. Elsewhere
it must recur word for word in more stories. It must also be in a minimum share of the
publication's stories, because stock phrases ("The police are investigating.") recur in any large
collection, but each in only a few of a hundred stories. Quotations and reported speech are never
learnt.

The bound. A report's own sentence would have to appear word for word in three stories without a
common event. With every article of a collection treated as one publication's, as

    python -m tests.bench.bench_learning

does, only boilerplate is removed from the 54,000 sentences of 1,073 BBC, 341 Wikinews, 496 ECB+
and 495 CNN articles: with 95 % confidence, fewer than one sentence of a report in 18,000. Chance
repetitions grow with the number of stories, so smaller collections are safer still.
"""

from __future__ import annotations

import re

from newsdigest.clean.learning.memory import LineHistory
from newsdigest.clean.learning.skeletons import (
    DATE,
    LEAST_LETTERS,
    NAME,
    REST,
    ends_in_sign,
    is_frame,
    is_variable,
)
from newsdigest.clean.phrases import reports

# Minimum number of stories for a line at an edge or alone in a block; for one there with changing
# names or dates; for one with a word of reporting ("Ann Lee reported from Oslo"); for a label of
# one or two words; for a line inside the report.
EDGE_STORIES = 3
VARIABLE_STORIES = 5
REPORTING_STORIES = 8
LABEL_STORIES = 5
INSIDE_STORIES = 4
# Minimum share of the stories since the line was first seen, but at least of the newest 100.
EDGE_SHARE = 0.01
VARIABLE_SHARE = 0.02
LABEL_SHARE = 0.03
INSIDE_SHARE = 0.01
_SHARE_OF = 100
# Minimum share of its occurrences at an edge or alone.
_ALWAYS = 0.9
_LABEL_WORDS = 2
_LABEL_LETTERS = 16
# Shorter lines inside a report are stock phrases: "No one was hurt."
_INSIDE_WORDS = 6
_INSIDE_LETTERS = 16
# Figures that change from story to story are news, except dates and counts on a line of their own.
_CHANGING = 1 / 3
_LONGEST_STAMP = 60
# A line is dropped once it has been missing for this multiple of its usual gap, and for at least
# this many stories and days.
GAPS_AWAY = 5
STORIES_AWAY = 20
DAYS_AWAY = 3

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


def is_boilerplate(line: LineHistory, story_count: int) -> bool:
    """Whether to remove the line, after `story_count` stories of its publication."""
    if line.forgotten or line.stories < EDGE_STORIES:
        return False
    share = line.stories / max(story_count - line.first + 1, min(story_count, _SHARE_OF))
    if at_edges(line):
        return _passes_at_edges(line, share)
    return (
        line.stories >= INSIDE_STORIES
        and share >= INSIDE_SHARE
        and (ends_in_sign(line.skeleton) or not is_variable(line.skeleton))
        and (ends_in_sign(line.skeleton) or _is_long_and_fixed(line))
        and not reports(line.text)
    )


def at_edges(line: LineHistory) -> bool:
    """Whether the line is nearly always at the same edge, the tail including blocks of its own."""
    counted = line.head + line.tail + line.alone + line.inside
    return max(line.head, line.tail + line.alone) >= _ALWAYS * counted


def may_report(line: LineHistory) -> bool:
    """Whether the line may contain a word of reporting, as in "Ann Lee reported from Oslo"."""
    return is_frame(line.skeleton) and line.stories >= REPORTING_STORIES


def _passes_at_edges(line: LineHistory, share: float) -> bool:
    needed, least = EDGE_STORIES, EDGE_SHARE
    if _is_label(line):
        needed, least = LABEL_STORIES, LABEL_SHARE
    if is_variable(line.skeleton):
        if not _may_vary(line):
            return False
        needed, least = max(needed, VARIABLE_STORIES), max(least, VARIABLE_SHARE)
    if reports(line.text) and not may_report(line):
        return False
    return line.stories >= needed and share >= least


def _may_vary(line: LineHistory) -> bool:
    """Whether what changes may change: names and dates at the end or alone, never figures."""
    if REST in line.skeleton:
        return not line.head and (not _is_two_words(line) or line.tail > line.alone)
    if len(_LETTER.findall(line.skeleton)) < LEAST_LETTERS:
        return False
    if NAME in line.skeleton:
        return DATE not in line.skeleton and not line.head
    is_stamp = line.alone > line.tail + line.head and len(line.text) <= _LONGEST_STAMP
    return is_stamp or line.changes <= _CHANGING * line.stories


def _is_two_words(line: LineHistory) -> bool:
    """Whether only two leading words are known ("Why the"): enough at the end of an article."""
    return line.skeleton.endswith(REST) and ":" not in line.skeleton


def _is_label(line: LineHistory) -> bool:
    if REST in line.skeleton:
        return False
    letters = len(_LETTER.findall(line.skeleton))
    return len(line.skeleton.split()) <= _LABEL_WORDS and letters < _LABEL_LETTERS


def _is_long_and_fixed(line: LineHistory) -> bool:
    if is_variable(line.skeleton):
        return False
    words = len(line.skeleton.split())
    return words >= _INSIDE_WORDS or len(_WIDE.findall(line.text)) >= _INSIDE_LETTERS


def is_away(line: LineHistory, story_count: int, days: float) -> bool:
    """Whether the line has stopped appearing; `days` is the time since it was last seen."""
    missed = story_count - line.last
    usual = (line.last - line.first) / (line.stories - 1) if line.stories > 1 else 1.0
    return days >= DAYS_AWAY and missed > max(STORIES_AWAY, GAPS_AWAY * usual)
