"""Choosing the sentences of a summary.

The value of a set of sentences is the ROUGE-1 and ROUGE-2 F-measure that it can be expected to
have against an editor's summary, from the chances of its words and pairs (chances.py), plus the
merits of its sentences (features.py). A word that was told adds nothing, so the greedy choice
avoids repetition by itself. The weights are learnt by tests/bench/train_summary.py, which has
the figures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from newsdigest.analyse.summary.chances import chance, pair_chances, word_odds
from newsdigest.analyse.summary.features import features
from newsdigest.analyse.summary.passage import Pair, Passage
from newsdigest.analyse.summary.weights import Steps, Weights

# Words for each sentence of the editor's summary that ours is imagined to be held against, and
# what a standard deviation of merit is worth beside the expected F-measures. Cross-validated by
# `python -m tests.bench.train_summary`: flat from 12 to 18 and from .05 to .09.
EXPECTED_WORDS = 14
MERIT_WORTH = 0.055


@dataclass(frozen=True, slots=True)
class Measured:
    """A passage with the chances of its words and pairs and the merits of its sentences."""

    passage: Passage
    words: Mapping[str, float]
    pairs: Mapping[Pair, float]
    merits: Sequence[float]


def measure(passage: Passage, weights: Weights) -> Measured:
    """The passage, which must not be empty, with all that a choice is made by."""
    odds = word_odds(passage, weights.word)
    chances = {word: chance(value) for word, value in odds.items()}
    return Measured(
        passage=passage,
        words=chances,
        pairs=pair_chances(passage, odds, chances, weights.pair),
        merits=merits(features(passage), weights.sentence),
    )


def merits(columns: Mapping[str, Sequence[float]], sentence: Mapping[str, Steps]) -> list[float]:
    """The sum over the features of what each gives a sentence."""
    gains = [
        [steps.values[bisect_left(steps.thresholds, value)] for value in columns[name]]
        for name, steps in sentence.items()
    ]
    return list(map(sum, zip(*gains, strict=True)))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a summary may become."""

    sentences: int
    # No sentence is taken that would lead over this many words, where a shorter one can be had.
    most_words: int
    # None is added once there are this many.
    enough_words: int


def choose(
    measured: Measured,
    lengths: Sequence[int],
    bounds: Bounds,
    accepts: Callable[[int, Sequence[int]], bool],
) -> list[int]:
    """The places of the sentences to take, in the order of their choice.

    `lengths` are in words; `accepts` has the last word on a place, given those chosen before it.
    """
    chosen: list[int] = []
    room = bounds.most_words
    while len(chosen) < bounds.sentences and bounds.most_words - room < bounds.enough_words:
        value = Value(measured, chosen, bounds.sentences * EXPECTED_WORDS)
        ranked = sorted(
            (-value.with_sentence(place), place)
            for place, length in enumerate(lengths)
            if length <= room and measured.passage.stems[place] and place not in chosen
        )
        best = next((place for _, place in ranked if accepts(place, chosen)), None)
        if best is None:
            break
        chosen.append(best)
        room -= lengths[best]
    return chosen


def in_order(
    passage: Passage,
    lengths: Sequence[int],
    bounds: Bounds,
    accepts: Callable[[int, Sequence[int]], bool],
) -> list[int]:
    """The first places that may be taken, as `choose` takes the best."""
    chosen: list[int] = []
    told = 0
    for place, length in enumerate(lengths):
        if len(chosen) == bounds.sentences or told >= bounds.enough_words:
            break
        fits = told + length <= bounds.most_words and bool(passage.stems[place])
        if fits and accepts(place, chosen):
            chosen.append(place)
            told += length
    return chosen


class Value:
    """What a set of sentences is worth, and what it would be with one more."""

    def __init__(self, measured: Measured, chosen: Sequence[int], expected: int) -> None:
        passage = measured.passage
        self._measured = measured
        self._told = frozenset[str]().union(*(passage.vocabularies[place] for place in chosen))
        self._told_pairs = frozenset[Pair]().union(*(passage.pairs[place] for place in chosen))
        self._length = expected + sum(len(passage.stems[place]) for place in chosen)
        # fsum: the order of a set must not show in the last digit.
        self._hits = fsum(measured.words[word] for word in self._told)
        self._pair_hits = fsum(measured.pairs[pair] for pair in self._told_pairs)

    def with_sentence(self, place: int) -> float:
        """Twice the expected ROUGE-1 and ROUGE-2 hits over both lengths, and the merit."""
        measured, passage = self._measured, self._measured.passage
        words, pairs = measured.words, measured.pairs
        new, new_pairs = passage.vocabularies[place], passage.pairs[place]
        if self._told:
            new, new_pairs = new - self._told, new_pairs - self._told_pairs
        hits = self._hits + fsum(map(words.__getitem__, new))
        pair_hits = self._pair_hits + fsum(map(pairs.__getitem__, new_pairs))
        length = self._length + len(passage.stems[place])
        return (
            2 * hits / length + 2 * pair_hits / (length - 1) + MERIT_WORTH * measured.merits[place]
        )
