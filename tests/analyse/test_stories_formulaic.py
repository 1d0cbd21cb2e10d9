"""Formulaic reports, which one publication writes by a template."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from newsdigest.analyse import find_copies, group_stories
from newsdigest.analyse.stories.formulaic import FormulaicReports
from newsdigest.model import Article
from tests.analyse.articles import article

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
TOWNS = ("Marlow", "Hadley", "Norfield", "Lanner", "Oberwald", "Sandwick", "Kelby", "Thornham")
PEOPLE = ("Ada Ruhl", "Owen Harwell", "Ruth Okafor", "Clara Marsh", "Ivo Senn", "Nell Hagen")
FORMS = {
    "weather": (
        "Weather in {town}: {sky} and {number} degrees",
        "{town} can expect {sky} on Wednesday with a high of {number} degrees, the weather office "
        "said. Winds will be light from the west, and the night will be clear.",
    ),
    "police": (
        "{town} police arrest man, {number}, over burglary",
        "Police in {town} arrested {person}, {number}, on Tuesday on suspicion of burglary at a "
        "shop. He is held at the county jail and will appear in court on Friday.",
    ),
    "result": (
        "{town} {number}-1 {other}: county league result",
        "{town} met {other} in the county league on Tuesday evening and won {number}-1. {person} "
        "scored the first goal before a crowd of {number}00.",
    ),
    "shares": (
        "{town} Mills shares rise {number} percent in early trade",
        "Shares of {town} Mills rose {number} percent in early trade on the Fenn exchange on "
        "Wednesday. The stock has gained {number}0 percent since the start of the year.",
    ),
}


def filled(form: str, dated: bool = True) -> list[Article]:
    title, text = FORMS[form]
    found = []
    for number, town in enumerate(TOWNS):
        words = {
            "town": town,
            "other": TOWNS[number - 3],
            "sky": ("rain", "sun", "fog")[number % 3],
            "person": PEOPLE[number % len(PEOPLE)],
            "number": 3 + number,
        }
        made = article(title.format(**words), text.format(**words), source="The Fenn Mail")
        time = NOON + timedelta(minutes=37 * number) if dated else None
        found.append(replace(made, published=time))
    return found


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_other_names_in_the_same_form_are_other_events(form: str, dated: bool) -> None:
    """The weather of eight towns is eight stories, with dates and without."""
    articles = filled(form, dated)
    assert len(group_stories(articles, find_copies(articles))) == len(articles)


def test_only_a_publication_has_a_form_of_its_own() -> None:
    """What two publications write is compared by its words alone."""
    one, other = filled("police")[:2]
    assert FormulaicReports([one, other]).are_different_events(0, 1)
    elsewhere = replace(other, source="Norfield Post", origin="https://norfield.example/a")
    assert not FormulaicReports([one, elsewhere]).are_different_events(0, 1)


def test_later_news_of_one_event_is_no_form() -> None:
    """A toll that rises, and a headline in other words, name nobody else."""
    toll = "The fire at the Marlow mill killed {} people on Tuesday night, the fire service said."
    updates = [
        article(title, toll.format(number), source="The Fenn Mail")
        for title, number in (
            ("Fire at Marlow mill kills five", "five"),
            ("Fire at Marlow mill kills seven", "seven"),
            ("Marlow mayor speaks of a black day", "seven"),
        )
    ]
    templates = FormulaicReports(updates)
    assert not any(templates.are_different_events(*pair) for pair in combinations(range(3), 2))
