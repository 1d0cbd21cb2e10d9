"""Select the sentences of a summary.

The value of a set of sentences is its expected ROUGE-1 and ROUGE-2 F-measure against an editor's
summary, from the probabilities of its words and bigrams (term_probabilities.py), plus the merits of
its sentences (sentence_features.py). Covered words add nothing, so greedy selection avoids
repetition by itself. The weights are trained by tests/bench/train_summary.py, which has the
figures.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from math import fsum
from typing import TYPE_CHECKING

from newsdigest.analyse.summary.passage import Bigram, Passage
from newsdigest.analyse.summary.sentence_features import sentence_features
from newsdigest.analyse.summary.term_probabilities import bigram_probabilities, sigmoid, word_odds
from newsdigest.analyse.summary.trained_weights import StepFunction, SummaryWeights
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from newsdigest.analyse.told import Told

# Assumed words per sentence of the editor's summary, and the worth of a standard deviation of merit
# relative to the expected F-measures. Cross-validated by
# `python -m tests.bench.train_summary`: flat from 12 to 18 and from .05 to .09.
EXPECTED_WORDS = 14
MERIT_WORTH = 0.055
# Merit of a name or figure that readers of a running story were not told, up to MOST_NEWS of them:
# as much as a fact of another source than the lead (story_summary.py).
NEWS_MERIT = 0.6
MOST_NEWS = 2


@valueclass
class ScoredPassage:
    """A passage with the probabilities of its words and bigrams and the merits of its sentences."""

    passage: Passage
    words: Mapping[str, float]
    bigrams: Mapping[Bigram, float]
    merits: Sequence[float]


def score_passage(passage: Passage, weights: SummaryWeights) -> ScoredPassage:
    """The scores of a passage, which must not be empty."""
    odds = word_odds(passage, weights.word)
    probabilities = {word: sigmoid(value) for word, value in odds.items()}
    return ScoredPassage(
        passage=passage,
        words=probabilities,
        bigrams=bigram_probabilities(passage, odds, probabilities, weights.bigram),
        merits=sentence_merits(sentence_features(passage), weights.sentence),
    )


def with_news_first(scored: ScoredPassage, told: Told | None) -> ScoredPassage:
    """The passage with merits for facts that readers of a running story were not told yet."""
    if told is None:
        return scored
    merits = [
        merit + NEWS_MERIT * min(MOST_NEWS, len(told.facts_beyond(text)))
        for merit, text in zip(scored.merits, scored.passage.texts, strict=True)
    ]
    return replace(scored, merits=merits)


def sentence_merits(
    columns: Mapping[str, Sequence[float]], sentence: Mapping[str, StepFunction]
) -> list[float]:
    """The merit of each sentence: the sum of its features' step functions."""
    gains = [
        [steps.values[bisect_left(steps.thresholds, value)] for value in columns[name]]
        for name, steps in sentence.items()
    ]
    return list(map(sum, zip(*gains, strict=True)))


@valueclass
class LengthLimits:
    """The limits of a summary's length."""

    sentences: int
    # No sentence may exceed this many words in total if a shorter one is available.
    most_words: int
    # No sentence is added from this many on.
    enough_words: int


def select_best(
    scored: ScoredPassage,
    lengths: Sequence[int],
    limits: LengthLimits,
    accepts: Callable[[int, Sequence[int]], bool],
) -> list[int]:
    """The indices of the selected sentences, in order of selection.

    `lengths` are in words; `accepts` may reject an index, given those chosen before it.
    """
    chosen: list[int] = []
    room = limits.most_words
    while len(chosen) < limits.sentences and limits.most_words - room < limits.enough_words:
        value = ExpectedRouge(scored, chosen, limits.sentences * EXPECTED_WORDS)
        ranked = sorted(
            (-value.with_sentence(index), index)
            for index, length in enumerate(lengths)
            if length <= room and scored.passage.stems[index] and index not in chosen
        )
        best = next((index for _, index in ranked if accepts(index, chosen)), None)
        if best is None:
            break
        chosen.append(best)
        room -= lengths[best]
    return chosen


def select_first(
    passage: Passage,
    lengths: Sequence[int],
    limits: LengthLimits,
    accepts: Callable[[int, Sequence[int]], bool],
) -> list[int]:
    """The first indices that may be taken, as `select_best` takes the best."""
    chosen: list[int] = []
    total = 0
    for index, length in enumerate(lengths):
        if len(chosen) == limits.sentences or total >= limits.enough_words:
            break
        fits = total + length <= limits.most_words and bool(passage.stems[index])
        if fits and accepts(index, chosen):
            chosen.append(index)
            total += length
    return chosen


class ExpectedRouge:
    """The expected ROUGE of a set of sentences with one more."""

    def __init__(self, scored: ScoredPassage, chosen: Sequence[int], expected: int) -> None:
        passage = scored.passage
        self._measured = scored
        self._covered = frozenset[str]().union(*(passage.vocabularies[index] for index in chosen))
        self._covered_bigrams = frozenset[Bigram]().union(
            *(passage.bigrams[index] for index in chosen)
        )
        self._length = expected + sum(len(passage.stems[index]) for index in chosen)
        # fsum: the order of a set must not show in the last digit.
        self._hits = fsum(scored.words[word] for word in self._covered)
        self._bigram_hits = fsum(scored.bigrams[bigram] for bigram in self._covered_bigrams)

    def with_sentence(self, index: int) -> float:
        """Twice the expected ROUGE-1 and ROUGE-2 hits over both lengths, and the merit."""
        scored, passage = self._measured, self._measured.passage
        words, bigrams = scored.words, scored.bigrams
        new, new_bigrams = passage.vocabularies[index], passage.bigrams[index]
        if self._covered:
            new, new_bigrams = new - self._covered, new_bigrams - self._covered_bigrams
        hits = self._hits + fsum(map(words.__getitem__, new))
        bigram_hits = self._bigram_hits + fsum(map(bigrams.__getitem__, new_bigrams))
        length = self._length + len(passage.stems[index])
        return (
            2 * hits / length + 2 * bigram_hits / (length - 1) + MERIT_WORTH * scored.merits[index]
        )
