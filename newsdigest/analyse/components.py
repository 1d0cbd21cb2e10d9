"""Which items pairs join, directly or through others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def components(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers 0 .. count-1 in groups joined by pairs, each sorted, by smallest member."""
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
