"""The likelihood that two articles tell of one event: an additive logistic model of the features.

Each feature adds to the log-odds what a line through a few learnt points gives for its value.
The points are in data/stories_model.json, made by `python -m tests.bench.train_stories`.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsdigest.analyse.stories.pairs import FEATURES


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points, level beyond the first and the last."""

    at: tuple[float, ...]
    adds: tuple[float, ...]

    def __call__(self, value: float) -> float:
        right = bisect_right(self.at, value)
        if right == 0:
            return self.adds[0]
        if right == len(self.at):
            return self.adds[-1]
        left = right - 1
        part = (value - self.at[left]) / (self.at[right] - self.at[left])
        return self.adds[left] + part * (self.adds[right] - self.adds[left])


@dataclass(frozen=True, slots=True)
class Model:
    intercept: float
    curves: tuple[Curve, ...]

    def log_odds(self, features: Sequence[float]) -> float:
        """The log-odds that a pair with these features, in the order of FEATURES, is one event."""
        adds = (curve(value) for curve, value in zip(self.curves, features, strict=True))
        return self.intercept + math.fsum(adds)


def likelihood(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -30 else 0.0


@cache
def shipped_model() -> Model:
    """The model that comes with the program."""
    data = json.loads((files("newsdigest.analyse") / "data" / "stories_model.json").read_text())
    curves = (data["curves"][name] for name in FEATURES)
    return Model(data["intercept"], tuple(Curve(tuple(c["at"]), tuple(c["adds"])) for c in curves))
