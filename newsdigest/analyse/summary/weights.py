"""What training left: the weights of words, pairs and sentences, from data/summary/weights.json.

They were learnt by `python -m tests.bench.train_summary`, whose docstring has the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from newsdigest.package_data import read_json


@dataclass(frozen=True, slots=True)
class Steps:
    """A function of one feature that is constant between thresholds."""

    thresholds: tuple[float, ...]
    # One more than thresholds: values[k] holds above k of them.
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    # Logistic weights, in the order of WORD_TRAITS and PAIR_TRAITS, the constant last.
    word: tuple[float, ...]
    pair: tuple[float, ...]
    # By the name of the feature.
    sentence: Mapping[str, Steps]


@cache
def weights() -> Weights:
    """The weights shipped with the package."""
    return parse(read_json("analyse/data/summary/weights.json"))


def parse(table: Mapping[str, object]) -> Weights:
    """Weights as the training script writes them."""
    word, pair, sentence = table["word"], table["pair"], table["sentence"]
    assert isinstance(word, list)
    assert isinstance(pair, list)
    assert isinstance(sentence, dict)
    return Weights(
        word=tuple(word),
        pair=tuple(pair),
        sentence={
            name: Steps(tuple(steps["thresholds"]), tuple(steps["values"]))
            for name, steps in sentence.items()
        },
    )
