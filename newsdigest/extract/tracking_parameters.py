"""Query parameters that tell a site where its readers come from."""

from __future__ import annotations

from functools import cache

from newsdigest.package_data import read_toml

__all__ = ["is_tracking"]


def is_tracking(parameter: str) -> bool:
    """Whether a query parameter says where the reader came from, not what is read."""
    names, prefixes = _tracking()
    name = parameter.lower()
    return name in names or name.startswith(prefixes)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    rules = read_toml("extract/data/tracking_parameters.toml")
    return frozenset(rules["names"]), tuple(rules["prefixes"])
