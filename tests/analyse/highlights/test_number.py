"""The number of the day."""

from __future__ import annotations

import pytest

from newsdigest.analyse import number_of_the_day
from newsdigest.model import Article, NumberOfTheDay, Story, SummarySentence
from tests.analyse.articles import article

TITLE = "Council approves new market hall"
OPENING = "The council of Port Marlow approved the new market hall on Saturday."
COUNTED = "The market hall will have room for 40 stalls from Port Marlow."


def report(*sentences: str, title: str = TITLE, source: str = "Ledger", **more: str) -> Article:
    return article(title, " ".join(sentences), id=source, source=source, **more)


def story(*articles: Article, id: str = "s", summary: str = "") -> Story:
    shown = (SummarySentence(summary, articles[0].id),) if summary else ()
    return Story(id, articles, summary=shown)


def counted(*sentences: str, title: str = TITLE) -> NumberOfTheDay | None:
    """The number of a story in which two independent reports print the same sentences."""
    return number_of_the_day([story(*(report(*sentences, title=title, source=s) for s in "AB"))])


def test_two_reports_with_the_same_number_make_it_the_number_of_the_day() -> None:
    """Its sentence is verbatim, of the first report that has one, and the unit is named."""
    lead = report(OPENING, COUNTED)
    other = report(OPENING, "The hall for 40 stalls costs more than planned.", source="Post")
    made = number_of_the_day([story(lead, other)])
    assert made == NumberOfTheDay(COUNTED, lead.id, "s", "40 stalls")


def test_one_report_alone_has_none() -> None:
    """It may have it wrong; two papers that print one agency are one report."""
    lead = report(OPENING, COUNTED)
    assert number_of_the_day([story(lead, report(OPENING, source="Post"))]) is None
    wire = [report(OPENING, COUNTED, source=each, agency="Reuters") for each in ("Ledger", "Post")]
    assert number_of_the_day([story(*wire)]) is None


def test_the_number_that_most_reports_print_is_taken() -> None:
    """Whatever the order of the stories; among equals the first story's."""
    two = story(*(report(OPENING, COUNTED, source=each) for each in "AB"), id="two")
    title = "Ferry to sail to Sandholm at night"
    sailing = "The ferry to Sandholm will carry 300 passengers at night from May."
    three = story(*(report(sailing, title=title, source=s) for s in "ABC"), id="three")
    chosen = [number_of_the_day(each) for each in ([two, three], [three, two], [two, two])]
    assert [each and each.story for each in chosen] == ["three", "three", "two"]


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("The market hall will have room for 40 stalls.", "40 stalls"),
        ("The market hall costs the council $4.7 million more than planned.", "$4.7 million"),
        ("The market hall will use 30 % less power than the council planned.", "30 %"),
        ("The market hall drew 2.4 million visitors, the council said.", "2.4 million visitors"),
        ("The council voted for the market hall with 61 final votes.", "61 final votes"),
        ("The market hall will seat 300 people, the council said.", "300 people"),
        ("The market hall will have room for 40 stalls and a stage.", "40 stalls"),
        ("The market hall will have room for 40 stalls, traders of the council said.", "40 stalls"),
    ],
)
def test_a_number_has_its_unit(sentence: str, figure: str) -> None:
    """A plural, perhaps behind an adjective, a share, or a sum of money."""
    made = counted(sentence)
    assert made is not None
    assert made.figure == figure


@pytest.mark.parametrize(
    "sentence",
    [
        "The council opened the market hall in 1984 for the traders.",
        "The council approved the market hall on 22 November in the evening.",
        "The council debated the market hall for 9 hours until the morning.",
        "A 40-year-old trader will open the market hall, the council said.",
        "The council voted 12-9 for the market hall after the debate.",
        "Fish takes 21 of the market hall, and bread and cheese 18 stalls of it.",
        "The market hall will have 2 doors, the council said.",
        "The council chose plan 12 for the market hall after the debate.",
        "The council said that 12 people were killed near the market hall.",
        "We counted 40 stalls in the market hall of the council.",
        "They will have room for 40 stalls in the market hall of the council.",
        "Traders asked for 40 stalls and for better light.",
        "The market hall will have room for 40 stalls and kiosks, the council said.",
        "The market hall will have room for 40 people and two small dogs, the council said.",
        "The market hall will have room for 40 stalls, kiosks and carts, the council said.",
    ],
)
def test_what_is_no_number_of_the_day(sentence: str) -> None:
    """Years, dates, spans, scores, small, bare and second numbers, tolls, unclear sentences, and
    numbers that count several things together."""
    assert counted(sentence) is None


def test_what_a_summary_shows_is_not_said_again() -> None:
    """A sentence stands once in an edition; another with the same number may be shown."""
    lead, other = report(OPENING, COUNTED), report(COUNTED, source="Post")
    assert number_of_the_day([story(lead, other, summary=COUNTED)]) is None


def test_what_a_headline_says_is_not_said_again() -> None:
    """No number repeats what the edition says in a headline, of whatever story."""
    reports = story(report(OPENING, COUNTED), report(OPENING, COUNTED, source="Post"))
    told = "Market hall of Port Marlow will have room for 40 stalls"
    assert number_of_the_day([reports], [TITLE, "Ferry to sail to Sandholm"]) is not None
    assert number_of_the_day([reports], [TITLE, told]) is None


def test_other_languages_have_none() -> None:
    """There are no cues for them yet."""
    texts = "Der Stadtrat hat die Markthalle genehmigt. In der Markthalle gibt es 40 Stände."
    reports = [article("Markthalle", texts, id=s, source=s, language="de") for s in "AB"]
    assert number_of_the_day([story(*reports)]) is None
