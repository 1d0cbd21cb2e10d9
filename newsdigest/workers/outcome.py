"""What becomes of work that gave no result."""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import Failure


@dataclass(frozen=True, slots=True)
class Lost:
    """Work that gave no result: `code` is "too-complex" or "crashed", `reason` one line."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """A result for which steps were left out, see `newsdigest.guard`."""

    result: object
    failures: tuple[Failure, ...]


OUT_OF_MEMORY = Lost(
    "too-complex", "too large or too complex: needs more memory than a child may have"
)
