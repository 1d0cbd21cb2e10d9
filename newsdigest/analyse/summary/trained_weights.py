"""The trained weights of words, bigrams and sentences, from data/summary/weights.json.

They are written by `python -m tests.bench.train_summary --write`, whose docstring has the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from newsdigest.package_data import read_json
from newsdigest.valueclasses import valueclass


@valueclass
class StepFunction:
    """A function of one feature, constant between thresholds."""

    thresholds: tuple[float, ...]
    # One more than thresholds: values[k] applies above k of them.
    values: tuple[float, ...]


@valueclass
class SummaryWeights:
    # Logistic weights, in the order of WORD_TRAITS and PAIR_TRAITS, the constant last.
    word: tuple[float, ...]
    bigram: tuple[float, ...]
    # By feature name.
    sentence: Mapping[str, StepFunction]


@cache
def load_weights() -> SummaryWeights:
    """The weights shipped with the package."""
    return parse_weights(read_json("analyse/data/summary/weights.json"))


def parse_weights(table: Mapping[str, object]) -> SummaryWeights:
    """The weights as written by the training script."""
    word, bigram, sentence = table["word"], table["pair"], table["sentence"]
    assert isinstance(word, list)
    assert isinstance(bigram, list)
    assert isinstance(sentence, dict)
    return SummaryWeights(
        word=tuple(word),
        bigram=tuple(bigram),
        sentence={
            name: StepFunction(tuple(steps["thresholds"]), tuple(steps["values"]))
            for name, steps in sentence.items()
        },
    )
