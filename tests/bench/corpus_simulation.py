"""How long CC-NEWS takes on many cores: tasks handed out one by one to cores that do them.

Costs are those that `bench_corpus` measured; the sizes of the crawl are assumptions, named here.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsdigest.corpus.windows import WINDOW

# CC-NEWS: 11.7 million pages a month in spring 2024, in files of a gigabyte.
PAGES_A_DAY = 390_000
PAGES_A_FILE = 30_000
PERIODS = {"day": 1, "month": 30, "year": 365}
CORES = (2, 64, 1000)
# Files differ in length by as much as this share of the mean.
_SPREAD = 0.2
_PILE = 10_000


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured, in seconds of one core."""

    page: float
    # Of a file beside its pages.
    file: float
    # In which the scheduler hands out a task and takes its result back.
    task: float
    # In which a file is listed, and its record looked up.
    listing: float
    # Of a row that is moved to another worker by a shuffle.
    shuffled_row: float
    # Grouping a window of so many articles takes `group` * articles ** `group_exponent`.
    group: float
    group_exponent: float
    # Of an article, if windows are small.
    grouped_small: float


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a run: how long it takes, how much work it is, and what bounds it."""

    name: str
    seconds: float
    core_seconds: float
    bottleneck: str


def extraction(costs: Costs, days: int, cores: int, pages_a_task: int = PAGES_A_FILE) -> Stage:
    """`corpus extract`, as it is, or with files that are divided into tasks of so many pages."""
    pages = PAGES_A_DAY * days
    count = -(-pages // pages_a_task)
    tasks = [costs.file + costs.page * each for each in _lengths(pages, count)]
    listing = costs.listing * -(-pages // PAGES_A_FILE)
    return _stage("extract", tasks, costs, cores, listing, "a file")


def grouping(costs: Costs, days: int, cores: int) -> Stage:
    """`corpus group` as it is: a task for the window of each day."""
    window = PAGES_A_DAY * WINDOW
    tasks = [costs.group * window**costs.group_exponent] * days
    return _stage("group", tasks, costs, cores, 0.0, "a window")


def joined_grouping(costs: Costs, days: int, cores: int) -> Stage:
    """The same with windows that are divided by a shuffle into piles that a core groups in seconds.

    Each article is in three windows, and is shuffled for each.
    """
    rows = PAGES_A_DAY * WINDOW * days
    tasks = [_PILE * (costs.grouped_small + costs.shuffled_row)] * -(-rows // _PILE)
    return _stage("group by joins", tasks, costs, cores, 0.0, "a pile")


def _lengths(pages: int, count: int) -> Iterator[float]:
    """Pages of the tasks, which differ, the same in each simulation."""
    chance = random.Random(count)
    for _ in range(count):
        yield pages / count * chance.uniform(1 - _SPREAD, 1 + _SPREAD)


def _stage(
    name: str, tasks: Sequence[float], costs: Costs, cores: int, listing: float, longest: str
) -> Stage:
    wall = listing + _makespan(tasks, costs.task, cores)
    bounds = {
        "cores": sum(tasks) / cores,
        longest: max(tasks),
        "scheduler": costs.task * len(tasks),
        "listing": listing,
    }
    return Stage(name, wall, sum(tasks), max(bounds, key=lambda each: bounds[each]))


def _makespan(tasks: Sequence[float], handing_out: float, cores: int) -> float:
    """Seconds until the last task is done; tasks are handed out in turn to the first free core."""
    free = [0.0] * cores
    scheduler = 0.0
    for task in tasks:
        scheduler = max(scheduler, free[0]) + handing_out
        heapq.heapreplace(free, scheduler + task)
    return max(free)
