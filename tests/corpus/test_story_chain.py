"""Stories go on from day to day: an article keeps the story of its own day."""

from __future__ import annotations

from datetime import UTC, datetime

from newsdigest.analyse import story_id_of
from newsdigest.corpus.story_chain import ArticleStory, stories_of_day
from newsdigest.corpus.windows import GroupedArticle

DAYS = ("2026-11-01", "2026-11-02", "2026-11-03")


def grouped(
    id: str, day: int, cluster: str, copies: str = "", hour: int | None = 8
) -> GroupedArticle:
    dated = None if hour is None else datetime(2026, 11, day, hour, tzinfo=UTC)
    return GroupedArticle(id, DAYS[day - 1], dated, "en", cluster, copies or id)


def known(**stories: str) -> dict[str, ArticleStory]:
    return {id: ArticleStory(id, story, id, "en") for id, story in stories.items()}


def test_a_new_story_is_called_after_its_articles() -> None:
    """No count of stories is in its id, so it does not depend on other stories."""
    window = [grouped("b", 3, "a"), grouped("a", 3, "a"), grouped("c", 3, "c")]
    rows = stories_of_day(DAYS[2], window, {})
    assert [(row.id, row.story) for row in rows] == [
        ("a", story_id_of(["b", "a"])),
        ("b", story_id_of(["a", "b"])),
        ("c", story_id_of(["c"])),
    ]


def test_later_articles_join_the_story_of_earlier_ones() -> None:
    """Only the articles of the day are given a story."""
    window = [grouped("a", 2, "a"), grouped("z", 3, "a")]
    rows = stories_of_day(DAYS[2], window, known(a="ferry"))
    assert [(row.id, row.story) for row in rows] == [("z", "ferry")]


def test_of_several_stories_the_one_with_most_articles_goes_on() -> None:
    """Among equals the one whose first article is the earliest, whatever the ids."""
    window = [
        grouped("a", 1, "a"),
        grouped("b", 2, "a"),
        grouped("c", 2, "a"),
        grouped("z", 3, "a"),
    ]
    most = stories_of_day(DAYS[2], window, known(a="early", b="late", c="late"))
    equal = stories_of_day(DAYS[2], window[::-1], known(a="z", b="a"))
    assert [most[0].story, equal[0].story] == ["late", "z"]


def test_an_article_keeps_the_story_of_its_first_day() -> None:
    """Read again on a later day, it stays where it was, though its cluster goes elsewhere."""
    window = [
        *(grouped(id, 2, "a") for id in "abc"),
        *(grouped(id, 3, "a") for id in "ad"),
    ]
    rows = stories_of_day(DAYS[2], window, known(a="own", b="other", c="other"))
    assert [(row.id, row.story) for row in rows] == [("a", "own"), ("d", "other")]


def test_copies_are_called_after_the_first_of_them() -> None:
    """By time, not by id; one without a date comes last, and earlier days come first."""
    window = [
        grouped("a", 3, "a", "a", hour=None),
        grouped("b", 3, "a", "a", hour=9),
        grouped("c", 3, "a", "a", hour=7),
        grouped("d", 3, "a", "d"),
        grouped("e", 2, "a", "d", hour=23),
    ]
    rows = stories_of_day(DAYS[2], window, known(e="ferry"))
    assert {row.id: row.copy for row in rows} == {"a": "c", "b": "c", "c": "c", "d": "e"}
