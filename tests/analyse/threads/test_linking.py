"""Stories continue the stories of earlier days that they belong to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

from newsdigest.analyse.stories.threads import Continuation, StoryOfDay, continued_threads
from newsdigest.model import Article
from tests.analyse.threads.reports import (
    CHESS,
    FLOOD,
    FOUND,
    INQUIRY,
    MONDAY,
    ROUND_UP,
    TUESDAY,
    VIOLIN,
    report,
)


def members(*articles: Article) -> list[StoryOfDay]:
    return [
        StoryOfDay((each,), each.published, each.title or "") for each in articles if each.published
    ]


def linked(*articles: Article, delivered: int = 0) -> dict[str, list[str]]:
    """By headline, the headlines of the earlier stories of its thread."""
    found = continued_threads(members(*articles), delivered)
    return {
        each.title or "": [articles[index].title or "" for index in own.thread]
        for each, own in zip(articles, found, strict=True)
        if own.thread
    }


def test_the_next_days_continue_a_story() -> None:
    """What happens next in the same place to the same thing is one thread, and nothing else is."""
    assert linked(CHESS, FLOOD, VIOLIN, FOUND, INQUIRY) == {
        FOUND.title: [FLOOD.title],
        INQUIRY.title: [FLOOD.title, FOUND.title],
    }


def test_a_delivered_story_is_continued_on_its_own_day() -> None:
    """What an earlier digest delivered is earlier even on the same day; other stories are not."""
    hours_later = replace(FOUND, published=(FLOOD.published or FOUND.published))
    assert linked(FLOOD, CHESS, hours_later) == {}
    assert linked(FLOOD, CHESS, hours_later, delivered=2) == {FOUND.title: [FLOOD.title]}


def test_threads_that_were_delivered_keep_together() -> None:
    """A story continues the whole thread, of which only one story may be like it."""
    stories = members(FLOOD, CHESS, FOUND, INQUIRY)
    stories[1] = replace(stories[1], thread=stories[0].thread)
    assert continued_threads(stories, 2)[2].thread == (0, 1)


def courses(*articles: Article) -> dict[str, list[str]]:
    """By headline, the headlines that may stand under it."""
    found = continued_threads(members(*articles), 0)
    return {
        each.title or "": [articles[index].title or "" for index in own.course]
        for each, own in zip(articles, found, strict=True)
        if own.course
    }


def test_a_thread_is_the_course_of_one_story_of_a_day() -> None:
    """Two stories of a day may belong to one thread, whose headlines stand under the likelier."""
    aside = report(
        "Ennerbeck dam builders of Kelbrook sell their office",
        "The engineers who built the Ennerbeck dam above Kelbrook are selling their office, the "
        "firm said on Tuesday. It has nine rooms.",
        TUESDAY,
    )
    assert linked(FLOOD, CHESS, FOUND, aside).keys() == {FOUND.title, aside.title}
    for order in permutations((FLOOD, CHESS, FOUND, aside)):
        assert courses(*order) == {FOUND.title: [FLOOD.title]}
    assert courses(FLOOD, CHESS, aside) == {aside.title: [FLOOD.title]}


def test_headlines_without_a_rare_word_in_common_are_no_course() -> None:
    """A story belongs to its thread, but headlines about something else do not stand under it."""
    stories = members(FLOOD, CHESS, FOUND, INQUIRY)
    stories[1] = replace(stories[1], thread=stories[0].thread)
    found = continued_threads(stories, 2)
    assert (found[2].thread, found[2].course) == ((0, 1), (0,))


def test_round_ups_belong_to_no_thread() -> None:
    """A round-up that names a running story neither continues it nor begins it."""
    assert linked(FLOOD, CHESS, ROUND_UP, INQUIRY) == {INQUIRY.title: [FLOOD.title]}


def test_reports_by_one_template_are_no_thread() -> None:
    """Daily reports that differ only in their names tell of different things."""

    def opening(town: str, when: datetime) -> Article:
        return report(
            f"{town} library extends its opening hours",
            f"The library of {town} extends its opening hours this winter, its board said. The "
            f"plan was drawn up by evening readers in {town}, and the district pays half.",
            when,
        )

    assert linked(opening("Aldermoor", MONDAY), CHESS, opening("Birchquay", TUESDAY)) == {}


def test_languages_are_linked_apart() -> None:
    """A report in another language continues nothing, since no words can be compared."""
    assert linked(FLOOD, CHESS, replace(FOUND, language="de")) == {}


def test_a_story_ends_after_a_week() -> None:
    """After more than a week of silence a story is a new one."""
    assert FOUND.published is not None
    late = replace(FOUND, published=FOUND.published + timedelta(days=7))
    assert linked(FLOOD, CHESS, late) == {}


def test_the_order_of_the_stories_does_not_matter() -> None:
    """The threads are the same in whatever order the stories of a digest come."""
    wanted = linked(CHESS, FLOOD, FOUND, INQUIRY)
    for order in permutations((CHESS, FLOOD, FOUND, INQUIRY)):
        assert linked(*order) == wanted


def test_one_story_and_none_are_no_thread() -> None:
    """Without anything earlier there is nothing to continue."""
    assert continued_threads([], 0) == []
    assert continued_threads(members(FLOOD), 0) == [Continuation()]
