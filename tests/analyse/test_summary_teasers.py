"""Summaries of what feeds hold: teasers, cut sentences, prompts, standfirsts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.analyse import summarise, summarise_story
from newsdigest.model import Article, ArticleKind
from tests.analyse.articles import article

TITLE = "Three killed in shooting at Fenn ice rink"
WHOLE = "A shooting during a youth game in Fenn left three people dead on Monday, police said."
LONG = " ".join(
    f"The council of Fenn heard on Monday from witness {number} that the rink had no guard."
    for number in range(12)
)


def summary_of(found: Article, sentences: int = 2) -> list[str]:
    return [sentence.text for sentence in summarise(found, sentences=sentences)]


@pytest.mark.parametrize(
    "cut",
    [
        "Harwell…",
        "Harwell...",
        "Harwell and the mayor of Fenn said on Tuesday that the […]",
        "Harwell and the mayor of Fenn said on Tuesday that the [...]",
        "The mayor of Fenn, Ada Harwell, said on Tuesday that the cause remai",
    ],
)
def test_a_cut_sentence_is_not_told_beside_a_whole_one(cut: str) -> None:
    """Neither after it nor before it, with an ellipsis or without."""
    assert summary_of(article(TITLE, f"{WHOLE} {cut}")) == [WHOLE]
    assert summary_of(article(TITLE, f"{cut}\n\n{WHOLE}")) == [WHOLE]


def test_a_cut_sentence_is_told_where_there_is_no_other() -> None:
    """A teaser of one cut sentence still says what happened."""
    cut = "Police in Fenn said on Tuesday that the shooting at the ice rink…"
    assert summary_of(article("Police name suspect", cut)) == [cut]


def test_another_report_opens_the_summary_of_a_cut_lead() -> None:
    """If all of the lead's sentences are cut, a whole sentence of another report comes first."""
    lead = article(TITLE, "Three people were killed in a shooting at an ice rink in…", id="lead")
    other = article(TITLE, WHOLE, id="other")
    (sentence,) = summarise_story([lead, other])
    assert (sentence.text, sentence.article) == (WHOLE, "other")


@pytest.mark.parametrize(
    ("second", "is_used"),
    [
        ("Ada Harwell, a coach, hid 20 children in a locker room at the rink.", True),
        ("The game had begun only minutes before the first shots were heard.", False),
        ("Lindenau has opened a new library for 300 readers.", False),
        ("But the guard of the hall was away.", True),
        ("It was the second one in Fenn since March.", True),
    ],
)  # fmt: skip
def test_a_second_sentence_of_a_teaser_adds_something(second: str, is_used: bool) -> None:
    """A name, number or date on the headline's subject, or a contrast to the first sentence."""
    assert summary_of(article(TITLE, f"{WHOLE} {second}")) == [WHOLE, second][: 1 + is_used]


def test_a_teaser_without_a_headline_is_told_to_its_end() -> None:
    """Without a headline there is no subject that a sentence could miss."""
    assert len(summary_of(article(None, f"{WHOLE} Nobody else was hurt."))) == 2


def test_the_headline_alone_has_no_summary() -> None:
    """A text that repeats the headline adds nothing; one that adds a number does."""
    assert summary_of(article(TITLE, "Three killed in shooting at Fenn ice rink")) == []
    assert summary_of(article(TITLE, "Three were killed in a shooting at the Fenn ice rink.")) == []
    assert summary_of(article(TITLE, "Three killed at the Fenn ice rink in Harwell.")) != []


@pytest.mark.parametrize(
    "furniture",
    [
        "To listen to this post as a podcast, click the link at the top.",
        "Subscribe to the Fenn Mail for 3 months.",
        "Write to Ada Harwell at ada@mail.example in Fenn.",
        "Read the shooting report at https://fenn.example/ice for more.",
        "12 comments.",
        "3 min read.",
    ],
)
def test_prompts_addresses_and_counts_are_not_told(furniture: str) -> None:
    """Not even before the news."""
    assert summary_of(article(TITLE, f"{furniture} {WHOLE}")) == [WHOLE]
    assert summary_of(article(TITLE, f"{furniture}\n\n{LONG}"), sentences=4).count(furniture) == 0


def test_outside_english_the_beginning_is_the_summary() -> None:
    """The weights come from English: in other languages the first allowed sentences are used."""
    lines = [
        "Die Stadt Fenn sperrt am Montag die alte Brücke.",
        "Der Verkehr wird über Lindenau geleitet, sagte Bürgermeisterin Ada Ruhl.",
        "Die Brücke von Fenn ist nach Angaben der Stadt so marode, dass die Brücke am Montag nach"
        " 90 Jahren für vier Monate gesperrt wird und zwei Millionen Euro in sie fließen.",
    ]
    text = " ".join(lines)
    found = article("Fenn sperrt Brücke", f"{text}\n\n{LONG}", language="de")
    assert summary_of(found) == lines[:2]


STANDFIRST = "The last pilot of Port Lanner says that the ice now comes a month later than in 1990."
ANECDOTE = (
    "An old man stands in his kitchen and pours tea. The window is open, and a gull walks in. "
    "He gives it bread, as he does each morning. " + LONG
)


def test_an_article_that_opens_with_an_anecdote_has_its_standfirst() -> None:
    """The editor's standfirst says more than the tea in the kitchen."""
    found = article("The last ice pilot of Port Lanner", ANECDOTE, standfirst=STANDFIRST)
    assert summary_of(found) == [STANDFIRST]
    assert summary_of(replace(found, standfirst=None))[0] != STANDFIRST


def test_an_interview_has_its_standfirst() -> None:
    """The answers of an interview do not say what it is about."""
    text = f"The ice of Port Lanner comes late, I say. {LONG}"
    found = article("The last ice pilot of Port Lanner", text, standfirst=STANDFIRST)
    assert summary_of(replace(found, kind=ArticleKind.INTERVIEW)) == [STANDFIRST]
    assert STANDFIRST not in summary_of(found)


@pytest.mark.parametrize(
    "standfirst",
    [
        "The last pilot of Port Lanner says that the ice now comes…",
        "Discover what the last pilot of Port Lanner says about the ice.",
        "He says that the last ice of Port Lanner comes late.",
        "Port Lanner Post | The last pilot and the ice of the harbour.",
        "All the news from the region, every day.",
        "The last ice pilot of Port Lanner.",
    ],
)
def test_a_standfirst_that_is_not_clean_is_not_told(standfirst: str) -> None:
    """Cut, advertising, in need of context, a slogan, or the headline again."""
    found = article("The last ice pilot of Port Lanner", ANECDOTE, standfirst=standfirst)
    assert standfirst not in summary_of(found)
