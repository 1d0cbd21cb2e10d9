"""Contains bugs: an unexpected exception costs one step of one story, and is reported.

`guarded` is the one place that catches unexpected exceptions. It skips the step for the story at
hand and reports a Failure with the module and line to the collector of the run's failures.

Without a collector exceptions propagate: benchmarks, tests and callers of `newsdigest.extract` see
them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar, copy_context
from enum import Enum
from typing import TypeVar

from newsdigest.errors import NewsdigestError, PluginError
from newsdigest.language import printable
from newsdigest.masking import masked
from newsdigest.model import Failure

Item = TypeVar("Item")
Value = TypeVar("Value")
Other = TypeVar("Other")

# In the order in which they were reported, each once.
Failures = MutableMapping[Failure, None]


class Step(Enum):
    """A step that can be skipped: its stage, and what the reader gets without it."""

    FEED = "fetch", "this feed was not read"
    PAGE = "extract", "shown as its feed has it"
    ENTRY = "extract", "shown by its headline alone"
    MESSAGE = "extract", "this message is not shown"
    PARTS = "extract", "parts of an article are shown as articles"
    CLEAN = "clean", "shown as it was extracted"
    ATTRIBUTION = "clean", "shown without the publication"
    LEARN = "clean", "shown without learnt lines taken out"
    NAME = "analyse", "shown under the name that its source bears"
    LANGUAGE = "analyse", "shown without its language"
    KIND = "analyse", "taken for a report"
    TOPICS = "analyse", "shown without its topics"
    FILTER = "filter", "shown unfiltered"
    UPDATE = "update", "shown as an update"
    COPIES = "group", "copies are shown as reports of their own"
    STORIES = "group", "every article stands alone"
    STORY = "group", "shown in the order of the sources"
    THREADS = "group", "shown without its course over the days"
    ORDER = "order", "stories are shown in the order of the sources"
    EDITION = "edition", "all stories are shown in sections"
    HIGHLIGHTS = "edition", "shown without a number, a quote or a last item"
    SUMMARY = "summarise", "shown with how it begins"
    FIGURES = "summarise", "figures were not compared"
    REWRITE = "rewrite", "shown with the sources' own sentences"
    RENDER = "render", "shown by its headline alone"

    def __init__(self, stage: str, cost: str) -> None:
        self.stage = stage
        self.cost = cost


# A parser written in C may raise SystemError if allocation fails: selectolax does.
NO_MEMORY = (MemoryError, SystemError)

_collected: ContextVar[Failures | None] = ContextVar("failures", default=None)


@contextmanager
def collecting(failures: Failures) -> Iterator[None]:
    """Guard the block, and collect the failures reported in it."""
    before = _collected.set(failures)
    try:
        yield
    finally:
        _collected.reset(before)


def report(failure: Failure) -> bool:
    """Report a failure to the collector; False if there is none."""
    failures = _collected.get()
    if failures is None:
        return False
    failures[failure] = None
    return True


def guarded(step: Step, source: str, work: Callable[[], Value], otherwise: Other) -> Value | Other:
    """The result of `work`, or `otherwise` if it raises an unexpected exception.

    NewsdigestError, OSError and errors of memory propagate.
    """
    done = attempt(work)
    if not isinstance(done, Exception):
        return done
    report(internal_failure(step, source, done))
    return otherwise


def attempt(work: Callable[[], Value]) -> Value | Exception:
    """The result of `work`, or the unexpected exception that it raised."""
    if _collected.get() is None:
        return work()
    try:
        return work()
    except (NewsdigestError, *NO_MEMORY, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - reported by the caller, who knows what to leave out
        return error


def guarded_each(
    step: Step,
    items: Sequence[Item],
    source: Callable[[Item], str],
    work: Callable[[Sequence[Item]], Sequence[Item]],
) -> list[Item]:
    """The result of `work` on all items; if that fails, item by item, keeping those that fail."""
    done = attempt(lambda: list(work(items)))
    if not isinstance(done, Exception):
        return done

    def alone(item: Item) -> Item:
        return guarded(step, source(item), lambda: work([item])[0], item)

    return [alone(each) for each in items]


def plugin_work(name: str, work: Callable[[], Value], *, seconds: float | None = None) -> Value:
    """The result of what a plugin does; a PluginError that names it for whatever it raises.

    What it prints goes to standard error. The plugin's own NewsdigestErrors keep their text; of
    other exceptions only type and place are shown, since their texts may hold secrets. With
    `seconds` it is left behind when these have passed.
    """
    try:
        with redirect_stdout(sys.stderr):
            return work() if seconds is None else _within(seconds, name, work)
    except NO_MEMORY:
        raise
    except PluginError:
        raise
    except NewsdigestError as error:
        raise PluginError(printable(masked(f"{name}: {error}"))) from error
    except (Exception, SystemExit) as error:
        place = _frames(error)[-1]
        reason = f"{type(error).__name__} in {place[0]}:{place[1]}"
        raise PluginError(f"{name} failed: {reason}") from error


def _within(seconds: float, name: str, work: Callable[[], Value]) -> Value:
    """The result of work in a thread of its own, which ends with the program at the latest."""
    from threading import Thread

    done: list[Value] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    thread = Thread(target=copy_context().run, args=(run,), daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise PluginError(f"{name} was not done after {seconds:.0f} s")
    return done[0]


def internal_failure(step: Step, source: str, error: BaseException) -> Failure:
    """The failure to show for an exception."""
    what = f"{internal_error(error)}; {step.cost}"
    return Failure(printable(masked(source)), printable(what), step.stage, "internal")


def internal_error(error: BaseException) -> str:
    """Type, module and line of an exception, without any values."""
    return f"internal error: {type(error).__name__} in {_location(error)}"


def _location(error: BaseException) -> str:
    """Module and line of the innermost frame of newsdigest, else of the innermost one."""
    frames = _frames(error)
    own = [each for each in frames if each[0].startswith("newsdigest.") and each[0] != __name__]
    if not frames:
        return "an unknown place"
    module, line = (own or frames)[-1]
    return f"{module}:{line}"


def _frames(error: BaseException) -> list[tuple[str, int]]:
    """Modules and lines of the frames of an exception, the innermost last."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append((str(trace.tb_frame.f_globals.get("__name__", "?")), trace.tb_lineno))
        trace = trace.tb_next
    return frames
