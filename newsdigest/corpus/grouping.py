"""The articles of a data set → their stories and copies, on one machine or a cluster.

First the windows of the days are grouped, each a task of its own, or a graph of tasks if it is too
large for one; then the stories are followed from day to day, which takes the groups alone and is
done here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache, partial
from typing import Final

from newsdigest.corpus.data_set import STORIES, DataSet, stories_of, window_of
from newsdigest.corpus.engine import Cluster, Done, check_address, run_graphs, run_tasks
from newsdigest.corpus.joined_window import joined_window
from newsdigest.corpus.outcome import Outcome
from newsdigest.corpus.requirements import check_installed
from newsdigest.corpus.rows import STORIES as STORY_ROWS
from newsdigest.corpus.rows import WINDOWS as WINDOW_ROWS
from newsdigest.corpus.story_chain import ArticleStory, stories_of_day
from newsdigest.corpus.tables import count_rows, digest_of, encoded, metadata_of, rows_of
from newsdigest.corpus.window_task import WindowTask, group_window
from newsdigest.corpus.windows import GroupedArticle, days_before
from newsdigest.errors import SourceError
from newsdigest.model import Failure
from newsdigest.sources.tables import ARTICLES
from newsdigest.valueclasses import recordclass, valueclass

__all__ = ["Cluster", "Grouping", "check_installed", "group_corpus"]


@valueclass
class Sizes:
    """How many articles a worker is to hold."""

    # Windows with more are grouped by joins; None for all in one process each.
    window: int | None
    # The articles of one block of the joins.
    block: int


# A worker takes some 30 kB for each article of a window, which is 1.5 GB for one of this size
# (`python -m tests.bench.bench_grouping`).
ON_A_CLUSTER: Final = Sizes(window=50_000, block=5_000)
# Joins take more memory in all, so they help only where there is more than that of one machine.
ON_ONE_MACHINE: Final = Sizes(window=None, block=5_000)


@recordclass
class Grouping(Outcome):
    """What a run grouped: the windows of days, and the stories of their articles."""

    # The days whose stories were written, and how many stories begin on them.
    written: int = 0
    stories: int = 0


def group_corpus(
    out: str, cluster: Cluster, watch: Callable[[Grouping], None], sizes: Sizes | None = None
) -> Grouping:
    """Group the articles of the data set `out`; windows that are grouped already stay as they are.

    `sizes` are ON_A_CLUSTER if there is a scheduler, else ON_ONE_MACHINE, unless they are given.
    `watch` is called at the start and after each window. UsageError if there is no data set,
    LockedError if another run of this machine is writing to it, DeliveryError if it cannot be
    written, SourceError if the scheduler is lost.
    """
    check_installed()
    check_address(cluster)
    data_set = DataSet(out)
    data_set.check()
    local = data_set.storage.local
    with data_set.only_run():
        data_set.storage.remove_leftovers()
        windows = _windows(data_set, str(local) if local else out)
        _forget_others(windows, data_set)
        wanted = [each for each in windows.values() if not _is_done(each, data_set)]
        run = Grouping(inputs=len(windows), earlier=len(windows) - len(wanted))
        watch(run)
        reported: set[Failure] = set()
        sizes = sizes or (ON_A_CLUSTER if cluster.scheduler else ON_ONE_MACHINE)
        for done in _grouped(wanted, data_set, cluster, sizes):
            _count(done, data_set, run, reported)
            watch(run)
        _StoryChain(data_set, run).follow(windows)
        data_set.storage.remove_leftovers()
    return run


def _windows(data_set: DataSet, out: str) -> dict[str, WindowTask]:
    """The windows of the days that have articles, the earliest first."""
    days = {day: parts for day in data_set.days(ARTICLES) if (parts := data_set.parts(day))}
    windows: dict[str, WindowTask] = {}
    for day in days:
        within = [each for each in (*days_before(day), day) if each in days]
        windows[day] = WindowTask(
            day=day,
            parts=tuple((each, tuple(days[each])) for each in within),
            identity=digest_of(
                *(word for each in within for item in days[each].items() for word in item)
            ),
            out=out,
        )
    return windows


def _grouped(
    wanted: Sequence[WindowTask], data_set: DataSet, cluster: Cluster, sizes: Sizes
) -> Iterator[Done[WindowTask, tuple[Failure, ...]]]:
    """The windows as they are done, those that a worker holds first."""
    small: list[WindowTask] = []
    large: dict[WindowTask, int] = {}
    counted = cache(partial(count_rows, data_set.storage))
    for each in wanted:
        articles = sum(counted(path) for _, paths in each.parts for path in paths)
        if sizes.window is not None and articles > sizes.window:
            large[each] = -(-articles // sizes.block)
        else:
            small.append(each)
    if small:
        yield from run_tasks(group_window, small, cluster)
    if large:
        yield from run_graphs(lambda task: joined_window(task, large[task]), large, cluster)


def _forget_others(windows: Mapping[str, WindowTask], data_set: DataSet) -> None:
    """Delete what is left of days that have no articles any more."""
    for day in data_set.windows() - windows.keys():
        data_set.forget_window(day)
    for day in set(data_set.days(STORIES)) - windows.keys():
        data_set.storage.delete(stories_of(day))


def _is_done(task: WindowTask, data_set: DataSet) -> bool:
    record = data_set.window(task.day)
    return record is not None and record.covers(task.identity)


def _count(
    done: Done[WindowTask, tuple[Failure, ...]],
    data_set: DataSet,
    run: Grouping,
    reported: set[Failure],
) -> None:
    run.done += 1
    if isinstance(done.result, Exception):
        run.lost(f"{data_set.storage.shown}, {done.item.day}", done.result, "group")
        return
    # A part is in the windows of three days.
    new = [each for each in done.result if each not in reported]
    reported.update(new)
    run.failed(*new)


class _StoryChain:
    """The stories of the days, one after another; those that would not change are not written."""

    def __init__(self, data_set: DataSet, run: Grouping) -> None:
        self._data_set = data_set
        self._storage = data_set.storage
        self._run = run
        # By day a digest of its stories, and the stories themselves where they were needed.
        self._contents: dict[str, str] = {}
        self._stories: dict[str, list[ArticleStory]] = {}

    def follow(self, windows: Mapping[str, WindowTask]) -> None:
        for day, task in windows.items():
            try:
                self._follow(day, task)
            except SourceError as error:
                self._data_set.forget_window(day)
                self._storage.delete(stories_of(day))
                shown = f"{self._storage.shown}, {day}"
                self._run.failed(Failure(shown, str(error), "group", error.code))

    def _follow(self, day: str, task: WindowTask) -> None:
        record = self._data_set.window(day)
        if record is None or record.identity != task.identity:  # its task failed
            self._storage.delete(stories_of(day))
            return
        before = days_before(day)
        self._stories = {each: self._stories[each] for each in before if each in self._stories}
        made_of = digest_of(record.content, *(self._contents.get(each, "") for each in before))
        known = metadata_of(self._storage, stories_of(day))
        if known.get("made_of") == made_of:
            self._contents[day] = known["content"]
            return
        earlier = {each.id: each for day in before for each in self._stories_of(day)}
        rows = rows_of(self._storage, window_of(day), WINDOW_ROWS.names)
        stories = stories_of_day(day, (GroupedArticle(**row) for row in rows), earlier)
        self._keep(day, stories, made_of)
        self._run.written += 1
        self._run.articles += len(stories)
        began = {each.story for each in stories} - {each.story for each in earlier.values()}
        self._run.stories += len(began)

    def _keep(self, day: str, stories: list[ArticleStory], made_of: str) -> None:
        values = list(map(asdict, stories))
        content = digest_of(*map(repr, values))
        metadata = {"made_of": made_of, "content": content}
        self._storage.write(stories_of(day), encoded(values, STORY_ROWS, metadata))
        self._contents[day] = content
        self._stories[day] = stories

    def _stories_of(self, day: str) -> list[ArticleStory]:
        """The stories of an earlier day; none if it has none."""
        if day not in self._contents:
            return []
        if day not in self._stories:
            rows = rows_of(self._storage, stories_of(day), STORY_ROWS.names)
            self._stories[day] = [ArticleStory(**row) for row in rows]
        return self._stories[day]
