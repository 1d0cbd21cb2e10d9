"""When a line that recurs is boilerplate, and when it is no longer.

The rule. A line is boilerplate if it stood in several stories that have nothing else in common,
always at the same place: at the head or the tail of the article or alone in a block. Elsewhere in a
report it must stand in more stories, word for word. It must also make up a share of what the
publication tells, because formulas of the trade ("The police are investigating.") recur in any pile
that is large enough, but each in few of a hundred stories. What quotes, or tells what somebody
said, is never learnt.

The bound. A report's own sentence would have to be printed word for word in three stories without a
common event. With every article of a collection taken for one publication, as

    python -m tests.bench.bench_learning

does, nothing but boilerplate is taken out of the 54,000 sentences of 1,073 BBC, 341 Wikinews, 496
ECB+ and 495 CNN articles: with 95 % confidence, fewer than one sentence of a report in 18,000.
Chance repetitions grow with the number of stories, so smaller piles are safer still.
"""

from __future__ import annotations

import re

from newsdigest.clean.learning.memory import Line
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

# Stories that a line must stand in: at an edge or alone in a block; there with changing names or
# dates; with a word of reporting among them ("Ann Lee reported from Oslo"); as a label of a word or
# two; amid the report.
EDGE_STORIES = 3
VARIABLE_STORIES = 5
REPORTING_STORIES = 8
LABEL_STORIES = 5
INSIDE_STORIES = 4
# And the share of the stories told since it was first seen, at least of so many of the newest.
EDGE_SHARE = 0.01
VARIABLE_SHARE = 0.02
LABEL_SHARE = 0.03
INSIDE_SHARE = 0.01
_SHARE_OF = 100
# Of its places, at an edge or alone.
_ALWAYS = 0.9
_LABEL_WORDS = 2
_LABEL_LETTERS = 16
# Amid a report shorter lines are formulas: "No one was hurt."
_INSIDE_WORDS = 6
_INSIDE_LETTERS = 16
# Figures that change from story to story are news, but for dates and counts in a line of their own.
_CHANGING = 1 / 3
_LONGEST_STAMP = 60
# A line is dropped once it has stayed away for so many times its usual gap, but at least for so
# many stories and days.
GAPS_AWAY = 5
STORIES_AWAY = 20
DAYS_AWAY = 3

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


def is_boilerplate(line: Line, told: int) -> bool:
    """Whether the line is to be taken out, where `told` stories were told so far."""
    if line.forgotten or line.stories < EDGE_STORIES:
        return False
    share = line.stories / max(told - line.first + 1, min(told, _SHARE_OF))
    if at_edges(line):
        return _passes_at_edges(line, share)
    return (
        line.stories >= INSIDE_STORIES
        and share >= INSIDE_SHARE
        and (ends_in_sign(line.skeleton) or not is_variable(line.skeleton))
        and (ends_in_sign(line.skeleton) or _is_long_and_fixed(line))
        and not reports(line.text)
    )


def at_edges(line: Line) -> bool:
    """Whether the line belongs to one kind of edge, or into a block of its own."""
    counted = line.head + line.tail + line.alone + line.inside
    return max(line.head, line.tail + line.alone) >= _ALWAYS * counted


def may_report(line: Line) -> bool:
    """Whether the line may have a word of reporting: credits do ("Ann Lee reported from Oslo")."""
    return is_frame(line.skeleton) and line.stories >= REPORTING_STORIES


def _passes_at_edges(line: Line, share: float) -> bool:
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


def _may_vary(line: Line) -> bool:
    """Names may change at the end of an article and in a block; so may dates, but not figures."""
    if REST in line.skeleton:
        return not line.head and (not _is_two_words(line) or line.tail > line.alone)
    if len(_LETTER.findall(line.skeleton)) < LEAST_LETTERS:
        return False
    if NAME in line.skeleton:
        return DATE not in line.skeleton and not line.head
    is_stamp = line.alone > line.tail + line.head and len(line.text) <= _LONGEST_STAMP
    return is_stamp or line.changes <= _CHANGING * line.stories


def _is_two_words(line: Line) -> bool:
    """Two words lead in anything ("Why the"), so they are believed at the end alone."""
    return line.skeleton.endswith(REST) and ":" not in line.skeleton


def _is_label(line: Line) -> bool:
    if REST in line.skeleton:
        return False
    letters = len(_LETTER.findall(line.skeleton))
    return len(line.skeleton.split()) <= _LABEL_WORDS and letters < _LABEL_LETTERS


def _is_long_and_fixed(line: Line) -> bool:
    if is_variable(line.skeleton):
        return False
    words = len(line.skeleton.split())
    return words >= _INSIDE_WORDS or len(_WIDE.findall(line.text)) >= _INSIDE_LETTERS


def is_away(line: Line, told: int, days: float) -> bool:
    """Whether the line stopped: unseen for much longer than usual and for `days`."""
    missed = told - line.last
    usual = (line.last - line.first) / (line.stories - 1) if line.stories > 1 else 1.0
    return days >= DAYS_AWAY and missed > max(STORIES_AWAY, GAPS_AWAY * usual)
