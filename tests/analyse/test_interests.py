"""What interests add to the weight of stories, and what they cannot do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import Interests, reading_order
from newsdigest.analyse.interests import MOST, UNIT, bounded, reasons_for
from newsdigest.analyse.order import HEAVY
from newsdigest.model import Article, Block, BlockKind, Reason, Story, Topic
from tests.analyse.test_order import NOW, report

SPORT = Topic("medtop:15000000", "sport", 0.9)
PAPERS = [f"Paper {number}" for number in range(9)]


def text(name: str, headline: str, body: str = "", source: str = "The Gull") -> Article:
    blocks = (Block(BlockKind.PARAGRAPH, body),)
    return replace(report(name, source), title=headline, blocks=blocks, language="en")


FERRY = text("a", "Ferries to the islands resume", "The pier at the fish market is open again.")


@pytest.mark.parametrize(
    ("interests", "kind", "name"),
    [
        (Interests(words={"ferry": 2}), "word", "ferry"),
        (Interests(phrases={"Fish Market": 2}), "phrase", "Fish Market"),
        (Interests(topics={"Sport": 2}), "topic", "Sport"),
        (Interests(sources={"the gull": 2}), "source", "the gull"),
        (Interests(groups={"coast": 2}), "group", "coast"),
    ],
)
def test_what_a_story_meets(interests: Interests, kind: str, name: str) -> None:
    """Words in all their forms, phrases, topics, publications and groups, whatever the case."""
    story = Story("s", (FERRY,), topics=(SPORT,), groups=("Coast/Islands",))
    assert reasons_for(story, interests) == (Reason(kind, name, 2 * UNIT),)
    assert reasons_for(Story("t", (text("b", "Bread prize for a bakery"),)), interests) == () or (
        kind == "source"
    )


def test_a_word_in_passing_is_not_met() -> None:
    """One mention in the body does not make it the subject; two do."""
    interests = Interests(words={"pier": 1})
    assert reasons_for(Story("s", (FERRY,)), interests) == ()
    twice = replace(FERRY, blocks=FERRY.blocks * 2)
    assert [each.name for each in reasons_for(Story("s", (twice,)), interests)] == ["pier"]


def test_a_dislike_of_a_publication_is_for_what_it_alone_reports() -> None:
    """What others report too does not come later for it; a liking counts in any case."""
    shared = Story("s", (FERRY, text("b", "Islands have ferries again", source="The Tern")))
    assert reasons_for(shared, Interests(sources={"The Gull": -3})) == ()
    assert len(reasons_for(shared, Interests(sources={"The Tern": 3}))) == 1
    grouped = replace(shared, groups=("Coast",))
    assert reasons_for(grouped, Interests(groups={"Coast": -3})) == ()


@given(st.lists(st.builds(Reason, st.just("word"), st.text(), st.floats(-1.5, 1.5)), max_size=9))
def test_interests_are_bounded(reasons: list[Reason]) -> None:
    """However many a story meets, they add or take away no more than MOST."""
    assert -MOST <= bounded(reasons) <= MOST
    assert MOST == 3 * UNIT


@st.composite
def days(draw: Callable[..., int]) -> tuple[list[Story], Interests]:
    """Stories of a day, each with a word of its own and some with many reports, and interests."""
    number = draw(st.integers(1, 25))
    stories = []
    for index in range(number):
        sources = PAPERS[: draw(st.integers(1, len(PAPERS)))]
        age = timedelta(hours=draw(st.integers(0, 30)))
        reports = [
            replace(report(f"{index} {paper}", paper, age), title=f"Word{index} today")
            for paper in sources
        ]
        stories.append(Story(f"s{index}", tuple(reports)))
    words = {f"word{index}": draw(st.integers(-3, 3)) for index in range(number)}
    return stories, Interests(words=words)


@given(days(), st.integers(1, 8))
def test_a_heavy_story_is_never_buried(day: tuple[list[Story], Interests], first: int) -> None:
    """Of the first stories without interests, the heavier half stays among the first with any.

    That is said of stories that HEAVY or more publications report.
    """
    stories, interests = day
    plain = reading_order(stories, as_of=NOW)
    made = reading_order(stories, as_of=NOW, interests=interests, first=first)
    assert sorted(each.id for each in made) == sorted(each.id for each in stories)
    leading = {each.id for each in made[:first]}
    for story in plain[: (first + 1) // 2]:
        assert len(story.sources) < HEAVY or story.id in leading


@given(days())
def test_the_order_is_that_of_the_weights(day: tuple[list[Story], Interests]) -> None:
    """Beside the heavy stories, what comes first weighs more."""
    stories, interests = day
    made = reading_order(stories, as_of=NOW, interests=interests, first=5)
    for part in (made[:5], made[5:]):
        totals = [each.weight.total for each in part if each.weight]
        assert totals == sorted(totals, reverse=True) or totals == pytest.approx(
            sorted(totals, reverse=True)
        )


def test_interests_move_stories_up_and_down() -> None:
    """A liked story comes before a fresher one, a disliked one behind an older one."""
    fresh, old = (
        Story(name, (replace(report(name, "The Gull", timedelta(hours=age)), title=title),))
        for name, age, title in (("fresh", 1, "Bread prize"), ("old", 20, "Ferries resume"))
    )
    for words, order in (
        ({}, "fresh old"),
        ({"ferry": 1}, "old fresh"),
        ({"bread": -1}, "old fresh"),
    ):
        made = reading_order([fresh, old], as_of=NOW, interests=Interests(words=words))
        assert " ".join(each.id for each in made) == order
    weight = made[1].weight
    assert weight
    assert (weight.interests, weight.reasons) == (-UNIT, (Reason("word", "bread", -UNIT),))
