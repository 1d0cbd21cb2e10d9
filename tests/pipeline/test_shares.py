"""How much of a digest one publication, one feed or one group may have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.model import Article, Digest, Part, Story
from newsdigest.pipeline import DigestOptions, ReadResult, Run, StoryLimit, make_digest
from newsdigest.pipeline.shares import FEWEST, SHARE, in_turns, within_limits
from tests.daily.feeds import item

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


def story(id: str, source: str, *others: str) -> Story:
    reports = tuple(
        Article(f"{id}{each}", id, (), f"https://{each}.example/feed", each)
        for each in (source, *others)
    )
    return Story(id, reports)


STORIES = st.lists(
    st.tuples(st.sampled_from("aaaaaabcd"), st.sampled_from(["", "", "", "e"])), max_size=60
).map(lambda drawn: [story(str(n), *filter(None, names)) for n, names in enumerate(drawn)])
LIMITS = st.lists(
    st.builds(
        lambda names, most: StoryLimit(frozenset(f"https://{n}.example/feed" for n in names), most),
        st.sets(st.sampled_from("abcd"), min_size=1), st.integers(1, 4),
    ),
    max_size=3,
)  # fmt: skip


def alone(stories: Sequence[Story], source: str) -> int:
    return sum(each.sources == (source,) for each in stories)


def digest(articles: tuple[Article, ...], options: DigestOptions) -> Digest:
    return make_digest(ReadResult(articles, (), 1, 1), options, Run(NOW))


@given(STORIES)
def test_no_publication_has_more_than_its_share(stories: list[Story]) -> None:
    """Of any beginning of the order, at most a third, as long as others have stories left."""
    made = in_turns(stories, (), len(stories))
    assert sorted(each.id for each in made) == sorted(each.id for each in stories)
    for place in range(1, len(made) + 1):
        had = Counter(each.lead.source for each in made[:place])
        last = made[place - 1]
        most = max(FEWEST, int(SHARE * place))
        if last.sources == (last.lead.source,) and had[last.lead.source] > most:
            left = {each.lead.source for each in made[place:]} - {last.lead.source}
            assert all(had[other] >= most for other in left)
            assert all(len(each.sources) == 1 for each in made[place:])


@given(STORIES)
def test_shared_stories_are_never_held_back(stories: list[Story]) -> None:
    """What several publications report comes no later than by the reading order."""
    made = [each.id for each in in_turns(stories, (), len(stories))]
    for place, each in enumerate(stories):
        if len(each.sources) > 1:
            assert made.index(each.id) <= place


@given(STORIES, st.integers(0, 60))
def test_more_room_changes_nothing_before_it(stories: list[Story], most: int) -> None:
    """The first places are the same whatever comes after them."""
    assert in_turns(stories, (), most)[:most] == in_turns(stories, (), len(stories))[:most]


def test_a_publication_alone_fills_the_edition() -> None:
    """Where nobody else has stories left, the order is the reading order."""
    stories = [story(str(n), "a") for n in range(9)]
    assert in_turns(stories, (), 9) == stories


def test_a_limit_replaces_the_share() -> None:
    """A feed whose limit the user set may have so many stories, at any place."""
    stories = [story(str(n), "a") for n in range(6)] + [story("b", "b")]
    limit = StoryLimit(frozenset({"https://a.example/feed"}), 6)
    assert in_turns(stories, [limit], 7) == stories
    assert [each.lead.source for each in in_turns(stories, (), 7)[:3]] == ["a", "a", "b"]


@given(STORIES, LIMITS)
def test_limits_hold_and_lose_nothing(stories: list[Story], limits: list[StoryLimit]) -> None:
    """Each limit holds for what its feeds report alone; asked twice, the answer is the same."""
    within, beyond = within_limits(stories, limits)
    assert sorted([*within, *beyond], key=stories.index) == stories
    assert all(len(each.sources) == 1 for each in beyond)
    for limit in limits:
        own = [each for each in within if each.lead.origin in limit.origins]
        assert len(own) <= limit.most or any(len(each.sources) > 1 for each in own)
    assert within_limits([*within, *beyond], limits) == (within, beyond)


@pytest.mark.parametrize("minutes", [None, 3])
def test_what_is_beyond_a_limit_is_counted(minutes: int | None) -> None:
    """Of twenty stories of a feed with limit 5, five are shown and fifteen are counted."""
    articles = tuple(
        Article(
            f"{source}{n}", item(n).title, (), f"https://{source}.example/feed", source,
            published=NOW - timedelta(minutes=n),
        )
        for source, numbers in (("a", range(20)), ("b", range(20, 24)))
        for n in numbers
    )  # fmt: skip
    limits = (StoryLimit(frozenset({"https://a.example/feed"}), 5),)
    options = DigestOptions(minutes=minutes, limits=limits)
    made = digest(articles, options)
    assert len(made.stories) == 24
    shown = [each for each in made.stories if each.part is not Part.MORE]
    assert alone(shown, "a") == 5
    assert alone(shown, "b") == 4
    assert [each.part for each in made.stories[9:]] == [Part.MORE] * 15
    few = digest(articles, DigestOptions(limit=6, limits=limits, minutes=minutes))
    assert (len(few.stories), alone(few.stories, "a") <= 5) == (6, True)


def test_a_noisy_feed_leaves_two_thirds_of_an_edition() -> None:
    """Sixty fresh stories of one publication do not crowd out thirty older ones of three others."""
    articles = tuple(
        Article(
            f"a{n}", item(n).title, (), f"https://{source}.example/feed", source,
            published=NOW - timedelta(hours=age),
        )
        for source, numbers, age in (
            ("noisy", range(60), 1), ("b", range(60, 70), 9), ("c", range(70, 80), 9),
            ("d", range(80, 90), 9),
        )
        for n in numbers
    )  # fmt: skip
    made = digest(articles, DigestOptions(minutes=2))
    shown = [each for each in made.stories if each.part is not Part.MORE]
    assert FEWEST < alone(shown, "noisy") <= len(shown) / 3
