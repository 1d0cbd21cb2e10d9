"""Whether two texts are the same report, or two reports of one event.

The measure is containment: the share of the shorter text's runs that stand in the longer one. It
stays high where the longer text has been cut, and falls slowly where words were exchanged.
A copy has more in common than sentences: its lead. Two kinds of text that share much are no
copies: a page with a piece of another report in it (the leads differ), and a follow-up that
repeats the earlier report as background under a new lead, or with new figures in it.

`python -m tests.bench.sweep_copies` tells what each threshold does on the benchmark's 419 pairs of
copies: F1 stays between 98 and 99.3 over the ranges it prints. Of the values that score alike,
those were taken that keep follow-ups apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from newsdigest.analyse.copies.prints import LEAD, Frame, Runs

# Containment of copies whose leads agree.
CONTAINMENT = 0.35
# Share of each lead's runs that stand in the other text.
LEAD_SHARED = 0.1
# Containment at which the leads may differ: a new first paragraph over an old report of the
# same length is a follow-up at half, a cut copy at two thirds.
ALONE = 0.65
# Texts of fewer runs are headlines and teasers: they must agree almost wholly, both ways.
SHORT = 20
SHORT_CONTAINMENT = 0.8
# Texts of fewer words are copies only when they are equal.
FEWEST_WORDS = 6


def is_copy(shorter: Runs, longer: Runs) -> bool:
    """Whether two texts of different words are one report; the caller knows which is shorter."""
    if shorter.taken.size < FEWEST_WORDS:
        return False
    containment = len(shorter.all & longer.all) / len(shorter.all)
    if containment < CONTAINMENT:
        return False
    if figures_differ(shorter.taken.frames(), longer.taken.frames()):
        return False
    lead_shared = min(_lead_shared(shorter, longer), _lead_shared(longer, shorter))
    if len(shorter.ordered) < SHORT:
        return containment >= SHORT_CONTAINMENT and lead_shared >= SHORT_CONTAINMENT / 2
    return containment >= ALONE or lead_shared >= LEAD_SHARED


def figures_differ(first: Iterable[Frame], second: Iterable[Frame]) -> bool:
    """Whether the leads give different figures between the same words, as an update does."""
    told, retold = _by_words(first), _by_words(second)
    return any(told[words].isdisjoint(retold[words]) for words in told.keys() & retold.keys())


def _by_words(frames: Iterable[Frame]) -> dict[tuple[str, str], set[str]]:
    figures: dict[tuple[str, str], set[str]] = defaultdict(set)
    for frame in frames:
        figures[frame.before, frame.after].add(frame.figure)
    return figures


def _lead_shared(runs: Runs, other: Runs) -> float:
    lead = runs.ordered[:LEAD]
    return sum(map(other.all.__contains__, lead)) / len(lead)
