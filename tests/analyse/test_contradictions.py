"""Contradictions: figures for one thing that cannot all be right, and look-alikes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsdigest.analyse import find_contradictions
from newsdigest.model import Article, Block, BlockKind

START = "A ferry sank in the bay of Port Ellery on Monday."


def articles(*texts: str, language: str | None = "en") -> list[Article]:
    return [
        Article(
            id=str(number),
            title=None,
            blocks=(Block(BlockKind.PARAGRAPH, text),),
            origin="-",
            language=language,
        )
        for number, text in enumerate(texts)
    ]


CONTRADICT = [
    ("12 people were killed when the ferry sank.", "The ferry sank and 15 people died.", "dead"),
    ("At least 15 people have been confirmed dead.", "Police said 12 people were killed.", "dead"),
    ("Police put the death toll at 15.", "Twelve people were killed, police said.", "dead"),
    ("The sinking killed 12 and injured 30.", "The sinking killed 12 and injured 34.", "injured"),
    ("Police arrested three men.", "Police said four people were detained.", None),
    ("Police said three people were arrested.", "Police: four people were detained.", "arrested"),
    ("Five children were killed on the ferry.", "Six children died on it.", "children dead"),
    ("1,500 people were evacuated.", "Police said 1,900 people were evacuated.", "evacuated"),
    ("Thirty-two people died.", "Police said 35 people were killed.", "dead"),
    ("2 million people were evacuated.", "Police said 1.5 million were evacuated.", "evacuated"),
    (
        "A quake of magnitude 6.1 hit the bay.",
        "The quake in the bay had magnitude 5.8.",
        "magnitude",
    ),
    (
        "The fire at the covered market destroyed 40 stalls.",
        "The fire destroyed 44 stalls of the covered market.",
        "stalls",
    ),
]


@pytest.mark.parametrize(("one", "other", "about"), CONTRADICT)
def test_two_figures_for_one_thing_are_shown(one: str, other: str, about: str | None) -> None:
    """Both figures come with the articles and the sentences that print them."""
    found = find_contradictions(articles(f"{START} {one}", f"{START} {other}"))
    assert [contradiction.about for contradiction in found] == ([about] if about else [])
    for contradiction in found:
        assert [figure.articles for figure in contradiction.figures] == [("0",), ("1",)]
        printed = [figure.sentence or "" for figure in contradiction.figures]
        assert [one in own for one, own in zip((one, other), printed, strict=True)] == [True, True]


AGREE = [
    ("The death toll rose to 15, police said.", "Twelve people were killed, police said."),
    ("12 people were killed.", "Twelve people died."),
    ("1,200 people were evacuated.", "1200 people were evacuated."),
    ("At least 12 people were killed.", "15 people were killed."),
    ("Nearly 20 people were killed.", "18 people were killed."),
    ("More than 10 people were killed.", "12 people were killed."),
    ("12 people were killed.", "Two children were killed."),
    ("12 people were killed.", "34 people were injured."),
    ("12 people were killed on Monday.", "15 people were killed on Sunday."),
    ("12 people were killed.", "It recalls 2019, when 40 people were killed."),
    ("12 people were killed.", "Another 3 people were killed later."),
    ("12 people were killed.", "3 of the dead were from Norfield."),
    ("About 1,500 people were evacuated.", "1,492 people were evacuated."),
    ("1,500 people were evacuated.", "Police said 1,492 people were evacuated."),
    ("12 people were injured.", "15 people are dead."),
    ("Twenty-one people died.", "The sinking killed 21 people."),
    ("Two million people were evacuated.", "2,000,000 people were evacuated."),
    ("Two hundred and six people died.", "206 people died."),
    ("12% of people were injured.", "15% of people were injured."),
    ("Three cars waited at the pier.", "The owner has five cars at home."),
    ("Tickets cost $12 dead or alive.", "Tickets cost $15 dead or alive."),
    ("10 people were killed.", "A wave killed 230,000 people."),
    ("One man was arrested.", "Police said 46 people were arrested."),
    ("The mayor, 52, was killed.", "The mayor, 53, was killed."),
]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_what_may_both_be_right_is_no_contradiction(one: str, other: str) -> None:
    """Precision first: other days, parts of the whole, rough numbers, ages."""
    assert find_contradictions(articles(f"{START} {one}", f"{START} {other}")) == ()


def test_an_article_with_two_figures_is_not_heard() -> None:
    """A report that corrects itself, or is about two events, contradicts nobody."""
    both = "12 people were killed. Officials later said 15 people were killed."
    assert find_contradictions(articles(both, "15 people were killed.")) == ()


def test_an_update_of_the_same_publication_is_no_contradiction() -> None:
    """A publication's last report counts, so the toll that it corrects contradicts nobody."""
    first, second = articles("12 people were killed.", "15 people were killed, police said.")
    early = replace(first, source="The Post", published=datetime(2026, 3, 4, 9, tzinfo=UTC))
    late = replace(second, source="The Post", published=datetime(2026, 3, 4, 12, tzinfo=UTC))
    other = replace(articles("Police said 15 people were killed.")[0], id="other", source="Ledger")
    assert find_contradictions([early, late]) == ()
    assert find_contradictions([late, early, other]) == ()
    (found,) = find_contradictions([early, other])
    assert [one.articles for one in found.figures] == [("0",), ("other",)]
    undated = [replace(early, published=None), replace(late, published=None), other]
    assert find_contradictions(undated) == ()


def test_sources_that_agree_stand_together() -> None:
    """Each figure once, with all who print it, in the order of the articles."""
    texts = [f"{START} {n} people were killed, police said." for n in ("12", "15", "Twelve")]
    (found,) = find_contradictions(articles(*texts))
    assert [(one.value, one.articles) for one in found.figures] == [
        ("12", ("0", "2")),
        ("15", ("1",)),
    ]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (
            "de",
            "Bei dem Unglück starben 12 Menschen.",
            "Bei dem Unglück wurden 15 Menschen getötet.",
        ),
        ("fr", "Le naufrage a fait 12 morts.", "Le naufrage a fait 15 morts, selon la police."),
        ("fr", "Le naufrage a fait vingt-deux morts.", "Selon la police, il y a 25 morts."),
        ("de", "Bei dem Unglück starben zwanzig Menschen.", "Dabei starben 25 Menschen."),
        ("es", "El naufragio dejó 12 muertos.", "El naufragio dejó 15 muertos, según la policía."),
        (
            "ms",
            "Seramai 12 orang maut dalam kejadian itu.",
            "15 orang terkorban dalam kejadian itu.",
        ),
    ],
)
def test_other_languages_count_too(language: str, one: str, other: str) -> None:
    """The words that count are data."""
    assert len(find_contradictions(articles(one, other, language=language))) == 1


def test_odd_input_is_survived() -> None:
    """No text, no language, numbers without end."""
    odd = ["", "12 " * 50_000, "9" * 100_000 + " people were killed.", "1.2.3 dead"]
    assert find_contradictions(articles(*odd, language=None)) == ()
    assert find_contradictions([]) == ()
