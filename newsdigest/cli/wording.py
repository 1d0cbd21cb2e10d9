"""Words that agree with numbers."""

from __future__ import annotations


def counted(number: int, thing: str) -> str:
    """A number with its noun: 1 feed, 2,000 feeds."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
