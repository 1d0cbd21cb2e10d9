"""Probabilities of words and bigrams: the fast sums equal features times weights."""

from __future__ import annotations

from operator import mul

import pytest

from newsdigest.analyse.summary.passage import read_passage
from newsdigest.analyse.summary.selection import score_passage
from newsdigest.analyse.summary.sentence_features import sentence_features
from newsdigest.analyse.summary.term_probabilities import (
    BIGRAM_FEATURES,
    WORD_FEATURES,
    bigram_features,
    bigram_probabilities,
    sigmoid,
    text_features,
    word_features,
    word_odds,
)
from newsdigest.analyse.summary.trained_weights import load_weights

TEXTS = [
    "The old mill on the river will become a school of baking in the spring.",
    "The old mill was bought by the town, and the town will pay for the school.",
    "Bread from the school of baking will be sold in the mill on market days.",
]
PASSAGE = read_passage(TEXTS, "Old mill becomes a school of baking", "en")


def test_every_feature_has_its_weight() -> None:
    """A missing weight would silently shift the others."""
    shared = len(text_features(PASSAGE))
    assert {len(features) + shared for _, features in word_features(PASSAGE)} == {
        len(WORD_FEATURES)
    }
    assert len(load_weights().word) == len(WORD_FEATURES)
    odds = word_odds(PASSAGE, load_weights().word)
    assert {len(features) for _, features in bigram_features(PASSAGE, odds)} == {
        len(BIGRAM_FEATURES)
    }
    assert len(load_weights().bigram) == len(BIGRAM_FEATURES)


def test_the_odds_of_words_are_those_of_their_features() -> None:
    """The order of the sum does not change the result."""
    shared = text_features(PASSAGE)
    assert word_odds(PASSAGE, load_weights().word) == {
        word: pytest.approx(sum(map(mul, features + shared, load_weights().word)))
        for word, features in word_features(PASSAGE)
    }


def test_the_probabilities_of_bigrams_are_those_of_their_features() -> None:
    """The order of the sum does not change the result."""
    odds = word_odds(PASSAGE, load_weights().word)
    probabilities = {word: sigmoid(value) for word, value in odds.items()}
    found = bigram_probabilities(PASSAGE, odds, probabilities, load_weights().bigram)
    assert found == {
        bigram: pytest.approx(sigmoid(sum(map(mul, features, load_weights().bigram))))
        for bigram, features in bigram_features(PASSAGE, odds)
    }


def test_every_trained_feature_is_computed() -> None:
    """Each step function finds its feature, and has one value more than thresholds."""
    columns = sentence_features(PASSAGE)
    for name, steps in load_weights().sentence.items():
        assert len(columns[name]) == len(TEXTS)
        assert len(steps.values) == len(steps.thresholds) + 1
        assert list(steps.thresholds) == sorted(steps.thresholds)


def test_words_of_the_headline_are_likelier() -> None:
    """The summary prefers words of the headline."""
    with_headline = score_passage(PASSAGE, load_weights()).words
    other = score_passage(
        read_passage(TEXTS, "Town pays for market days", "en"), load_weights()
    ).words
    assert with_headline["bakin"] > other["bakin"]
    assert with_headline["marke"] < other["marke"]
