"""A digest says what goes on from earlier days, and what of it is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from newsdigest.model import Article, ArticleKind, DeliveredStory, Digest, EarlierStory, Part, Story
from newsdigest.pipeline import DigestOptions, ReadResult, Run, make_digest, repeated_articles
from tests.analyse.threads.reports import (
    CHESS,
    FLOOD,
    FOUND,
    INQUIRY,
    MONDAY,
    TUESDAY,
    VIOLIN,
    WEDNESDAY,
)


def made(
    *articles: Article,
    delivered: tuple[DeliveredStory, ...] = (),
    options: DigestOptions = DigestOptions(),  # noqa: B008 - frozen
) -> Digest:
    return make_digest(
        ReadResult(articles, (), 1, 1),
        options,
        Run(WEDNESDAY + timedelta(hours=3)),
        delivered,
    )


def story_of(digest: Digest, lead: Article) -> Story:
    return next(story for story in digest.stories if story.lead.id == lead.id)


def delivered_story(article: Article, digest: str, **fields: object) -> DeliveredStory:
    assert article.published is not None
    earlier = EarlierStory(
        f"story of {article.id}",
        article.title,
        article.published,
        article.source,
        article.url,
        digest,
    )
    told = (article.blocks[0].text,)
    story = DeliveredStory(earlier, "the dam", article.published, told, (article,))
    return replace(story, **fields)  # type: ignore[arg-type]


def test_a_story_of_several_days_has_a_course() -> None:
    """In one digest the newest story names the headlines of the days before, oldest first."""
    digest = made(FLOOD, CHESS, VIOLIN, FOUND, INQUIRY)
    story = story_of(digest, INQUIRY)
    assert story.since == MONDAY
    assert [each.title for each in story.previous] == [FLOOD.title, FOUND.title]
    assert [each.digest for each in story.previous] == [None, None]
    assert all(
        story_of(digest, each).since is None and not story_of(digest, each).previous
        for each in (CHESS, VIOLIN)
    )


@pytest.mark.parametrize(
    "options",
    [DigestOptions(since=WEDNESDAY - timedelta(days=7)), DigestOptions(period=timedelta(days=7))],
)
def test_a_digest_of_several_days_has_a_running_story_once(options: DigestOptions) -> None:
    """It is its newest story, with its own reports and its course; the earlier ones are counted."""
    digest = made(FLOOD, CHESS, VIOLIN, FOUND, INQUIRY, options=options)
    shown = [story for story in digest.stories if story.part is not Part.MORE]
    assert {story.lead.id for story in shown} == {INQUIRY.id, CHESS.id, VIOLIN.id}
    (counted,) = digest.stories[len(shown) :]
    assert {article.id for article in counted.articles} == {FOUND.id, FLOOD.id}
    story = story_of(digest, INQUIRY)
    assert story.articles == (INQUIRY,)
    assert [each.title for each in story.previous] == [FLOOD.title, FOUND.title]
    assert story.since == MONDAY


def test_a_running_story_of_several_days_weighs_as_its_heaviest_day() -> None:
    """What two publications reported on Tuesday stands first, led by the report of Wednesday."""
    chess = replace(CHESS, published=WEDNESDAY + timedelta(hours=2))
    options = DigestOptions(period=timedelta(days=7))
    digest = made(FLOOD, FOUND, chess, INQUIRY, options=options)
    assert [story.lead.id for story in digest.stories] == [INQUIRY.id, chess.id, FOUND.id]
    assert digest.stories[0].weight == digest.stories[-1].weight
    assert len(digest.stories[0].articles) == 1
    alone = made(chess, INQUIRY, options=options)
    assert alone.stories[0].lead.id == chess.id


def test_a_running_story_of_several_days_is_led_by_a_report() -> None:
    """A newer comment is only counted."""
    comment = replace(INQUIRY, id="view", kind=ArticleKind.OPINION)
    digest = made(FLOOD, FOUND, comment, options=DigestOptions(period=timedelta(days=7)))
    shown = [story for story in digest.stories if story.part is not Part.MORE]
    assert [story.lead.id for story in shown] == [FOUND.id]


def test_a_digest_of_two_days_or_less_has_each_story() -> None:
    """What happened since yesterday is news of its own."""
    options = DigestOptions(since=TUESDAY - timedelta(hours=1))
    assert len(made(FOUND, INQUIRY, options=options).stories) == 2


def test_a_delivered_story_is_continued() -> None:
    """The course leads to the digest that delivered it; the thread keeps its name."""
    digest = made(
        INQUIRY,
        CHESS,
        delivered=(
            delivered_story(FLOOD, "d1"),
            delivered_story(FOUND, "d2"),
            delivered_story(VIOLIN, "d2", thread="the violin"),
        ),
    )
    story = story_of(digest, INQUIRY)
    assert (story.thread, story.since) == ("the dam", MONDAY)
    assert [each.digest for each in story.previous] == ["d1", "d2"]
    assert story_of(digest, CHESS).thread is None


def test_a_running_story_began_with_the_oldest_headline_under_it() -> None:
    """Where no earlier headline differs from its own, it belongs to the thread without a start."""
    retold = replace(FLOOD, title=f"{FOUND.title} near Kelbrook")
    delivered = (delivered_story(retold, "d1", since=MONDAY - timedelta(days=3)),)
    story = story_of(made(FOUND, CHESS, delivered=delivered), FOUND)
    assert (story.thread, story.since, story.previous) == ("the dam", None, ())


def test_the_start_is_that_of_the_headlines_shown() -> None:
    """An opening headline that the newest one repeats is dropped, and the start with it."""
    retold = replace(FLOOD, title=f"{INQUIRY.title} in time")
    story = story_of(made(retold, CHESS, FOUND, INQUIRY), INQUIRY)
    assert [each.title for each in story.previous] == [FOUND.title]
    assert story.since == TUESDAY


def test_older_reports_of_the_story_are_its_course() -> None:
    """Reports of earlier days that are in the same story show how it went."""
    first = replace(
        FOUND, id="first", published=TUESDAY - timedelta(hours=20), title="Divers reach the mill"
    )
    digest = made(first, FOUND, VIOLIN)
    story = story_of(digest, FOUND)
    assert len(story.articles) == 2
    assert story.since == first.published


def test_new_facts_are_those_that_were_not_told() -> None:
    """Names and figures of the summary that headlines and summaries of the thread lacked."""
    digest = made(FOUND, CHESS, delivered=(delivered_story(FLOOD, "d1"),))
    facts = story_of(digest, FOUND).new_facts
    assert "four" in facts
    assert "Kelbrook" not in facts
    assert made(FOUND, CHESS).stories[0].new_facts == ()


def test_a_toll_that_rose_is_a_course() -> None:
    """A later higher figure of a running story is its course."""

    def toll(number: int, article: Article) -> Article:
        text = f"The burst Ennerbeck dam killed {number} people in Kelbrook. {article.text}"
        return replace(article, blocks=(replace(article.blocks[0], text=text),))

    digest = made(toll(31, FOUND), CHESS, delivered=(delivered_story(toll(12, FLOOD), "d1"),))
    (course,) = story_of(digest, FOUND).courses
    assert [figure.value for figure in course.figures] == ["12", "31"]


def test_what_repeats_a_delivered_report_is_found() -> None:
    """An update of a running story that says nothing new is a repeat; news never is."""
    again = replace(FLOOD, id="again", published=TUESDAY, source="Fenn Post")
    delivered = (delivered_story(FLOOD, "d1"), delivered_story(CHESS, "d1", thread="chess"))
    run = Run(WEDNESDAY)
    found = repeated_articles([again, VIOLIN], DigestOptions(), run, delivered)
    assert found == {"again"}
    updated = replace(again, added=(FLOOD.blocks[0].text,))
    assert repeated_articles([updated, VIOLIN], DigestOptions(), run, delivered) == frozenset()
    assert repeated_articles([again, VIOLIN], DigestOptions(), run, ()) == frozenset()


def test_a_pile_in_which_all_is_new_is_not_grouped_for_repeats() -> None:
    """Where no article adds nothing to all that was delivered, no story can."""
    delivered = (delivered_story(FLOOD, "d1"), delivered_story(CHESS, "d1", thread="chess"))
    run = Run(WEDNESDAY)
    assert repeated_articles([FOUND, VIOLIN], DigestOptions(), run, delivered) == frozenset()
    assert "group" not in run.seconds
