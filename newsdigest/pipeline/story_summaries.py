"""Stories with their summaries, differing figures and courses: many of them on all cores."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest import analyse
from newsdigest.errors import NewsdigestError
from newsdigest.guard import Step, guarded, report
from newsdigest.language import printable, sentences
from newsdigest.masking import masked
from newsdigest.model import (
    Article,
    Block,
    BlockKind,
    Contradiction,
    DeliveredStory,
    Failure,
    FigureCourse,
    Story,
    SummarySentence,
)
from newsdigest.pipeline.document_articles import name_of
from newsdigest.pipeline.running_stories import told_of, with_course
from newsdigest.valueclasses import replace, valueclass
from newsdigest.workers.memory import trim_memory
from newsdigest.workers.pool import LostResult, WorkerPool

# Stories that are sent to a child at once.
_AT_ONCE = 15
# With fewer stories, loading what summarises in each child costs more time than it saves.
LEAST_POOLED = 120


@valueclass
class SummaryTask:
    """A story to be summarised."""

    story: Story
    # The stories of its thread in earlier digests.
    delivered: tuple[DeliveredStory, ...]
    # How long its summary may be.
    sentences: int
    words: int | None
    # Whether sentences beyond the first one have to add something.
    only_needed: bool


@valueclass
class StorySummary:
    """What summarising adds to a story."""

    summary: tuple[SummarySentence, ...]
    contradictions: tuple[Contradiction, ...]
    courses: tuple[FigureCourse, ...]
    new_facts: tuple[str, ...]


def with_summaries(tasks: Sequence[SummaryTask], pool: WorkerPool | None) -> list[Story]:
    """The stories with their summaries, in order; a story that ends its child costs itself."""
    if pool is None or len(tasks) < LEAST_POOLED:
        made = list(map(summary_of, tasks))
    else:
        # Children need memory now, and much of what grouping took is free.
        trim_memory()
        results = pool.map(summary_of, map(_without_unread, tasks), at_once=_AT_ONCE)
        made = [
            _lost(task, result) if isinstance(result, LostResult | NewsdigestError) else result
            for task, (_, result) in zip(tasks, results, strict=True)
        ]
    return [_with_summary(task.story, each) for task, each in zip(tasks, made, strict=True)]


def _without_unread(task: SummaryTask) -> SummaryTask:
    """The task without what no summary depends on, which need not be sent."""
    articles = tuple(replace(article, removed=()) for article in task.story.articles)
    return replace(task, story=replace(task.story, articles=articles, copies=()))


def _lost(task: SummaryTask, result: LostResult | NewsdigestError) -> StorySummary:
    """The summary of a story whose child gave none: its beginning, with a failure."""
    name = name_of(task.story.lead)
    if not isinstance(result, LostResult) or result.code == "internal":
        # Nobody collects failures, so the error is for the caller.
        return summary_of(task)
    what = printable(f"{result.reason}; {Step.SUMMARY.cost}")
    report(Failure(printable(masked(name)), what, Step.SUMMARY.stage, result.code))
    return StorySummary(_beginning(_news_of(task.story.lead)), (), (), ())


def summary_of(task: SummaryTask) -> StorySummary:
    """The summary of a story; may run in a child process."""
    story, name = task.story, name_of(task.story.lead)
    told = guarded(Step.THREADS, name, lambda: told_of(story, task.delivered), None)
    summary = guarded(
        Step.SUMMARY,
        name,
        lambda: analyse.summarise_story(
            [_news_of(article) for article in story.articles],
            sentences=task.sentences,
            words=task.words,
            only_needed=task.only_needed,
            told=told,
        ),
        None,
    )
    if summary is None:
        summary = guarded(Step.SUMMARY, name, lambda: _beginning(_news_of(story.lead)), ())
    contradictions = guarded(
        Step.FIGURES, name, lambda: analyse.find_contradictions(story.articles), ()
    )
    story = replace(story, summary=summary)
    story = guarded(Step.THREADS, name, lambda: with_course(story, told, task.delivered), story)
    return StorySummary(summary, contradictions, story.courses, story.new_facts)


def _with_summary(story: Story, made: StorySummary) -> Story:
    return replace(
        story,
        summary=made.summary,
        contradictions=made.contradictions,
        courses=made.courses,
        new_facts=made.new_facts,
    )


def _news_of(article: Article) -> Article:
    """An update reduced to the sentences added since it was delivered; other articles unchanged."""
    added = [sentence for sentence in article.added if sentence in article.text]
    if not added:
        return article
    blocks = tuple(Block(BlockKind.PARAGRAPH, sentence) for sentence in added)
    return replace(article, blocks=blocks, standfirst=None)


def _beginning(article: Article) -> tuple[SummarySentence, ...]:
    """The first sentence of an article as its summary."""
    first = sentences(article.blocks[0].text, article.language)[:1] if article.blocks else []
    return tuple(SummarySentence(text, article.id) for text in first)
