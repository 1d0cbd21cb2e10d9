"""Which further sentences of a summary a reader needs."""

from __future__ import annotations

import pytest

from newsdigest.analyse import summarise, summarise_story
from newsdigest.analyse.summary.novelty import needed_sentences
from newsdigest.analyse.summary.passage import read_passage
from newsdigest.model import Article
from tests.analyse.articles import article

TITLE = "Three killed in shooting at Fenn ice rink"
FIRST = "A shooting during a youth game in Fenn left three people dead on Monday, police said."


def needed(*texts: str, title: str | None = TITLE) -> list[str]:
    passage = read_passage(texts, title, "en")
    return [texts[index] for index in needed_sentences(passage, range(len(texts)), "en")]


def texts_of(found: Article, *, only_needed: bool) -> list[str]:
    return [each.text for each in summarise(found, only_needed=only_needed)]


@pytest.mark.parametrize(
    ("second", "is_needed"),
    [
        ("A coach, Ada Harwell, hid the team in a locker room of the rink.", True),
        ("The rink will stay closed for 14 days.", True),
        ("The rink will admit skaters in December, its owner said.", True),
        ("The shooting was over when the guards of the rink arrived.", False),
        ("But the guard of the rink was away.", False),
        ("The shooting shocked all of Ireland.", False),
        ("Lindenau has opened a new library for 300 readers.", False),
    ],
)
def test_a_further_sentence_adds_a_fact_on_the_subject(second: str, *, is_needed: bool) -> None:
    """A name, number or date in a sentence with a word of the headline; a country is not enough."""
    assert needed(FIRST, second) == [FIRST, second][: 1 + is_needed]


def test_what_mostly_repeats_needs_a_number() -> None:
    """A name in a sentence that says the same again adds nothing; another figure does."""
    name = "Police said the shooting at a youth game in Fenn on Monday shocked Ada Harwell."
    number = "Police said the shooting at a youth game in Fenn on Monday had lasted 14 minutes."
    assert needed(FIRST, name) == [FIRST]
    assert needed(FIRST, number) == [FIRST, number]


def test_the_sentence_that_says_what_happened_is_enough() -> None:
    """An opening without a word of the headline gives way to one with most of them."""
    opening = "It was only six seconds, but enough to change everything."
    assert needed(opening, FIRST) == [FIRST]
    told = "The phone rang at 5 in the morning, and Ada Harwell of Fenn knew what it meant."
    assert needed(told, FIRST) == [told, FIRST]


def test_without_a_headline_all_sentences_are_needed() -> None:
    """There is no subject that they could miss."""
    both = [FIRST, "Nobody else was hurt."]
    assert needed(*both, title=None) == both


def test_nothing_chosen_is_nothing_needed() -> None:
    """An article without a sentence that may be used has none here either."""
    assert needed() == []
    assert needed_sentences(read_passage([FIRST], TITLE, "en"), [], "en") == []


def test_in_scripts_without_capitals_further_sentences_stay() -> None:
    """Names cannot be recognised there, so a sentence on the subject may have one."""
    texts = ["港の渡し船が土曜日に桟橋に衝突した。", "港の渡し船の船長は霧が濃かったと話した。"]
    passage = read_passage(texts, "港の渡し船が桟橋に衝突", "ja")
    assert needed_sentences(passage, [0, 1], "ja")[:1] == [0]


def test_whole_articles_are_held_to_it_too() -> None:
    """Not teasers alone: a long report has one sentence where its second adds no fact."""
    rest = " ".join(
        f"Neighbours of the rink said that they had heard {n} shots." for n in range(20)
    )
    echo = "The shooting at the ice rink ended when guards came in from the street outside."
    found = article(TITLE, f"{FIRST} {echo}\n\n{rest}")
    short = texts_of(found, only_needed=True)
    assert len(short) <= len(texts_of(found, only_needed=False))
    assert all(any(sign.isdigit() for sign in text) for text in short[1:])


def test_a_standfirst_is_held_to_it_too() -> None:
    """Of two sentences of an editor the second goes if it adds nothing."""
    standfirst = (
        "The last pilot of Port Lanner says that the ice now comes late. "
        "He tells why the ice of the port is thinner."
    )
    text = (
        "An old man stands in his kitchen and pours tea. The window is open, and a gull walks in."
    )
    found = article("The last ice pilot of Port Lanner", text, standfirst=standfirst)
    assert len(texts_of(found, only_needed=False)) == 2
    assert len(texts_of(found, only_needed=True)) == 1


def test_another_report_is_heard_for_a_fact_alone() -> None:
    """Of a story with two reports the second one is quoted if it has a fact that the lead lacks."""
    lead = article(TITLE, FIRST, id="lead", source="The Ledger")
    fact = "The rink in Fenn will stay closed for 14 days after the shooting, its owner said."
    other = article(f"{TITLE}, rink closed", fact, id="other", source="Harbour Post")
    both = summarise_story([lead, other], only_needed=True)
    assert [each.article for each in both] == ["lead", "other"]
    echo = article(TITLE, f"Shots in Fenn: {FIRST}", id="other", source="Harbour Post")
    (only,) = summarise_story([lead, echo], only_needed=True)
    assert only.article == "lead"
