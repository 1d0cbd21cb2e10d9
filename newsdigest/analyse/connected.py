"""Connected components of a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def connected_components(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers 0 .. count-1 grouped by the pairs that connect them, in ascending order."""
    parent = list(range(count))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, other in pairs:
        parent[root(one)] = root(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for item in range(count):
        groups[root(item)].append(item)
    return list(groups.values())
