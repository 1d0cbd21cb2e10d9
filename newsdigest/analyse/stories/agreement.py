"""What the neighbours of two articles say of them: a second look at likely pairs.

Two reports of one event are likely with the same third reports; reports of look-alike events are
likely with each other, but not with each other's neighbours. With the features of the pair itself
this raises B-cubed F1 on events not seen by .1 to 1.2 points, most where articles are few.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from newsdigest.analyse.stories.model import likelihood
from newsdigest.analyse.stories.pairs import Pair

# The features, in the order of `Agreement.of`.
FEATURES = (
    # The log-odds of the first look.
    "first look",
    # The cosine of their likelihoods with all articles, each being certain of itself.
    "agreement",
    # How much of one's likelihood with third articles the other has as well, the smaller and the
    # larger way.
    "support least",
    "support most",
    # The best third article: the smaller of its likelihoods with the two.
    "go-between",
)
FIRST_LOOK = FEATURES.index("first look")
MOST_LOG_ODDS = 8.0
# Pairs less likely than this by the first look are not looked at again.
LEAST = 0.02
# Keeps support by one weak neighbour small.
PRIOR_NEIGHBOUR = 0.5


def look_again(count: int, pairs: Sequence[Pair], log_odds: Sequence[float]) -> list[Pair]:
    """The likely ones of the pairs of `count` articles, the features of FEATURES before their own.

    `log_odds` are those of the first look, pair by pair.
    """
    rows: list[dict[int, float]] = [{} for _ in range(count)]
    likely: list[tuple[Pair, float]] = []
    for pair, odds in zip(pairs, log_odds, strict=True):
        score = likelihood(odds)
        if score >= LEAST:
            rows[pair.one][pair.other] = rows[pair.other][pair.one] = score
            likely.append((pair, odds))
    agreement = Agreement(rows)
    return [
        Pair(pair.one, pair.other, agreement.of(pair.one, pair.other, odds) + pair.features)
        for pair, odds in likely
    ]


class Agreement:
    """Features of the pairs of a pile whose likelihoods by the first look are `rows`, symmetric."""

    def __init__(self, rows: Sequence[Mapping[int, float]]) -> None:
        self._rows = rows
        self._lengths = [math.sqrt(1 + sum(p * p for p in row.values())) for row in rows]
        self._sums = [sum(row.values()) for row in rows]

    def of(self, one: int, other: int, log_odds: float) -> tuple[float, ...]:
        """The features of a pair, in the order of FEATURES; symmetric."""
        row, other_row = self._rows[one], self._rows[other]
        both = [(row[third], other_row[third]) for third in row.keys() & other_row.keys()]
        direct = row.get(other, 0.0)
        through = sum(p * q for p, q in both)
        agreement = (through + 2 * direct) / (self._lengths[one] * self._lengths[other])
        support = through / (self._sums[one] - direct + PRIOR_NEIGHBOUR)
        other_support = through / (self._sums[other] - direct + PRIOR_NEIGHBOUR)
        return (
            max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, log_odds)),
            agreement,
            min(support, other_support),
            max(support, other_support),
            max((min(p, q) for p, q in both), default=0.0),
        )
