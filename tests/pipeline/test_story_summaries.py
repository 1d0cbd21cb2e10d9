"""Many stories are summarised in child processes, and are the same stories in the same order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from newsdigest import analyse
from newsdigest.guard import collecting
from newsdigest.model import Article, Block, BlockKind, Failure, Removal, Story
from newsdigest.pipeline import story_summaries
from newsdigest.pipeline.story_summaries import SummaryTask, with_summaries
from newsdigest.workers.pool import WorkerLimits, WorkerPool
from tests.daily.feeds import item
from tests.paths import ROOT

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
DEADLY = "Ferry sinks the program"


def report(number: int, source: str = "The Post", title: str = "") -> Article:
    said = item(number)
    texts = (said.text, f"The mayor said that {number} people were hurt.", "Nobody else was there.")
    return Article(
        f"{source} {number}", title or said.title,
        tuple(Block(BlockKind.PARAGRAPH, text) for text in texts), "feed.xml", source,
        published=NOW - timedelta(hours=number), language="en",
        removed=(Removal("Join us.", "phrase:x"),),
    )  # fmt: skip


def task(*articles: Article) -> SummaryTask:
    return SummaryTask(Story(f"story of {articles[0].id}", articles), (), 2, None, only_needed=True)


def tasks(number: int) -> list[SummaryTask]:
    """Stories, every third of them of two publications."""
    return [
        task(report(n), report(n, "Tide")) if n % 3 == 0 else task(report(n)) for n in range(number)
    ]


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2) as children:
        yield children


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_summaries, "LEAST_POOLED", 1)


@pytest.mark.usefixtures("pooled")
def test_children_give_the_same_stories(pool: WorkerPool) -> None:
    """Summaries, figures, order, and what children are not sent: all as without a pool."""
    asked = tasks(70)
    made = with_summaries(asked, pool)
    assert made == with_summaries(asked, None)
    assert [story.id for story in made] == [each.story.id for each in asked]
    assert made[0].articles[0].removed
    assert all(story.summary for story in made)


def test_a_child_is_asked_for_many_stories_at_once(pool: WorkerPool) -> None:
    """Stories travel many at once, and few of them not at all."""
    calls: list[int] = []

    class Counting(WorkerPool):
        def map(self, function, items, *extra, at_once=1):  # type: ignore[no-untyped-def]
            calls.append(at_once)
            return pool.map(function, items, *extra, at_once=at_once)

    with_summaries(tasks(story_summaries.LEAST_POOLED - 1), Counting(warm=False))
    assert calls == []
    with_summaries(tasks(story_summaries.LEAST_POOLED), Counting(warm=False))
    assert calls == [15]


@pytest.mark.skipif(sys.platform != "linux", reason="children are copies on Linux alone")
def test_a_story_that_ends_its_child_costs_itself() -> None:
    """It has its beginning as a summary and a failure with its name; the others are complete."""
    script = "from tests.pipeline.test_story_summaries import check_deadly; check_deadly()"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def check_deadly() -> None:
    """In a process without threads, whose children are copies that have the deadly function."""
    asked = tasks(60)
    asked[40] = task(report(40, title=DEADLY))
    wanted = with_summaries(asked, None)
    harmless = analyse.summarise_story

    def deadly(articles: list[Article], **options: object) -> object:
        if articles[0].title == DEADLY:
            os._exit(1)
        return harmless(articles, **options)  # type: ignore[arg-type]

    analyse.summarise_story = deadly  # type: ignore[assignment]
    story_summaries.LEAST_POOLED = 1
    failures: dict[Failure, None] = {}
    with WorkerPool(2, WorkerLimits(), may_fork=True) as children, collecting(failures):
        made = with_summaries(asked, children)
    assert made[:40] + made[41:] == wanted[:40] + wanted[41:]
    (sentence,) = made[40].summary
    assert asked[40].story.lead.text.startswith(sentence.text)
    (failure,) = failures
    assert failure.stage == "summarise"
    assert failure.code == "crashed"
    assert failure.source == "feed.xml"
