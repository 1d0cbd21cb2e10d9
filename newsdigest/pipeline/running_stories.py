"""Running stories: what of a digest goes on from earlier days, and what of it is new.

Stories are linked to those that earlier digests delivered, and to those of earlier days in the same
digest. Within one story its older reports show its course.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import UTC, datetime, timedelta

from newsdigest import analyse
from newsdigest.guard import Step, guarded
from newsdigest.model import Article, ArticleKind, DeliveredStory, EarlierStory, Story
from newsdigest.pipeline.document_articles import name_of
from newsdigest.valueclasses import replace, valueclass

# A report of the story itself is of its past if it is of an earlier day and so much older than the
# lead: half a day, since late reports of an evening and early ones of a morning tell the same.
OLDER = timedelta(hours=12)


def with_threads(
    stories: Sequence[Story], delivered: Sequence[DeliveredStory], as_of: datetime
) -> list[Story]:
    """The stories, each that continues earlier ones with its thread, its start and its course."""
    pile = f"{len(stories)} stories"
    return guarded(
        Step.THREADS, pile, lambda: _with_threads(stories, delivered, as_of), list(stories)
    )


def _with_threads(
    stories: Sequence[Story], delivered: Sequence[DeliveredStory], as_of: datetime
) -> list[Story]:
    shown = {article.id for story in stories for article in story.articles}
    past = [_Past.of_delivered(each) for each in delivered if _is_past(each, shown)]
    first = len(past)
    past += [_Past.of_story(story, as_of) for story in stories]
    if len(past) < 2:  # nothing that one could continue
        return [
            _continued(story, own, [], []) for story, own in zip(stories, past[first:], strict=True)
        ]
    members = [analyse.StoryOfDay(each.articles, each.when, each.thread) for each in past]
    linked = analyse.continued_threads(members, first)[first:]
    return [
        _continued(
            story,
            past[first + place],
            [past[number] for number in each.thread],
            [past[number] for number in each.course],
        )
        for place, (story, each) in enumerate(zip(stories, linked, strict=True))
    ]


@valueclass
class _Past:
    """A story as later ones see it."""

    articles: tuple[Article, ...]
    thread: str
    when: datetime
    # Those that readers know, its own last.
    headlines: tuple[EarlierStory, ...]
    is_delivered: bool

    @classmethod
    def of_delivered(cls, story: DeliveredStory) -> _Past:
        earlier = story.earlier
        headlines = (earlier,) if story.is_named else ()
        return cls(story.articles, story.thread, earlier.published, headlines, True)

    @classmethod
    def of_story(cls, story: Story, as_of: datetime) -> _Past:
        lead = story.lead
        when = _moment(lead, as_of)
        headlines = (
            *_older_reports(story, when),
            EarlierStory(story.id, lead.title, when, lead.source, lead.url),
        )
        return cls(story.articles, story.id, when, headlines, False)


def _is_past(story: DeliveredStory, shown: Set[str]) -> bool:
    """Whether its reports are still stored, and are not those of this digest.

    A story that a digest only counted competes again in the next ones.
    """
    return bool(story.articles) and (
        story.is_named or not any(article.id in shown for article in story.articles)
    )


def _continued(story: Story, own: _Past, past: Sequence[_Past], course: Sequence[_Past]) -> Story:
    """The story after stories of its thread and its own older reports, if there are any.

    `course` are those of the thread whose headlines may stand under it. It began with the oldest
    headline that does: without one it has no start.
    """
    earlier = [*(each for before in course for each in before.headlines), *own.headlines[:-1]]
    if not (earlier or past):
        return story
    # A thread keeps the name under which it was delivered.
    thread = next((each.thread for each in past if each.is_delivered), [*past, own][0].thread)
    previous = _telling(story, sorted(earlier, key=lambda each: (each.published, each.id)))
    since = previous[0].published if previous else None
    return replace(story, thread=thread, since=since, previous=previous)


def _telling(story: Story, earlier: Sequence[EarlierStory]) -> tuple[EarlierStory, ...]:
    titled = [each for each in earlier if each.title]
    chosen = analyse.telling_headlines(
        [each.title or "" for each in titled], story.title, story.lead.language
    )
    return tuple(titled[index] for index in chosen)


def _older_reports(story: Story, newest: datetime) -> list[EarlierStory]:
    """The story's straight reports of earlier days, oldest first, that say something else."""
    lead = story.lead
    found = [
        EarlierStory(story.id, article.title, article.published, article.source, article.url)
        for article in story.articles[1:]
        if article.published is not None
        and article.kind is ArticleKind.REPORT
        and newest - article.published >= OLDER
        and article.published.date() < newest.date()
        and not analyse.says_the_same(article.title or "", lead.title or "", lead.language)
    ]
    return sorted(found, key=lambda each: (each.published, each.title or ""))


