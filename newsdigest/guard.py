"""The guard of the road: the bug of one story costs one step of that story, and is reported.

`guarded` is the one place that catches exceptions that nobody expected. The step is left out for
the story at hand, a Failure with the module and the line goes to whoever collects the failures of
the run, and the run goes on.

Where nobody collects them, exceptions go up as they are: benchmarks, tests and those who call
`newsdigest.extract` see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import TypeVar

from newsdigest.errors import NewsdigestError
from newsdigest.language import printable
from newsdigest.masking import masked
from newsdigest.model import Failure

Item = TypeVar("Item")
Value = TypeVar("Value")
Other = TypeVar("Other")

# In the order in which they were reported, each once.
Failures = MutableMapping[Failure, None]


class Step(Enum):
    """A step that can be left out: its stage of the road, and what the reader gets without it."""

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
    ORDER = "order", "stories are shown in the order of the sources"
    SUMMARY = "summarise", "shown with how it begins"
    FIGURES = "summarise", "figures were not compared"
    RENDER = "render", "shown by its headline alone"

    def __init__(self, stage: str, cost: str) -> None:
        self.stage = stage
        self.cost = cost


# A parser written in C whose allocation fails may say so by a SystemError: selectolax does.
NO_MEMORY = (MemoryError, SystemError)

_collected: ContextVar[Failures | None] = ContextVar("failures", default=None)


@contextmanager
def collecting(failures: Failures) -> Iterator[None]:
    """Guard the block and add what is reported in it to `failures`."""
    before = _collected.set(failures)
    try:
        yield
    finally:
        _collected.reset(before)


def report(failure: Failure) -> bool:
    """Hand a failure to who collects them; whether somebody does."""
    failures = _collected.get()
    if failures is None:
        return False
    failures[failure] = None
    return True


def guarded(step: Step, source: str, work: Callable[[], Value], otherwise: Other) -> Value | Other:
    """What `work` gives, or `otherwise` where it raises what no caller expects.

    Errors that newsdigest raises on purpose go up, and so does what the system refuses.
    """
    done = attempt(work)
    if not isinstance(done, Exception):
        return done
    report(internal_failure(step, source, done))
    return otherwise


def attempt(work: Callable[[], Value]) -> Value | Exception:
    """What `work` gives, or what it raises that no caller expects; for a second try without it."""
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
    """What `work` makes of the items together; of one that it fails at, the item as it was."""
    done = attempt(lambda: list(work(items)))
    if not isinstance(done, Exception):
        return done

    def alone(item: Item) -> Item:
        return guarded(step, source(item), lambda: work([item])[0], item)

    return [alone(each) for each in items]


def internal_failure(step: Step, source: str, error: BaseException) -> Failure:
    """The failure that a reader is shown for an exception."""
    what = f"{internal_error(error)}; {step.cost}"
    return Failure(printable(masked(source)), printable(what), step.stage, "internal")


def internal_error(error: BaseException) -> str:
    """Kind, module and line of an exception, without any of the values at hand."""
    return f"internal error: {type(error).__name__} in {_place(error)}"


def _place(error: BaseException) -> str:
    """Module and line of the innermost frame of newsdigest, else of the innermost one."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append((str(trace.tb_frame.f_globals.get("__name__", "?")), trace.tb_lineno))
        trace = trace.tb_next
    own = [place for place in places if place[0].startswith("newsdigest.") and place[0] != __name__]
    if not places:
        return "an unknown place"
    module, line = (own or places)[-1]
    return f"{module}:{line}"
