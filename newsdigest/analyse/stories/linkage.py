"""Average-link clustering of scored pairs, in n log n time if each item has few scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush


def average_link(
    scores: Sequence[Mapping[int, float]],
    threshold: float,
    *,
    neighbours: int | None = None,
    pair_threshold: float = 0.0,
) -> list[list[int]]:
    """The sorted clusters of the items, by first member; `scores` must be symmetric.

    The two clusters with the highest mean score are joined until no mean reaches the threshold. Two
    single items must also reach `pair_threshold`. Pairs without a score count as 0. If only the
    `neighbours` best scores of each item are given, the mean is over the number of pairs that two
    clusters of these sizes can have scores for; otherwise no cluster could grow far beyond
    `neighbours`. Ties go to the lowest numbers, so items numbered by content give the same clusters
    in any order.
    """
    clusters = _Clusters(scores, threshold, neighbours, max(threshold, pair_threshold))
    while clusters.queue:
        clusters.join_best()
    return sorted(sorted(members) for members in clusters.members.values())


class _Clusters:
    """The current clusters. A joined cluster gets a new number and replaces its parts."""

    def __init__(
        self,
        scores: Sequence[Mapping[int, float]],
        threshold: float,
        neighbours: int | None,
        pair_threshold: float,
    ) -> None:
        self.threshold = threshold
        self.neighbours = neighbours
        self.members = {item: [item] for item in range(len(scores))}
        # The sum of the scores to each other cluster.
        self.sums = [dict(row) for row in scores]
        # (-mean, cluster, cluster); pairs with a replaced cluster are skipped.
        self.queue = [
            (-score, item, other)
            for item, row in enumerate(scores)
            for other, score in row.items()
            if item < other and score >= pair_threshold
        ]
        heapify(self.queue)

    def join_best(self) -> None:
        """Join the best pair of clusters, unless one has been replaced."""
        _, first, second = heappop(self.queue)
        if first in self.members and second in self.members:
            self._join(first, second)

    def _join(self, first: int, second: int) -> None:
        joined = len(self.sums)
        members = self.members.pop(first) + self.members.pop(second)
        self.members[joined] = members
        row = self._joined_row(first, second)
        self.sums.append(row)
        for other, total in row.items():
            self.sums[other][joined] = total
            mean = total / self._pairs(len(members), len(self.members[other]))
            if mean >= self.threshold:
                heappush(self.queue, (-mean, other, joined))

    def _pairs(self, size: int, other_size: int) -> float:
        """How many pairs between two clusters can have a score.

        Half of an item's best scores are within its own cluster, and each score has two ends.
        """
        pairs = size * other_size
        return (
            pairs
            if self.neighbours is None
            else min(pairs, (size + other_size) * self.neighbours / 4)
        )

    def _joined_row(self, first: int, second: int) -> dict[int, float]:
        """The added sums of two clusters; their own rows are emptied."""
        row = self.sums[first]
        for other, total in self.sums[second].items():
            row[other] = row.get(other, 0.0) + total
        self.sums[first] = self.sums[second] = {}
        row.pop(first, None)
        row.pop(second, None)
        for other in row:
            self.sums[other].pop(first, None)
            self.sums[other].pop(second, None)
        return row
