"""The likelihood that two dated reports tell of one event: three unlike models, averaged.

Boosted trees, extremely random trees and a logistic regression err on different pairs; the mean of
their log-odds makes better stories than any of them. They are in data/stories_dated.json, made by
`python -m tests.bench.train_dated model`, which also says how well they do on events not seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from operator import mul
from typing import Any

from newsdigest.analyse.stories.forest import Forest
from newsdigest.package_data import read_json

# Shares of the random trees are taken to be no nearer to 0 and 1 than this.
LEAST_SHARE = 0.0005
# Pairs whose log-odds are lower by the regression alone are not given to the trees: they would
# have to be twice as sure of the opposite.
LEAST_LINEAR = -7.0
UNLIKELY = -30.0


class Mixture:
    """What was learnt, as the data file holds it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.features: list[str] = data["features"]
        self._intercept: float = data["linear"]["intercept"]
        self._slopes: list[float] = data["linear"]["slopes"]
        self._boosted = Forest(data["boosted"], len(self.features))
        self._random = Forest(data["random"], len(self.features))
        self._random_trees = len(data["random"])

    def log_odds(self, features: Sequence[float]) -> float:
        """The log-odds that a pair with these features is one event."""
        linear = self._intercept + sum(map(mul, self._slopes, features))
        if linear < LEAST_LINEAR:
            return UNLIKELY
        share = self._random.total(features) / self._random_trees
        share = min(max(share, LEAST_SHARE), 1 - LEAST_SHARE)
        total: float = linear + self._boosted.total(features) + math.log(share / (1 - share))
        return total / 3


@cache
def shipped_mixture() -> Mixture:
    return Mixture(read_json("analyse/data/stories_dated.json"))
