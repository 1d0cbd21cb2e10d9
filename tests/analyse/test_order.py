"""The order of stories and what a limit keeps of them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import diversify, reading_order
from newsdigest.analyse.order import (
    HALF_LIFE,
    HALF_PLACE,
    UNDATED,
    independent_sources,
    story_weight,
)
from newsdigest.model import Article, ArticleKind, Copy, Story, Topic
from tests.analyse.articles import article

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def report(
    name: str, source: str = "The Gull", age: timedelta | None = HOUR, **more: str
) -> Article:
    published = None if age is None else NOW - age
    return replace(article(name, "Text.", source=source, **more), id=name, published=published)


def story(name: str, *articles: Article, topic: str | None = None) -> Story:
    topics = (Topic(topic, topic, 0.9),) if topic else ()
    return Story(id=name, articles=articles or (report(name),), topics=topics)


def order(*stories: Story) -> list[str]:
    return [each.id for each in reading_order(stories, as_of=NOW)]


def test_more_sources_come_first() -> None:
    """A story of two publications comes before one of one publication of the same age."""
    one = story("one", report("a"), report("b"))
    two = story("two", report("c"), report("d", "The Tern"))
    assert order(one, two) == ["two", "one"]


def test_a_source_counts_as_often_as_its_feed_weighs() -> None:
    """Half a publication, none, or three; of the feeds with one agency's text the heaviest."""
    light, other = report("a"), report("b", "The Tern")
    feeds = {light.origin: 0.5}
    other = replace(other, origin="other.xml")

    def sources(*articles: Article) -> float:
        return story_weight(story("s", *articles), {}, as_of=NOW, feeds=feeds).sources

    assert sources(light) == pytest.approx(math.log2(1.5))
    assert sources(light, other) == pytest.approx(math.log2(2.5))
    same = [replace(each, agency="AFN") for each in (light, other)]
    assert sources(*same) == pytest.approx(1.0)
    feeds[light.origin] = 0.0
    assert sources(light) == 0.0


def test_one_agency_is_one_source() -> None:
    """Two publications that print the same agency are no two sources; nor are copies."""
    agency = (report("a", "The Gull", agency="AFN"), report("b", "The Tern", agency="AFN"))
    each = replace(story("s", *agency), copies=(Copy(report("c", "The Crow"), of="a"),))
    assert independent_sources(each) == {"afn"}


def test_each_story_bears_its_weight() -> None:
    """The heaviest first, and a review has a handicap."""
    review = replace(report("c"), kind=ArticleKind.REVIEW)
    made = reading_order([story("c", review), story("a", report("a")), story("b")], as_of=NOW)
    weights = [each.weight for each in made if each.weight]
    assert [weight.total for weight in weights] == sorted(
        (weight.total for weight in weights), reverse=True
    )
    assert [weight.kind < 0 for weight in weights] == [False, False, True]


def test_newer_comes_first() -> None:
    """Of stories with as many sources the newer comes first, whichever article is the newest."""
    old = story("old", report("a", age=30 * HOUR))
    new = story("new", report("b", age=40 * HOUR), report("c", age=2 * HOUR))
    assert order(old, new) == ["new", "old"]


def test_reports_come_first() -> None:
    """Of stories of the same weight a report comes before an explanation, that before a quiz."""
    kinds = (ArticleKind.QUIZ, ArticleKind.EXPLAINER, ArticleKind.REPORT)
    each = [story(kind, replace(report(kind), kind=kind)) for kind in kinds]
    assert order(*each) == ["report", "explainer", "quiz"]


@pytest.mark.parametrize("published", [None, NOW + timedelta(days=5_000)])
def test_date_unknown_or_ahead_is_a_day_old(published: datetime | None) -> None:
    """A story without a date, or dated years ahead, stands between today's and older ones."""
    odd = story("odd", replace(report("a"), published=published))
    hours = UNDATED / HOUR
    fresh, stale = story("fresh", report("b")), story("stale", report("c", age=(hours + 9) * HOUR))
    assert order(stale, odd, fresh) == ["fresh", "odd", "stale"]


def test_top_of_the_page_comes_first() -> None:
    """Of the stories of one page the order of the page is kept if nothing else decides."""
    page = [story(f"s{n}", report(f"a{n}", origin="page.html")) for n in (3, 1, 2)]
    assert order(*page) == ["s3", "s1", "s2"]


def test_documents_of_their_own_are_at_their_top() -> None:
    """Where each story has a document of its own, the order of the documents does not matter."""
    stories = [story(f"s{n}", report(f"a{n}", origin=f"{n}.html")) for n in (3, 1, 2)]
    assert order(*stories) == order(*reversed(stories)) == ["s1", "s2", "s3"]


def test_weight_follows_the_formula() -> None:
    """Three sources, at place HALF_PLACE of their pages, a half-life old: 2 + .4/2 + .5."""
    each = story("s", *(report(n, source=n, age=HALF_LIFE) for n in "abc"))
    places = dict.fromkeys("abc", HALF_PLACE)
    weight = story_weight(each, places, as_of=NOW)
    assert weight.total == pytest.approx(2 + 0.2 + 0.5)
    assert [weight.sources, weight.prominence, weight.freshness] == pytest.approx([2, 0.2, 0.5])
    assert weight.kind == 0


def test_a_week_has_the_weight_of_the_week() -> None:
    """In a digest of a week two sources of Monday outweigh one of Sunday; in one of a day the newer
    story comes first. A period below a day changes nothing."""
    old = story("old", report("a", age=150 * HOUR), report("b", "The Tern", age=150 * HOUR))
    new = story("new", report("c", age=HOUR))

    def first(period: timedelta | None) -> str:
        return reading_order([new, old], as_of=NOW, period=period)[0].id

    assert [first(None), first(timedelta(hours=6))] == ["new", "new"]
    assert first(timedelta(days=7)) == "old"


def test_more_republished_breaks_ties() -> None:
    """Of equal stories the one with more copies comes first."""
    plain, copied = story("a", report("x")), story("b", report("y"))
    copied = replace(copied, copies=(Copy(report("z", "The Tern"), of="y"),))
    assert order(plain, copied) == ["b", "a"]


def test_spread_keeps_the_best_of_several_topics() -> None:
    """One topic takes two of five places while others have stories; the order stays."""
    sport = [story(f"sport {n}", topic="sport") for n in range(4)]
    others = [story("crime", topic="crime"), story("none"), story("health", topic="health")]
    kept = [each.id for each in diversify([*sport, *others], 5)]
    assert kept == ["sport 0", "sport 1", "crime", "none", "health"]


def test_spread_fills_up_with_one_topic() -> None:
    """Where there is but one topic, the limit is filled from it."""
    sport = [story(f"sport {n}", topic="sport") for n in range(4)]
    assert diversify(sport, 3) == sport[:3]


@given(st.lists(st.sampled_from(["a", "b", None]), max_size=9), st.integers(-1, 12))
def test_spread_keeps_as_many_as_it_may(topics: list[str | None], limit: int) -> None:
    """As many stories as there are or as the limit allows, in their order, the best among them."""
    stories = [story(f"{n}", topic=topic) for n, topic in enumerate(topics)]
    kept = diversify(stories, limit)
    assert len(kept) == max(0, min(limit, len(stories)))
    assert [each for each in stories if each in kept] == kept
    if kept:
        assert kept[0] == stories[0]
