"""Outcomes of work other than a plain result."""

from __future__ import annotations

from newsdigest.model import Failure
from newsdigest.valueclasses import valueclass


@valueclass
class LostResult:
    """Work that gave no result: `code` is "too-complex" or "crashed", `reason` one line."""

    code: str
    reason: str


@valueclass
class ResultWithFailures:
    """A result without the steps that failed, see `newsdigest.guard`."""

    result: object
    failures: tuple[Failure, ...]


OUT_OF_MEMORY = LostResult(
    "too-complex", "too large or too complex: needs more memory than a child may have"
)
