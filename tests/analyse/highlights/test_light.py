"""The light last item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.analyse import light_story
from newsdigest.model import ArticleKind, Copy, Story, SummarySentence, Topic
from tests.analyse.articles import article

SCIENCE = Topic("medtop:13000000", "science and technology", 0.9)
PEOPLE = Topic("medtop:08000000", "human interest", 0.9)
CRIME = Topic("medtop:02000000", "crime, law and justice", 0.9)
TITLE = "Whales sing to the ferry of Port Marlow"
TEXT = "Two whales have followed the ferry of Port Marlow since Saturday and sing to its engine."


def story(title: str = TITLE, text: str = TEXT, topic: Topic | None = SCIENCE) -> Story:
    lead = article(title, text)
    topics = (topic,) if topic else ()
    return Story(title, (lead,), topics=topics, summary=(SummarySentence(text, lead.id),))


def test_a_light_story_of_one_publication_is_the_last_item() -> None:
    """Of human interest, science or the arts."""
    market = story("Market hall approved", "The council approved the market hall.", CRIME)
    light = story()
    assert light_story([market, light]) is light


@pytest.mark.parametrize(
    "other",
    [
        story(topic=CRIME),
        story(topic=None),
        story(topic=replace(SCIENCE, score=0.4)),
        story("Ferry of Port Marlow has a new engine", TEXT),
        story("Whales to watch from the ferry of Port Marlow", TEXT),
        story("Whales die beside the ferry of Port Marlow", TEXT),
        story(text=f"{TEXT} The police shot a third one."),
        story(text=f"{TEXT} The president called for a ban."),
        story(text="Pepper is safe and sound!"),
        story(text="They have followed the ferry of Port Marlow since Saturday and sing to it."),
        story(text="The engine of a boat has been singing in the harbour since last Saturday."),
        replace(story(), summary=()),
    ],
)
def test_what_is_no_last_item(other: Story) -> None:
    """Other and uncertain topics, nothing light, tips, grave and contested, and what teases."""
    assert light_story([other]) is None


def test_what_several_report_is_no_last_item() -> None:
    """That is news; a copy counts as well."""
    light, second = story(), article(TITLE, TEXT, id="second")
    assert light_story([replace(light, articles=(light.lead, second))]) is None
    assert light_story([replace(light, copies=(Copy(second, light.lead.id),))]) is None


@pytest.mark.parametrize("kind", [ArticleKind.OPINION, ArticleKind.GALLERY, ArticleKind.QUIZ])
def test_other_kinds_are_no_last_item(kind: ArticleKind) -> None:
    """A report, or a feature that asks how."""
    light = story()
    lead = replace(light.lead, kind=kind)
    assert light_story([replace(light, articles=(lead,))]) is None
    feature = replace(light.lead, kind=ArticleKind.EXPLAINER)
    assert light_story([replace(light, articles=(feature,))]) is not None


def test_the_lightest_is_taken() -> None:
    """More words of light subjects count more than topic and order."""
    library = story(
        "Library of Port Marlow lends violins and telescopes",
        "The library of Port Marlow lends violins and telescopes from Monday on.",
    )
    assert light_story([story(), library]) is library
    person = replace(story(), id="person", topics=(PEOPLE,))
    assert light_story([story(), person]) is person
