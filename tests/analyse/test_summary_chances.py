"""The chances of words and pairs: the fast sums are those of the traits and weights."""

from __future__ import annotations

from operator import mul

import pytest

from newsdigest.analyse.summary.chances import (
    PAIR_TRAITS,
    WORD_TRAITS,
    chance,
    pair_chances,
    pair_traits,
    text_traits,
    word_odds,
    word_traits,
)
from newsdigest.analyse.summary.choice import measure
from newsdigest.analyse.summary.features import features
from newsdigest.analyse.summary.passage import read
from newsdigest.analyse.summary.weights import weights

TEXTS = [
    "The old mill on the river will become a school of baking in the spring.",
    "The old mill was bought by the town, and the town will pay for the school.",
    "Bread from the school of baking will be sold in the mill on market days.",
]
PASSAGE = read(TEXTS, "Old mill becomes a school of baking", "en")


def test_every_trait_has_its_weight() -> None:
    """A weight too few would shift the others in silence."""
    shared = len(text_traits(PASSAGE))
    assert {len(traits) + shared for _, traits in word_traits(PASSAGE)} == {len(WORD_TRAITS)}
    assert len(weights().word) == len(WORD_TRAITS)
    odds = word_odds(PASSAGE, weights().word)
    assert {len(traits) for _, traits in pair_traits(PASSAGE, odds)} == {len(PAIR_TRAITS)}
    assert len(weights().pair) == len(PAIR_TRAITS)


def test_the_odds_of_words_are_those_of_their_traits() -> None:
    """The order of the sum must not change what was learnt."""
    shared = text_traits(PASSAGE)
    assert word_odds(PASSAGE, weights().word) == {
        word: pytest.approx(sum(map(mul, traits + shared, weights().word)))
        for word, traits in word_traits(PASSAGE)
    }


def test_the_chances_of_pairs_are_those_of_their_traits() -> None:
    """The order of the sum must not change what was learnt."""
    odds = word_odds(PASSAGE, weights().word)
    chances = {word: chance(value) for word, value in odds.items()}
    found = pair_chances(PASSAGE, odds, chances, weights().pair)
    assert found == {
        pair: pytest.approx(chance(sum(map(mul, traits, weights().pair))))
        for pair, traits in pair_traits(PASSAGE, odds)
    }


def test_every_feature_that_was_learnt_is_measured() -> None:
    """Each step function finds its feature, and has one value more than thresholds."""
    measured = features(PASSAGE)
    for name, steps in weights().sentence.items():
        assert len(measured[name]) == len(TEXTS)
        assert len(steps.values) == len(steps.thresholds) + 1
        assert list(steps.thresholds) == sorted(steps.thresholds)


def test_words_of_the_headline_are_likelier() -> None:
    """What the editor put into the headline, the summary tells."""
    with_headline = measure(PASSAGE, weights()).words
    other = measure(read(TEXTS, "Town pays for market days", "en"), weights()).words
    assert with_headline["bakin"] > other["bakin"]
    assert with_headline["marke"] < other["marke"]
