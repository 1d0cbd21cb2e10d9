"""The likelihood that two articles tell of one event: an additive logistic model of the features.

Each feature adds to the log-odds what a line through a few learnt points gives for its value.
The points are in data/stories_model.json, made by `python -m tests.bench.train_stories model`.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
    # In the order of the features.
    curves: tuple[Curve, ...]

    def log_odds(self, features: Sequence[float]) -> float:
        """The log-odds that a pair with these features is one event."""
        log_odds = self.intercept
        for curve, value in zip(self.curves, features, strict=True):
            log_odds += curve(value)
        return log_odds


def likelihood(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -30 else 0.0


@cache
def shipped_model(name: str) -> Model:
    """The model "first" of pairs alone or "second" with what their neighbours say."""
    path = files("newsdigest.analyse") / "data" / "stories_model.json"
    model = json.loads(path.read_text("utf-8"))[name]
    curves = (Curve(tuple(curve["at"]), tuple(curve["adds"])) for curve in model["curves"])
    return Model(model["intercept"], tuple(curves))
