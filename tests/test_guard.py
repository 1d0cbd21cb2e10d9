"""The guard: what it catches, what it lets through, and what it reports."""

from __future__ import annotations

import re
from threading import Event

import pytest

from newsdigest.errors import ExtractionError, PluginError
from newsdigest.guard import Step, attempt, collecting, guarded, guarded_each, plugin_work
from newsdigest.language import sentences
from newsdigest.model import Failure
from newsdigest.workers.pool import LostResult, WorkerPool

SOURCE = "https://me:secret@post.example/quay"


def fails(*arguments: object) -> str:
    raise ValueError("a secret")


def fails_inside() -> list[str]:
    """Raise an exception from a real function by a call that violates its types."""
    return sentences(12, "en")  # type: ignore[arg-type]


def half_done(text: str) -> str:
    """Work for a child in which one step fails."""
    return text + guarded(Step.TOPICS, SOURCE, fails, " without topics")


def test_the_step_is_left_out_and_reported() -> None:
    """The fallback is returned; type, module and line are reported, and no secret."""
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
    """Without a collector, tests, benchmarks and callers of the API see exceptions unchanged."""
    with pytest.raises(ValueError, match="a secret"):
        guarded(Step.TOPICS, SOURCE, fails, "instead")
    with pytest.raises(ValueError, match="a secret"):
        attempt(fails)


@pytest.mark.parametrize("error", [ExtractionError("x", "no text"), MemoryError(), OSError(28, "")])
def test_what_is_no_bug_goes_up(error: Exception) -> None:
    """Errors raised on purpose and those of the system propagate."""

    def refused() -> None:
        raise error

    with collecting({}), pytest.raises(type(error)):
        guarded(Step.TOPICS, SOURCE, refused, None)


def test_one_item_of_many() -> None:
    """Only items that fail by themselves stay unchanged; each is reported."""
    failures: dict[Failure, None] = {}

    def halves(numbers: list[int]) -> list[int]:
        return [100 // number for number in numbers]

    with collecting(failures):
        done = guarded_each(Step.LEARN, [1, 0, 4], lambda n: f"item {n}", halves)  # type: ignore[arg-type]
    assert done == [100, 0, 25]
    assert [each.source for each in failures] == ["item 0"]


def test_a_child_tells_what_it_left_out() -> None:
    """Its result arrives, and the failure reaches the collector of the run."""
    failures: dict[Failure, None] = {}
    with WorkerPool(1) as pool, collecting(failures):
        results = [result for _, result in pool.map(half_done, ["one", "two"])]
    assert results == ["one without topics", "two without topics"]
    (failure,) = failures
    assert failure.error.startswith("internal error: ValueError in ")


def test_a_child_whose_failures_nobody_collects_gives_no_result() -> None:
    """No step is skipped without a report."""
    with WorkerPool(1) as pool:
        ((_, result),) = pool.map(half_done, ["one"])
    assert isinstance(result, LostResult)
    assert result.code == "internal"


def test_a_plugin_is_left_behind_at_its_deadline() -> None:
    """What is not done by then is an error that names it; what is done in time counts."""
    forever = Event()
    with pytest.raises(PluginError, match="the plugin x was not done after 0 s"):
        plugin_work("the plugin x", forever.wait, seconds=0.01)
    forever.set()
    assert plugin_work("the plugin x", forever.wait, seconds=60)
    with pytest.raises(PluginError, match=r"the plugin x failed: ValueError in tests\.test_guard"):
        plugin_work("the plugin x", fails, seconds=60)
