"""Average link: clusters from scored pairs, in time n log n where each item has few scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush


def average_link(
    scores: Sequence[Mapping[int, float]],
    threshold: float,
    *,
    known: int | None = None,
    alone: float = 0.0,
) -> list[list[int]]:
    """The items in clusters, each sorted, by first member; `scores` must be symmetric.

    The two clusters of the highest mean score are joined until no mean reaches the threshold, or
    `alone`, where that is more, between two items that are in no cluster yet.
    Pairs without a score count as 0. Where only the `known` best scores of each item are given,
    the mean is over as many pairs as two clusters of their sizes could have scores for: else no
    cluster could grow far beyond `known`. Of equal means the lowest numbers go first, so a caller
    who numbers items by their content gets the same clusters whatever order they came in.
    """
    linking = _Linking(scores, threshold, known, max(threshold, alone))
    while linking.heap:
        linking.step()
    return sorted(sorted(members) for members in linking.members.values())


class _Linking:
    """Clusters that still stand. A joined cluster gets a new number; the old ones are gone."""

    def __init__(
        self,
        scores: Sequence[Mapping[int, float]],
        threshold: float,
        known: int | None,
        alone: float,
    ) -> None:
        self.threshold = threshold
        self.known = known
        self.members = {item: [item] for item in range(len(scores))}
        # The sum of the scores to each other cluster.
        self.sums = [dict(row) for row in scores]
        # (-mean, cluster, cluster); pairs of clusters that no longer stand are skipped.
        self.heap = [
            (-score, item, other)
            for item, row in enumerate(scores)
            for other, score in row.items()
            if item < other and score >= alone
        ]
        heapify(self.heap)

    def step(self) -> None:
        """Join the clusters of the best pair, if both still stand."""
        _, first, second = heappop(self.heap)
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
                heappush(self.heap, (-mean, other, joined))

    def _pairs(self, size: int, other_size: int) -> float:
        """How many pairs of two clusters have a score, if all of them do that can.

        Half of an item's best are in its own cluster, and each score has two ends.
        """
        pairs = size * other_size
        return pairs if self.known is None else min(pairs, (size + other_size) * self.known / 4)

    def _joined_row(self, first: int, second: int) -> dict[int, float]:
        """The sums of two clusters together; their own rows are emptied."""
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