def _moment(article: Article, as_of: datetime) -> datetime:
    """When it was published, and not after the run."""
    dated = article.published or article.modified or as_of
    return min(dated, as_of).astimezone(UTC)


def one_for_each_thread(
    stories: Sequence[Story], as_of: datetime
) -> tuple[list[Story], list[Story]]:
    """The stories in reading order with one of each thread, and the other stories of the threads.

    A running story is its newest report, at the place and with the weight of its heaviest day. The
    others are stories of their own: what stands under a headline as its course says only which
    story it belongs to, not that it is the same event.
    """
    pile = f"{len(stories)} stories"
    unchanged = list(stories), list[Story]()
    return guarded(Step.THREADS, pile, lambda: _newest_of_threads(stories, as_of), unchanged)


def _newest_of_threads(
    stories: Sequence[Story], as_of: datetime
) -> tuple[list[Story], list[Story]]:
    threads: dict[str, list[Story]] = {}
    for story in stories:
        threads.setdefault(story.thread or story.id, []).append(story)
    newest = [max(own, key=lambda each: _newness(each, as_of)) for own in threads.values()]
    kept = {story.id for story in newest}
    return (
        [
            replace(story, weight=own[0].weight)
            for story, own in zip(newest, threads.values(), strict=True)
        ],
        [story for story in stories if story.id not in kept],
    )


def told_of(story: Story, delivered: Sequence[DeliveredStory]) -> analyse.Told | None:
    """The headlines and summaries that readers were given of the story's thread, if any."""
    texts = [
        text
        for each in delivered
        if each.thread == story.thread and each.is_named
        for text in (each.earlier.title or "", *each.told)
    ]
    return analyse.Told.of(texts, story.lead.language) if texts else None


def with_course(
    story: Story, told: analyse.Told | None, delivered: Sequence[DeliveredStory]
) -> Story:
    """The story with the numbers that rose, and the facts of its summary that were not told."""
    past = [each for each in delivered if each.thread == story.thread]
    reports = [*(article for each in past for article in each.articles), *story.articles]
    facts = analyse.new_facts([each.text for each in story.summary], told) if told else ()
    return replace(story, courses=analyse.find_courses(reports), new_facts=facts)


def _newness(story: Story, as_of: datetime) -> tuple[bool, datetime, str]:
    """Straight reports come before comments, however new these are."""
    return story.lead.kind is ArticleKind.REPORT, _moment(story.lead, as_of), story.id


def may_repeat(articles: Sequence[Article], delivered: Sequence[DeliveredStory]) -> bool:
    """Whether an article adds nothing to all that was delivered, whatever its story.

    Most days have none, and need not be grouped twice.
    """
    texts = [text for each in delivered for text in _delivered_texts(each)]
    return bool(texts) and guarded(
        Step.THREADS,
        f"{len(articles)} articles",
        lambda: any(_repeat_in(articles, texts, each) for each in {a.language for a in articles}),
        False,
    )


def _repeat_in(articles: Sequence[Article], texts: Sequence[str], language: str | None) -> bool:
    told = analyse.Told.of(texts, language)
    return any(analyse.adds_nothing([article], told) for article in articles)


def _delivered_texts(story: DeliveredStory) -> list[str]:
    """Headlines and texts of the reports of a story, if readers know it."""
    if not story.is_named:
        return []
    return [text for article in story.articles for text in (article.title or "", article.text)]


def repeated(stories: Sequence[Story], delivered: Sequence[DeliveredStory]) -> list[Story]:
    """The stories that only repeat what reports delivered earlier say."""
    return [
        story
        for story in stories
        if guarded(Step.THREADS, name_of(story.lead), lambda: _is_repeat(story, delivered), False)  # noqa: B023 - called at once
    ]


def _is_repeat(story: Story, delivered: Sequence[DeliveredStory]) -> bool:
    reports = [*story.articles, *(copy.article for copy in story.copies)]
    texts = [
        text for each in delivered if each.thread == story.thread for text in _delivered_texts(each)
    ]
    if not texts or any(article.added for article in reports):
        return False
    return analyse.adds_nothing(reports, analyse.Told.of(texts, story.lead.language))
