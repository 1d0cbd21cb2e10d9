"""The model of undated pairs: a generalised additive logistic model.

Each feature adds a learnt piecewise linear function of its value to the log-odds. The points are in
data/stories_model.json, written by `python -m tests.bench.train_stories model`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from newsdigest.package_data import read_json
from newsdigest.valueclasses import valueclass


@valueclass
class PiecewiseLinear:
    """A function through points, constant beyond the first and the last."""

    at: tuple[float, ...]
    adds: tuple[float, ...]

    def pieces(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Intercepts and slopes of the pieces before, between and after the points."""
        points = list(pairwise(zip(self.at, self.adds, strict=True)))
        slopes = [(high - low) / (right - left) for (left, low), (right, high) in points]
        heights = [
            low - slope * left for slope, ((left, low), _) in zip(slopes, points, strict=True)
        ]
        return (self.adds[0], *heights, self.adds[-1]), (0.0, *slopes, 0.0)


class UndatedModel:
    def __init__(self, intercept: float, curves: Sequence[PiecewiseLinear]) -> None:
        """`curves` in the order of the features."""
        self.intercept = intercept
        self.curves = tuple(curves)
        self._pieces = [(curve.at, *curve.pieces()) for curve in curves]

    def log_odds(self, features: Sequence[float]) -> float:
        """The log-odds that a pair with these features is about one event."""
        log_odds = self.intercept
        for (at, heights, slopes), value in zip(self._pieces, features, strict=True):
            piece = bisect_right(at, value)
            log_odds += heights[piece] + slopes[piece] * value
        return log_odds


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -30 else 0.0


@cache
def load_undated_model(name: str) -> UndatedModel:
    """The model of the "first" stage, or of the "second" with neighbour features."""
    model = read_json("analyse/data/stories_model.json")[name]
    curves = (
        PiecewiseLinear(tuple(curve["at"]), tuple(curve["adds"])) for curve in model["curves"]
    )
    return UndatedModel(model["intercept"], list(curves))
