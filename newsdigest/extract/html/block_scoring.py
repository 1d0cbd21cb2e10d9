"""The probability that a block is body text, by the trees in data/model.json.

The model and its figures come from tests/bench/train_extract.py. It consists of gradient-boosted
trees on the features of block_features.py, and a weight for each word of class names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from newsdigest.errors import NewsdigestError
from newsdigest.extract.html.block_features import FEATURES
from newsdigest.extract.html.box_tree import BoxNames
from newsdigest.package_data import read_json
from newsdigest.valueclasses import valueclass

# How many names to remember weights for.
_MANY_NAMES: Final = 10_000

# A tree is a number, its contribution to the log odds, or [feature, threshold, tree, tree], where
# the first subtree is for values up to the threshold.
Tree: TypeAlias = float | list[Any]


@valueclass
class Model:
    """The weights of words of class names, and the log odds of a block by its features."""

    weights: Mapping[str, float]
    # Weights of names seen before; pages of a site share most of theirs.
    known: dict[BoxNames, float]
    log_odds: Callable[[Sequence[float]], float]

    def weigh(self, names: BoxNames) -> float:
        """The weight of a box's names: above 0 for body text, below 0 against it."""
        known = self.known
        weight = known.get(names)
        if weight is None:
            if len(known) > _MANY_NAMES:
                known.clear()
            weight = known[names] = sum([self.weights.get(word, 0.0) for word in names.words])
        return weight

    def probabilities(self, values: Iterable[tuple[float, ...]]) -> list[float]:
        """The probability of body text for each block's features; equal ones score once."""
        known: dict[tuple[float, ...], float] = {}
        chances = []
        for each in values:
            chance = known.get(each)
            if chance is None:
                chance = known[each] = 1 / (1 + math.exp(-self.log_odds(each)))
            chances.append(chance)
        return chances


@cache
def model() -> Model:
    """The model of the package, read and compiled once."""
    data = read_json("extract/html/data/model.json")
    if tuple(data["features"]) != FEATURES:
        raise NewsdigestError("the extraction model was trained on other features")
    return Model(MappingProxyType(data["weights"]), {}, compile_trees(data["bias"], data["trees"]))


def compile_trees(bias: float, trees: Sequence[Tree]) -> Callable[[Sequence[float]], float]:
    """The sum of the trees as one function of nested conditional expressions.

    Ten times as fast as walking the trees in Python. The source is made of numbers alone: anything
    else in the data raises ValueError here.
    """
    terms = "\n".join(f"    + {_expression(tree)}" for tree in trees)
    names = ", ".join(f"f{index}" for index in range(len(FEATURES)))
    source = f"def log_odds(values):\n  {names} = values\n  return ({float(bias)!r}\n{terms}\n  )"
    scope: dict[str, Any] = {}
    exec(compile(source, "<trees>", "exec"), {"__builtins__": {}}, scope)  # noqa: S102
    log_odds: Callable[[Sequence[float]], float] = scope["log_odds"]
    return log_odds


def _expression(tree: Tree) -> str:
    if not isinstance(tree, list):
        return repr(float(tree))
    feature, threshold, low, high = tree
    return (
        f"({_expression(low)} if f{int(feature)} <= {float(threshold)!r} else {_expression(high)})"
    )
