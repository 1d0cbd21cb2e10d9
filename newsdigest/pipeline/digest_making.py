"""Sources → articles → stories → digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta

from newsdigest import analyse
from newsdigest.guard import Step, guarded
from newsdigest.model import (
    SEVERAL_DAYS,
    Article,
    Copy,
    Counts,
    DeliveredStory,
    Digest,
    Part,
    Story,
)
from newsdigest.pipeline.digest_options import TOP_STORIES, DigestOptions
from newsdigest.pipeline.document_articles import name_of
from newsdigest.pipeline.edition import most_stories, stories_below_top, with_edition
from newsdigest.pipeline.grouping import grouping_of, named, news_of_all
from newsdigest.pipeline.run import Run
from newsdigest.pipeline.running_stories import (
    may_repeat,
    one_for_each_thread,
    repeated,
    with_threads,
)
from newsdigest.pipeline.selection import select
from newsdigest.pipeline.shares import in_turns, within_limits
from newsdigest.pipeline.source_reading import ReadResult, read
from newsdigest.pipeline.story_summaries import SummaryTask, with_summaries
from newsdigest.sources import Gathering
from newsdigest.valueclasses import replace
from newsdigest.workers.pool import WorkerPool

# Grouping so many articles takes so much memory that children, which have nothing to do meanwhile,
# are ended. Below, that is not worth starting others.
MANY_ARTICLES = 5_000


def digest_of_sources(
    sources: Sequence[str],
    how: Gathering,
    options: DigestOptions,
    run: Run,
    pool: WorkerPool | None = None,
) -> tuple[ReadResult, Digest]:
    """The articles of the sources and their digest; `pool` is one that is already running."""
    with nullcontext(pool) if pool else WorkerPool() as children:
        reading = read(sources, how, run, children)
        if len(reading.articles) >= MANY_ARTICLES:
            children.end_idle()
        return reading, make_digest(select(reading, options, run), options, run, pool=children)


def make_digest(
    reading: ReadResult,
    options: DigestOptions,
    run: Run,
    delivered: Sequence[DeliveredStory] = (),
    pool: WorkerPool | None = None,
) -> Digest:
    """The digest of the articles, its stories in reading order.

    `delivered` are stories of earlier digests, which its stories may continue. A digest of several
    days has each running story once. With a pool, many stories are summarised on all cores.
    """
    period = options.period or (run.as_of - options.since if options.since else None)
    within = _in_window(_news_of_all(reading.articles, run), options, run)
    with run.stage("group"):
        articles = named(within, options.names)
        stories = with_threads(_grouped(articles, options.topics, run), delivered, run.as_of)
        stories = [replace(story, groups=_groups_of(story, options.groups)) for story in stories]
    with run.stage("order"):
        stories = _ordered(stories, options, run, period)
    with run.stage("summarise"):
        stories = _summarised(stories, options, delivered, pool)
    run.count_removals(articles)
    counts = Counts(
        sources=reading.sources,
        documents=reading.documents,
        articles=len(articles),
        stories=len(stories),
        filtered=reading.filtered,
    )
    until = min(options.until or run.as_of, run.as_of)
    digest = Digest(run.as_of, options.since, until, tuple(stories), counts=counts)
    with run.stage("edition"):
        digest = with_edition(digest, options)
        run.below_top = stories_below_top(digest, options.top)
    run.stories = digest.stories or run.stories
    failures = tuple(dict.fromkeys((*reading.failures, *run.internal)))
    return replace(digest, failures=failures, counts=replace(counts, failures=len(failures)))


def repeated_articles(
    articles: Sequence[Article],
    options: DigestOptions,
    run: Run,
    delivered: Sequence[DeliveredStory],
) -> frozenset[str]:
    """The ids of articles whose stories only repeat reports that were delivered earlier."""
    if not may_repeat(articles, delivered):
        return frozenset()
    with run.stage("group"):
        stories = _grouped(named(list(articles), options.names), options.topics, run)
        again = repeated(with_threads(stories, delivered, run.as_of), delivered)
    copies = (copy.article for story in again for copy in story.copies)
    return frozenset(
        article.id for article in (*copies, *(each for story in again for each in story.articles))
    )


def _news_of_all(articles: Sequence[Article], run: Run) -> list[Article]:
    """As `news_of_all`, with the pages of sites counted."""
    news = news_of_all(articles)
    run.no_news += len(articles) - len(news)
    return news


def _in_window(articles: Iterable[Article], options: DigestOptions, run: Run) -> list[Article]:
    """The articles within the window; the others are counted. Undated ones are in every window."""
    within: list[Article] = []
    for article in articles:
        dated = article.published or article.modified
        if dated and options.since and dated < options.since:
            run.outside["before"] += 1
        elif dated and options.until and dated >= options.until:
            run.outside["after"] += 1
        else:
            within.append(article)
    return within


def _grouped(
    articles: list[Article], topics: Sequence[analyse.CustomTopic], run: Run
) -> list[Story]:
    """The stories of the articles; if grouping fails, one story per article."""
    grouping = grouping_of(articles)
    return [
        _story_or_pile(articles, group, grouping.copies, topics, as_of=run.as_of)
        for group in grouping.stories
    ]


def _story_or_pile(
    articles: list[Article],
    group: list[int],
    copies: list[tuple[int, int]],
    topics: Sequence[analyse.CustomTopic],
    *,
    as_of: datetime,
) -> Story:
    """The story of a group; if that fails, its articles in their order."""
    reports = tuple(articles[index] for index in group)
    name = name_of(reports[0])
    id = guarded(Step.STORY, name, lambda: analyse.story_id(reports), reports[0].id)
    return guarded(
        Step.STORY,
        name,
        lambda: _story(id, articles, group, copies, topics, as_of=as_of),
        Story(id, reports),
    )


def _ordered(
    stories: list[Story], options: DigestOptions, run: Run, period: timedelta | None
) -> list[Story]:
    """The stories in reading order, at most `limit`; those beyond other limits come last.

    So do the earlier stories of threads in a digest of several days.
    """
    pile, limit = f"{len(stories)} stories", options.limit
    ordered = guarded(
        Step.ORDER,
        pile,
        lambda: analyse.reading_order(
            stories,
            as_of=run.as_of,
            period=period,
            feeds=options.weights,
            interests=options.interests,
            first=options.top or TOP_STORIES,
        ),
        stories,
    )
    earlier: list[Story] = []
    if period is not None and period >= SEVERAL_DAYS:
        ordered, earlier = one_for_each_thread(ordered, run.as_of)
    within, beyond = guarded(
        Step.ORDER, pile, lambda: _shared_out(ordered, options), (ordered, list[Story]())
    )
    if limit is None:
        return [*within, *beyond, *(replace(story, part=Part.MORE) for story in earlier)]
    return guarded(Step.ORDER, pile, lambda: analyse.diversify(within, limit), within[:limit])


def _shared_out(ordered: list[Story], options: DigestOptions) -> tuple[list[Story], list[Story]]:
    """The stories within the limits of feeds and groups, and those beyond them.

    Where there is a budget, the former are such that no publication takes more than its share.
    """
    within, beyond = within_limits(ordered, options.limits)
    if options.minutes is not None:
        within = in_turns(within, options.limits, most_stories(options.minutes))
    return within, beyond


def _story(
    id: str,
    articles: list[Article],
    group: list[int],
    copies: list[tuple[int, int]],
    topics: Sequence[analyse.CustomTopic],
    *,
    as_of: datetime,
) -> Story:
    """The story of the articles at the indices of `group`, the lead first."""
    originals = analyse.originals(articles, group, copies)
    independent = [articles[i] for i in group if i not in originals]
    reports = analyse.lead_first(independent, as_of=as_of)
    return Story(
        id=id,
        articles=tuple(reports),
        copies=tuple(Copy(articles[i], of=articles[of].id) for i, of in sorted(originals.items())),
        topics=analyse.story_topics(reports, topics),
    )


def _groups_of(story: Story, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The groups of the feeds that report the story, the lead's first."""
    reports = (*story.articles, *(copy.article for copy in story.copies))
    found = (group for report in reports for group in groups.get(report.origin, ()))
    return tuple(dict.fromkeys(found))


def _summarised(
    stories: Sequence[Story],
    options: DigestOptions,
    delivered: Sequence[DeliveredStory],
    pool: WorkerPool | None,
) -> list[Story]:
    """The stories with their summaries, of which the first one at the top is the longest.

    The others have more than one sentence only without a budget, and where they need it.
    """
    in_full = min(options.top, 1)
    full = options.sentences
    most = full if options.minutes is None else 1
    tasks = [
        SummaryTask(
            story,
            tuple(each for each in delivered if each.thread == story.thread),
            sentences=full if place < in_full else most,
            words=options.words,
            only_needed=place >= in_full,
        )
        for place, story in enumerate(stories)
    ]
    return with_summaries(tasks, pool)
