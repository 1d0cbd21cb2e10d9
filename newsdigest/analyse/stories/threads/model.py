"""The model of running stories: two logistic regressions, one on top of the other.

The first gives the probability that two stories of different days belong to one running story; the
second, with features from those probabilities, that a story continues a thread of earlier ones.
They are stored in data/threads.json, written by `python -m tests.bench.train_threads model`, which
documents their figures on unseen threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import mul
from typing import Any

from newsdigest.analyse.stories.undated_model import probability
from newsdigest.package_data import read_json
from newsdigest.valueclasses import valueclass


@valueclass
class Regression:
    """A logistic regression."""

    intercept: float
    slopes: Sequence[float]

    def probability(self, features: Sequence[float]) -> float:
        return probability(self.intercept + sum(map(mul, self.slopes, features)))


@valueclass
class ThreadModel:
    """The two regressions of the data file."""

    pairs: Regression
    threads: Regression

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> ThreadModel:
        return cls(
            *(
                Regression(data[name]["intercept"], tuple(data[name]["slopes"].values()))
                for name in ("pairs", "threads")
            )
        )


@cache
def load_thread_model() -> ThreadModel:
    return ThreadModel.of(read_json("analyse/data/threads.json"))
