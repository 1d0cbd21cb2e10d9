"""What a run over a data set did, counted while it lasts."""

from __future__ import annotations

from dataclasses import field

from newsdigest.errors import NewsdigestError
from newsdigest.guard import internal_error
from newsdigest.model import Failure
from newsdigest.valueclasses import recordclass

__all__ = ["Outcome"]

# Failures that are named at the end of a run.
_MOST_NAMED = 20


@recordclass
class Outcome:
    """The counts of a run."""

    # What there is to do, and how much of it an earlier run has done already.
    inputs: int = 0
    earlier: int = 0
    done: int = 0
    articles: int = 0
    failures: int = 0
    # The first failures.
    named: list[Failure] = field(default_factory=list)

    def failed(self, *failures: Failure, count: int | None = None) -> None:
        """Count failures; `count` if there are more than these."""
        self.failures += len(failures) if count is None else count
        self.named += failures[: max(0, _MOST_NAMED - len(self.named))]

    def lost(self, shown: str, error: Exception, stage: str) -> None:
        """Count a task that ended with an error."""
        reason = str(error) if isinstance(error, NewsdigestError) else internal_error(error)
        self.failed(Failure(shown, reason, stage, getattr(error, "code", "internal")))
