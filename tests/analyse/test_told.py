"""What readers were told, and what is new to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.analyse import Told, adds_nothing, new_facts, summarise, summarise_story
from tests.analyse.articles import article
from tests.analyse.threads.reports import FLOOD, FOUND, TUESDAY, report

TOLD = Told.of([FLOOD.title or "", FLOOD.text], "en")


def test_names_and_figures_that_were_not_told_are_new() -> None:
    """Each new name and figure is given as printed, once, and none that was told."""
    facts = new_facts([FOUND.text, "The mayor of Kelbrook, Ada Harwell, knows 9 by name."], TOLD)
    assert facts == ("four", "Five", "Mayor", "Ada", "Harwell")


def test_a_number_within_a_name_is_no_figure() -> None:
    """The G7 is not the number 7, and 52nd is one word."""
    assert new_facts(["The G7 met for the 52nd time."], TOLD) == ("52nd",)


def test_a_number_in_words_is_the_number_in_digits() -> None:
    """Who was told of nine missing knows that there are 9."""
    assert new_facts(["There are 9 missing."], TOLD) == ()


def test_a_rewritten_report_adds_nothing() -> None:
    """A report that says in other words what was told is no news."""
    again = report(
        "Nine missing as Ennerbeck dam bursts above Kelbrook",
        "Nine people are missing above Kelbrook: the Ennerbeck dam burst on Monday. Water reached "
        "the market square of Kelbrook from the Ennerbeck reservoir within minutes.",
        TUESDAY,
    )
    assert adds_nothing([again], TOLD)
    assert not adds_nothing([again, FOUND], TOLD)


@pytest.mark.parametrize(
    "more",
    [
        "Ten people are missing.",
        "The mayor of Ravensea is among them.",
        "The dam is closed until Thursday.",
        "Rescuers heard voices under the rubble of a bakery.",
    ],
)
def test_a_new_fact_is_news(more: str) -> None:
    """Another figure, another name, or what happened next in other words is news."""
    assert not adds_nothing([article(FLOOD.title, f"{FLOOD.text} {more}")], TOLD)


def test_a_headline_alone_is_news() -> None:
    """What the text under a known headline says is not known, so it counts as news."""
    assert not adds_nothing([replace(FLOOD, blocks=())], TOLD)


def test_a_summary_prefers_what_was_not_told() -> None:
    """Of equal sentences the one with facts that readers lack is chosen."""
    text = (
        "The Ennerbeck dam burst above Kelbrook and nine people are missing. The Ennerbeck dam "
        "in Kelbrook was inspected by Mayor Ada Harwell and by engineer Ben Lindqvist. Water from "
        "the Ennerbeck dam reached the market square of Kelbrook within minutes."
    )
    update = article("Ennerbeck dam: what Kelbrook knows", text)
    for summary in (
        summarise(update, sentences=1, told=TOLD),
        summarise_story([update], sentences=1, told=TOLD),
    ):
        assert [each.text for each in summary] == [text.split(". ")[1] + "."]
    assert "Harwell" not in summarise(update, sentences=1)[0].text
