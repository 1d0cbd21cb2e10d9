"""The model of dated pairs: the mean of three classifiers.

Gradient-boosted trees, extremely randomised trees and a logistic regression err on different pairs;
the mean of their log-odds gives better stories than any of them. They are stored in
data/stories_dated.json, written by `python -m tests.bench.train_dated model`, which also documents
their figures on unseen events.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from operator import mul
from typing import Any

from newsdigest.analyse.stories.forest import Forest
from newsdigest.package_data import read_json

# The random trees' probability is clipped to this distance from 0 and 1.
MIN_SHARE = 0.0005
# Pairs with lower log-odds by the regression alone skip the trees, which would have to be twice as
# certain of the opposite.
MIN_LINEAR_LOG_ODDS = -7.0
UNLIKELY_LOG_ODDS = -30.0


class DatedModel:
    """The trained classifiers, as stored in the data file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.features: list[str] = data["features"]
        self._intercept: float = data["linear"]["intercept"]
        self._slopes: list[float] = data["linear"]["slopes"]
        self._boosted = Forest(data["boosted"], len(self.features))
        self._random = Forest(data["random"], len(self.features))
        self._random_trees = len(data["random"])

    def log_odds(self, features: Sequence[float]) -> float:
        """The log-odds that a pair with these features is about one event."""
        linear = self._intercept + sum(map(mul, self._slopes, features))
        if linear < MIN_LINEAR_LOG_ODDS:
            return UNLIKELY_LOG_ODDS
        share = self._random.total(features) / self._random_trees
        share = min(max(share, MIN_SHARE), 1 - MIN_SHARE)
        total: float = linear + self._boosted.total(features) + math.log(share / (1 - share))
        return total / 3


@cache
def load_dated_model() -> DatedModel:
    return DatedModel(read_json("analyse/data/stories_dated.json"))
