"""The guard: what it catches, what it lets through, and what it says."""

from __future__ import annotations

import re

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.guard import Step, attempt, collecting, guarded, guarded_each
from newsdigest.language import sentences
from newsdigest.model import Failure
from newsdigest.workers import Lost, WorkerPool

SOURCE = "https://me:secret@post.example/quay"


def fails(*arguments: object) -> str:
    raise ValueError("a secret")


def fails_inside() -> list[str]:
    """An exception out of a real function, given what its types forbid."""
    return sentences(12, "en")  # type: ignore[arg-type]


def half_done(text: str) -> str:
    """A child's work, one step of which fails."""
    return text + guarded(Step.TOPICS, SOURCE, fails, " without topics")


def test_the_step_is_left_out_and_reported() -> None:
    """What comes instead is returned; kind, module and line are told, and no secret."""
    failures: dict[Failure, None] = {}
    with collecting(failures):
        assert guarded(Step.TOPICS, SOURCE, fails_inside, "instead") == "instead"
    (failure,) = failures
    assert failure.source == "https://***@post.example/quay"
    assert (failure.stage, failure.code) == ("analyse", "internal")
    assert re.fullmatch(
        r"internal error: \w+Error in newsdigest\.language\.\w+:\d+; shown without its topics",
        failure.error,
    )


def test_without_a_collector_exceptions_go_up() -> None:
    """Tests, benchmarks and callers of the API see them as they are."""
    with pytest.raises(ValueError, match="a secret"):
        guarded(Step.TOPICS, SOURCE, fails, "instead")
    with pytest.raises(ValueError, match="a secret"):
        attempt(fails)


@pytest.mark.parametrize("error", [ExtractionError("x", "no text"), MemoryError(), OSError(28, "")])
def test_what_is_no_bug_goes_up(error: Exception) -> None:
    """Errors raised on purpose and what the system refuses are for those who know of them."""

    def refused() -> None:
        raise error

    with collecting({}), pytest.raises(type(error)):
        guarded(Step.TOPICS, SOURCE, refused, None)


def test_one_item_of_many() -> None:
    """Only what fails by itself stays as it was; each is reported."""
    failures: dict[Failure, None] = {}

    def halves(numbers: list[int]) -> list[int]:
        return [100 // number for number in numbers]

    with collecting(failures):
        done = guarded_each(Step.LEARN, [1, 0, 4], lambda n: f"item {n}", halves)  # type: ignore[arg-type]
    assert done == [100, 0, 25]
    assert [each.source for each in failures] == ["item 0"]


def test_a_child_tells_what_it_left_out() -> None:
    """Its result arrives, and the failure reaches who collects those of the run."""
    failures: dict[Failure, None] = {}
    with WorkerPool(1) as pool, collecting(failures):
        results = [result for _, result in pool.map(half_done, ["one", "two"])]
    assert results == ["one without topics", "two without topics"]
    (failure,) = failures
    assert failure.error.startswith("internal error: ValueError in ")


def test_a_child_whose_failures_nobody_collects_gives_no_result() -> None:
    """Nothing is left out that nobody is told of."""
    with WorkerPool(1) as pool:
        ((_, result),) = pool.map(half_done, ["one"])
    assert isinstance(result, Lost)
    assert result.code == "internal"
