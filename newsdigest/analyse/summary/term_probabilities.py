"""The probability of each word and bigram to be in an editor's summary of the text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import mul
from typing import TypeVar

from newsdigest.analyse.summary.passage import Bigram, Passage

Unit = TypeVar("Unit")

# The features of words and bigrams, in the order of their weights; the constant comes last.
WORD_FEATURES = (
    "log count",
    "log spread",
    "spread",
    "first",
    "last",
    "earliness",
    "root of earliness",
    "function word",
    "log spread of function word",
    "earliness of function word",
    "in headline",
    "has headline",
    "log sentences",
    "log words",
    "constant",
)
BIGRAM_FEATURES = (
    "odds",
    "lower odds",
    "joint chance",
    "log spread",
    "repeated",
    "log first",
    "opens the text",
    "earliness",
    "in headline",
    "log sentences",
    "constant",
)

# A word's earliness is the sum over its sentences of exp(-index / 3): the first three sentences
# have two thirds of the possible total.
_DECAY = 3.0


def word_features(passage: Passage) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Each distinct word with its features, except the last ones (`text_features`)."""
    size = len(passage.texts)
    logs = _log_table(max(passage.counts.values(), default=0))
    first, earliness = _first_places(passage.vocabularies)
    last = {word: index for index, own in enumerate(passage.vocabularies) for word in own}
    for word, spread in passage.spread.items():
        early = earliness[word]
        function = word in passage.function_stems
        yield (
            word,
            (
                logs[passage.counts[word]],
                logs[spread],
                spread / size,
                first[word] / size,
                last[word] / size,
                early,
                math.sqrt(early),
                function,
                logs[spread] if function else 0.0,
                early if function else 0.0,
                word in passage.headline,
            ),
        )


def text_features(passage: Passage) -> tuple[float, ...]:
    """The last features of each word: those of the whole passage."""
    log_size = math.log(len(passage.texts) or 1)
    return bool(passage.headline), log_size, math.log(1 + passage.counts.total()), 1.0


def _first_places(sets: Sequence[frozenset[Unit]]) -> tuple[dict[Unit, int], dict[Unit, float]]:
    """The first sentence of each word or bigram, and its earliness."""
    first: dict[Unit, int] = {}
    earliness: dict[Unit, float] = {}
    for index, units in enumerate(sets):
        share = math.exp(-index / _DECAY)
        for unit in units:
            if unit in first:
                earliness[unit] += share
            else:
                first[unit] = index
                earliness[unit] = share
    return first, earliness


def bigram_features(
    passage: Passage, odds: Mapping[str, float]
) -> Iterator[tuple[Bigram, tuple[float, ...]]]:
    """Each distinct bigram with its features, mainly the odds of its words."""
    logs = _log_table(max(passage.bigram_spread.values(), default=0))
    log_size = math.log(len(passage.texts) or 1)
    probabilities = {word: sigmoid(value) for word, value in odds.items()}
    first, earliness = _first_places(passage.bigrams)
    for bigram, index in first.items():
        left, right = bigram
        one, other, spread = odds[left], odds[right], passage.bigram_spread[bigram]
        yield (
            bigram,
            (
                one + other,
                min(other, one),
                probabilities[left] * probabilities[right],
                logs[spread],
                spread > 1,
                math.log(1 + index),
                index == 0,
                earliness[bigram],
                left in passage.headline and right in passage.headline,
                log_size,
                1.0,
            ),
        )


def word_odds(passage: Passage, weights: Sequence[float]) -> dict[str, float]:
    """Each word's log-odds to be in the summary: `word_features` times the weights.

    The sum is ordered to save work: there are few distinct counts and spreads.
    """
    weight = dict(zip(WORD_FEATURES, weights, strict=True))
    shared, size = text_features(passage), len(passage.texts)
    start = sum(map(mul, shared, weights[-len(shared) :]))
    logs = _log_table(max(passage.counts.values(), default=0))
    counts = [start + weight["log count"] * log for log in logs]
    spreads = [
        weight["log spread"] * log + weight["spread"] * n / size for n, log in enumerate(logs)
    ]
    first, earliness = _first_places(passage.vocabularies)
    last = {word: index for index, own in enumerate(passage.vocabularies) for word in own}
    by_first, by_last = weight["first"] / size, weight["last"] / size
    early, root, sqrt = weight["earliness"], weight["root of earliness"], math.sqrt
    odds = {
        word: counts[passage.counts[word]]
        + spreads[spread]
        + by_first * first[word]
        + by_last * last[word]
        + early * earliness[word]
        + root * sqrt(earliness[word])
        for word, spread in passage.spread.items()
    }
    for word in odds.keys() & passage.function_stems:
        odds[word] += (
            weight["function word"] + weight["earliness of function word"] * earliness[word]
        )
        odds[word] += weight["log spread of function word"] * logs[passage.spread[word]]
    for word in odds.keys() & passage.headline:
        odds[word] += weight["in headline"]
    return odds


def bigram_probabilities(
    passage: Passage,
    odds: Mapping[str, float],
    probabilities: Mapping[str, float],
    weights: Sequence[float],
) -> dict[Bigram, float]:
    """Each bigram's probability to be in the summary, from `bigram_features` and the weights.

    The sum is ordered to save work: nearly all bigrams occur once, and those of one sentence share
    the part that depends on its position.
    """
    weight = dict(zip(BIGRAM_FEATURES, weights, strict=True))
    together, lower, joint = weight["odds"], weight["lower odds"], weight["joint chance"]
    titled, headline, exp = weight["in headline"], passage.headline, math.exp
    log_size = math.log(len(passage.texts) or 1)
    constant = weight["constant"] + weight["log sentences"] * log_size
    repeated = passage.repeated
    first, earliness = _first_places([bigrams & repeated for bigrams in passage.bigrams])
    started: list[tuple[float, Iterable[Bigram]]] = []
    for index, bigrams in enumerate(passage.bigrams):
        start = constant + _position_log_odds(index, math.exp(-index / _DECAY), weight)
        started.append((start, bigrams - repeated))
    for bigram in repeated:
        start = constant + _position_log_odds(first[bigram], earliness[bigram], weight)
        start += weight["log spread"] * math.log(passage.bigram_spread[bigram]) + weight["repeated"]
        started.append((start, (bigram,)))
    found: dict[Bigram, float] = {}
    for start, own in started:
        for bigram in own:
            left, right = bigram
            one, other = odds[left], odds[right]
            lesser = one if one < other else other  # noqa: FURB136 - a call would cost a tenth
            total = start + together * (one + other) + lower * lesser
            total += joint * probabilities[left] * probabilities[right]
            if left in headline and right in headline:
                total += titled
            found[bigram] = 1.0 / (1.0 + exp(-total))
    return found


def _position_log_odds(index: int, earliness: float, weight: Mapping[str, float]) -> float:
    """The part of a bigram's log-odds that depends on its position."""
    opens = weight["opens the text"] if index == 0 else 0.0
    return opens + weight["log first"] * math.log(1 + index) + weight["earliness"] * earliness


def sigmoid(odds: float) -> float:
    """The probability with these log-odds."""
    return 1.0 / (1.0 + math.exp(-odds))


def _log_table(largest: int) -> list[float]:
    """A table of logarithms up to `largest`, with 0 for 0."""
    return [0.0, *map(math.log, range(1, largest + 1))]
