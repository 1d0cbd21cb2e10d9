"""Stories under headings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.errors import RenderError
from newsdigest.model import Story, Topic
from newsdigest.render.grouping import Section, group
from tests.render.examples import BARE, CUP

SPORT = Topic("medtop:15000000", "sport", 0.9)
WEATHER = Topic("medtop:17000000", "weather", 0.9)


def story(number: int, source: str | None, *topics: Topic) -> Story:
    return Story(str(number), (replace(BARE, source=source),), topics=topics)


STORIES = [
    story(1, None, SPORT),
    story(2, "Harbour Post", SPORT),
    story(3, "Marlow Ledger"),
    story(4, "Harbour Post", WEATHER),
    story(5, "Harbour Post", SPORT, WEATHER),
]


def outline(section: Section) -> object:
    if section.sections:
        return {inner.name: outline(inner) for inner in section.sections}
    return "".join(each.story.id for each in section.stories)


def test_sections_follow_their_first_stories() -> None:
    """Sections are in the order of their first stories; those without a name come last."""
    assert outline(group(STORIES, ("source", "topic"))) == {
        "Harbour Post": {"sport": "25", "weather": "4"},
        "Marlow Ledger": {None: "3"},
        None: {"sport": "1"},
    }
    names = [section.name for section in group(STORIES, ("source",)).sections]
    assert names == ["Harbour Post", "Marlow Ledger", None]


def test_keys_in_any_order_or_alone() -> None:
    """`--by topic,source`, `--by topic` and `--by none` are all supported."""
    assert outline(group(STORIES, ("topic", "source"))) == {
        "sport": {"Harbour Post": "25", None: "1"},
        "weather": {"Harbour Post": "4"},
        None: {"Marlow Ledger": "3"},
    }
    assert outline(group(STORIES, ("topic",))) == {"sport": "125", "weather": "4", None: "3"}
    assert outline(group(STORIES, ())) == "12345"


def test_groups_of_feeds() -> None:
    """A story is under its first group; those in none come last."""
    own = [("Coast", "Sport"), (), ("Sport",), ("Coast",), ()]
    stories = [replace(each, groups=names) for each, names in zip(STORIES, own, strict=True)]
    assert outline(group(stories, ("group", "topic"))) == {
        "Coast": {"sport": "1", "weather": "4"},
        "Sport": {None: "3"},
        None: {"sport": "25"},
    }


def test_a_story_is_only_in_the_section_of_its_lead() -> None:
    """A story is not repeated under the other publications that report it."""
    shared = Story("1", (replace(BARE, source="A"), replace(CUP, source="B")))
    assert outline(group([shared], ("source",))) == {"A": "1"}


@pytest.mark.parametrize("by", [("author",), ("source", "source"), ("",)])
def test_other_keys_are_refused(by: tuple[str, ...]) -> None:
    """Unknown and repeated keys raise an error for the user."""
    with pytest.raises(RenderError):
        group(STORIES, by)
