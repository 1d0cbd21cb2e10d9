"""How likely a word, or a pair of neighbours, is to stand in an editor's summary of the text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import mul
from typing import TypeVar

from newsdigest.analyse.summary.passage import Pair, Passage

Unit = TypeVar("Unit")

# What is known of a word and of a pair, in the order of their weights; the constant comes last.
WORD_TRAITS = (
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
PAIR_TRAITS = (
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

# A word's earliness is the sum over its sentences of exp(-place / 3): the first three sentences
# have two thirds of all there is.
_FADING = 3.0


def word_traits(passage: Passage) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Each different word with its traits but the last ones, which are those of the text."""
    size = len(passage.texts)
    logs = _logs(max(passage.counts.values(), default=0))
    first, earliness = _first_places(passage.vocabularies)
    last = {word: place for place, own in enumerate(passage.vocabularies) for word in own}
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


def text_traits(passage: Passage) -> tuple[float, ...]:
    """The last traits of each word of the passage."""
    log_size = math.log(len(passage.texts) or 1)
    return bool(passage.headline), log_size, math.log(1 + passage.counts.total()), 1.0


def _first_places(sets: Sequence[frozenset[Unit]]) -> tuple[dict[Unit, int], dict[Unit, float]]:
    """The first sentence of each word or pair, and its earliness."""
    first: dict[Unit, int] = {}
    earliness: dict[Unit, float] = {}
    for place, units in enumerate(sets):
        share = math.exp(-place / _FADING)
        for unit in units:
            if unit in first:
                earliness[unit] += share
            else:
                first[unit] = place
                earliness[unit] = share
    return first, earliness


def pair_traits(
    passage: Passage, odds: Mapping[str, float]
) -> Iterator[tuple[Pair, tuple[float, ...]]]:
    """Each different pair with its traits, of which the odds of its words are the main ones."""
    logs = _logs(max(passage.pair_spread.values(), default=0))
    log_size = math.log(len(passage.texts) or 1)
    chances = {word: chance(value) for word, value in odds.items()}
    first, earliness = _first_places(passage.pairs)
    for pair, place in first.items():
        left, right = pair
        one, other, spread = odds[left], odds[right], passage.pair_spread[pair]
        yield (
            pair,
            (
                one + other,
                min(other, one),
                chances[left] * chances[right],
                logs[spread],
                spread > 1,
                math.log(1 + place),
                place == 0,
                earliness[pair],
                left in passage.headline and right in passage.headline,
                log_size,
                1.0,
            ),
        )


def word_odds(passage: Passage, weights: Sequence[float]) -> dict[str, float]:
    """The logarithm of each word's odds to be in the summary: what `word_traits` and weights give.

    The sum is taken in the order that spares most of the work: counts and spreads are few.
    """
    weight = dict(zip(WORD_TRAITS, weights, strict=True))
    shared, size = text_traits(passage), len(passage.texts)
    start = sum(map(mul, shared, weights[-len(shared) :]))
    logs = _logs(max(passage.counts.values(), default=0))
    counts = [start + weight["log count"] * log for log in logs]
    spreads = [
        weight["log spread"] * log + weight["spread"] * n / size for n, log in enumerate(logs)
    ]
    first, earliness = _first_places(passage.vocabularies)
    last = {word: place for place, own in enumerate(passage.vocabularies) for word in own}
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


def pair_chances(
    passage: Passage,
    odds: Mapping[str, float],
    chances: Mapping[str, float],
    weights: Sequence[float],
) -> dict[Pair, float]:
    """Each pair's probability to be in the summary: what `pair_traits` and the weights give.

    The sum is taken in the order that spares most of the work: nearly all pairs stand once, and
    their place gives all of them the same.
    """
    weight = dict(zip(PAIR_TRAITS, weights, strict=True))
    log_size = math.log(len(passage.texts) or 1)
    constant = weight["constant"] + weight["log sentences"] * log_size
    again = passage.repeated
    first, earliness = _first_places([pairs & again for pairs in passage.pairs])
    scored = partial(_chances, headline=passage.headline, odds=odds, chances=chances, weight=weight)
    found: dict[Pair, float] = {}
    for place, pairs in enumerate(passage.pairs):
        start = constant + _start(place, math.exp(-place / _FADING), weight)
        found |= scored(pairs - again, start)
    for pair in again:
        start = constant + _start(first[pair], earliness[pair], weight)
        start += weight["log spread"] * math.log(passage.pair_spread[pair]) + weight["repeated"]
        found |= scored([pair], start)
    return found


def _start(place: int, earliness: float, weight: Mapping[str, float]) -> float:
    """What standing there gives to the odds of a pair."""
    opens = weight["opens the text"] if place == 0 else 0.0
    return opens + weight["log first"] * math.log(1 + place) + weight["earliness"] * earliness


def _chances(
    pairs: Iterable[Pair],
    start: float,
    *,
    headline: frozenset[str],
    odds: Mapping[str, float],
    chances: Mapping[str, float],
    weight: Mapping[str, float],
) -> dict[Pair, float]:
    """The probabilities of pairs to whose odds their places give `start`."""
    together, lower, joint = weight["odds"], weight["lower odds"], weight["joint chance"]
    titled, exp = weight["in headline"], math.exp
    found: dict[Pair, float] = {}
    for pair in pairs:
        left, right = pair
        one, other = odds[left], odds[right]
        total = start + together * (one + other) + lower * (min(other, one))
        total += joint * chances[left] * chances[right]
        if left in headline and right in headline:
            total += titled
        found[pair] = 1.0 / (1.0 + exp(-total))
    return found


def chance(odds: float) -> float:
    """The probability that has these logarithmic odds."""
    return 1.0 / (1.0 + math.exp(-odds))


def _logs(largest: int) -> list[float]:
    """Logarithms by number, as counts are small and many; that of 0 is 0."""
    return [0.0, *map(math.log, range(1, largest + 1))]
