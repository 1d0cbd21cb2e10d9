"""The quote of the day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.analyse import quote_of_the_day
from newsdigest.model import ArticleKind, QuoteOfTheDay, Story, SummarySentence, Topic
from tests.analyse.articles import article

TITLE = "Harriers win the cup in stoppage time"
SAID = "“I had told Leah all week that I would be at the far post,” said the striker Mira Brandt."
SPORT = Topic("medtop:15000000", "sport", 0.9)
POLITICS = Topic("medtop:11000000", "politics", 0.9)


def story(text: str, *, title: str = TITLE, topic: Topic | None = SPORT) -> Story:
    return Story("s", (article(title, text),), topics=(topic,) if topic else ())


def quoted(text: str, *, title: str = TITLE) -> QuoteOfTheDay | None:
    return quote_of_the_day([story(text, title=title)])


def test_a_quote_stands_in_the_sentence_that_names_its_speaker() -> None:
    """The whole sentence is verbatim, and the speaker has a full name."""
    found = quoted(f"The Harriers won the cup. {SAID} It rained.")
    assert found == QuoteOfTheDay(SAID, TITLE, "s", "Mira Brandt")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"Nobody comes on the bus to buy a wardrobe," said Philip Grange.', "Philip Grange"),
        ('"A map is a working document," Ada Frei, a cartographer, said.', "Ada Frei"),
        ('Ada Frei, a cartographer, said: "A map is a working document."', "Ada Frei"),
        ('"A map is a working document," said Dr Ada Frei.', "Ada Frei"),
        ('"A map is a working document," said Jean-Luc de Vries.', "Jean-Luc de Vries"),
        ('"A map is a working document," said Frei.', None),
        ('"A map is a working document," she said.', None),
        ('"A map is a working document," said the Harbour Harrier.', None),
        ('"A map is a working document," said a spokesman for Delta Lines.', None),
        ('"A map is a working document," said Marlow-based Harbour Rescue.', None),
    ],
)
def test_the_speaker_is_a_person_with_a_full_name(text: str, speaker: str | None) -> None:
    """Not a surname alone, a pronoun, a team, a firm or its spokesman."""
    found = quoted(text)
    assert (found and found.speaker) == speaker


@pytest.mark.parametrize(
    "text",
    [
        '"What a day," said Mira Brandt.',
        '"I told her that he would be at the far post," said Mira Brandt.',
        '"It was the best goal of the season for us," said Mira Brandt.',
        '"We could never have done that without the fans," said Mira Brandt.',
        '"I think that the goal will change the season," said Mira Brandt.',
        '"We are committed to the strategy of the club," said Mira Brandt.',
        '"We played like (the Rovers) in the second half," said Mira Brandt.',
        '"I would be at the far post," said Mira Brandt, "as I told Leah all week."',
        '"and I would be at the far post all evening," said Mira Brandt.',
        'But Mira Brandt said: "I would be at the far post all evening."',
        '"I could have killed the man with the whistle," said Mira Brandt.',
        '"I will vote for the president in the summer," said Mira Brandt.',
        'The "far post" is where she stood, said Mira Brandt on Saturday evening.',
    ],
)
def test_what_is_no_quote_of_the_day(text: str) -> None:
    """Exclamations, what needs context, statements, parts of sentences, grave and contested."""
    assert quoted(text) is None


def test_a_grave_story_has_none() -> None:
    """A cheerful sentence out of it would be worse."""
    assert quoted(SAID, title="Striker killed in crash on the way home") is None


@pytest.mark.parametrize("kind", [ArticleKind.OPINION, ArticleKind.DEAL, ArticleKind.ROUNDUP])
def test_only_reports_are_quoted(kind: ArticleKind) -> None:
    """And interviews and live pages."""
    lead = replace(article(TITLE, SAID), kind=kind)
    assert quote_of_the_day([Story("s", (lead,))]) is None


def test_who_speaks_for_others_is_not_quoted() -> None:
    """Politicians and firms have statements."""
    assert quote_of_the_day([story(SAID, topic=POLITICS)]) is None
    assert quote_of_the_day([story(SAID, topic=None)]) is not None


def test_the_first_story_with_a_quote_is_taken_unless_it_is_shown() -> None:
    """A sentence of a summary is not said again."""
    first, second = story(SAID), replace(story(SAID), id="second")
    found = quote_of_the_day([first, second])
    assert found is not None
    assert found.story == "s"
    shown = replace(first, summary=(SummarySentence(SAID, TITLE),))
    found = quote_of_the_day([shown, second])
    assert found is not None
    assert found.story == "second"


def test_other_languages_have_none() -> None:
    """There are no cues for them yet."""
    text = "„Eine Karte ist ein Werkzeug für jeden Tag“, sagte die Kartografin Ada Frei."
    assert quote_of_the_day([Story("s", (article("Karten", text, language="de"),))]) is None
