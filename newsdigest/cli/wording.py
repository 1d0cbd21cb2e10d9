"""Words that agree with numbers."""

from __future__ import annotations


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun: 1 feed, 2,000 feeds, 3 stories."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"
