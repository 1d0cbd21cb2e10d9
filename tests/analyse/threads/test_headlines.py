"""The headlines under a running story: how it began and what came last, each saying more."""

from __future__ import annotations

from newsdigest.analyse.stories.threads import says_the_same, telling_headlines

BEGAN = "Dam bursts above Kelbrook, nine missing"
SAME = "Dam bursts above Kelbrook: nine are missing"
FOUND = "Rescuers find four people alive in the mud"
SEARCH = "Search goes on through a second night of rain"
MAYOR = "Mayor calls for an inquiry into old warnings"
NEWEST = "Engineers had asked twice for repairs of the dam"


def test_three_headlines_at_most_are_shown() -> None:
    """The first one and the last two stay, in their order."""
    assert telling_headlines([BEGAN, FOUND, SEARCH, MAYOR], NEWEST, "en") == [0, 2, 3]


def test_a_headline_that_says_the_same_is_left_out() -> None:
    """Each headline differs from each other one by two content words or more."""
    assert telling_headlines([BEGAN, SAME, FOUND], NEWEST, "en") == [0, 2]


def test_a_headline_like_the_newest_is_left_out() -> None:
    """What the story's own headline says is not said again under it."""
    assert telling_headlines([BEGAN, FOUND], SAME, "en") == [1]


def test_reports_of_one_event_may_say_the_same() -> None:
    """Two thirds of the content words of the shorter headline are enough; names alone are not."""
    taken = "Thieves take forty outboard motors in one night"
    assert says_the_same(taken, "Police look for thieves of forty outboard motors", "en")
    assert not says_the_same(taken, "Forty outboard motors found in a barn at Sandholm", "en")
    assert not says_the_same(BEGAN, FOUND, "en")


def test_without_earlier_headlines_there_are_none() -> None:
    """A story that just began has no course."""
    assert telling_headlines([], NEWEST, "en") == []
