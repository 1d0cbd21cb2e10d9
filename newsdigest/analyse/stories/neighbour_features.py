"""Second-stage features of likely pairs: how their neighbours agree.

Two reports of one event are likely matches of the same third reports; reports of look-alike events
match each other, but not each other's neighbours. Together with the features of the pair itself
this raises B-cubed F1 on unseen events by .1 to 1.2 points, most for small collections.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from newsdigest.analyse.stories.undated_features import PairFeatures
from newsdigest.analyse.stories.undated_model import probability

# The features, in the order of `NeighbourFeatures.of`.
FEATURES = (
    # The log-odds of the first stage.
    "first look",
    # The cosine of their probabilities with all articles, 1 with itself.
    "agreement",
    # The share of one's probabilities with third articles that the other has too; the smaller and
    # the larger of both directions.
    "support least",
    "support most",
    # The smaller of the best third article's probabilities with the two.
    "go-between",
)
FIRST_STAGE = FEATURES.index("first look")
MAX_LOG_ODDS = 8.0
# Less likely pairs are dropped after the first stage.
MIN_PROBABILITY = 0.02
# Keeps the support of a single weak neighbour small.
SUPPORT_PRIOR = 0.5


def second_stage_pairs(
    count: int, pairs: Sequence[PairFeatures], log_odds: Sequence[float]
) -> list[PairFeatures]:
    """The likely pairs among `count` articles, with FEATURES before their own features.

    `log_odds` are those of the first stage, one per pair.
    """
    rows: list[dict[int, float]] = [{} for _ in range(count)]
    likely: list[tuple[PairFeatures, float]] = []
    for pair, odds in zip(pairs, log_odds, strict=True):
        score = probability(odds)
        if score >= MIN_PROBABILITY:
            rows[pair.one][pair.other] = rows[pair.other][pair.one] = score
            likely.append((pair, odds))
    agreement = NeighbourFeatures(rows)
    return [
        PairFeatures(pair.one, pair.other, agreement.of(pair.one, pair.other, odds) + pair.features)
        for pair, odds in likely
    ]


class NeighbourFeatures:
    """Features of pairs from `rows`, the symmetric first-stage probabilities."""

    def __init__(self, rows: Sequence[Mapping[int, float]]) -> None:
        self._rows = rows
        # fsum: the order in which pairs were found must not show in the last digit.
        self._lengths = [math.sqrt(1 + math.fsum(p * p for p in row.values())) for row in rows]
        self._sums = [math.fsum(row.values()) for row in rows]

    def of(self, one: int, other: int, log_odds: float) -> tuple[float, ...]:
        """The features of a pair, in the order of FEATURES; symmetric."""
        row, other_row = self._rows[one], self._rows[other]
        both = [(row[third], other_row[third]) for third in row.keys() & other_row.keys()]
        direct = row.get(other, 0.0)
        through = math.fsum(p * q for p, q in both)
        agreement = (through + 2 * direct) / (self._lengths[one] * self._lengths[other])
        support = through / (self._sums[one] - direct + SUPPORT_PRIOR)
        other_support = through / (self._sums[other] - direct + SUPPORT_PRIOR)
        return (
            max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds)),
            agreement,
            min(support, other_support),
            max(support, other_support),
            max((min(p, q) for p, q in both), default=0.0),
        )
