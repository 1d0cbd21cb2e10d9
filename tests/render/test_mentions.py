"""Who else reports a story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.model import (
    Article,
    Contradiction,
    Copy,
    Digest,
    Figure,
    Story,
    SummarySentence,
)
from newsdigest.render.catalogue import catalogue
from newsdigest.render.mentions import also, mentions
from newsdigest.render.view import MentionsView
from newsdigest.render.wording import difference
from tests.render.examples import FERRY, NOW

NAMES = ("BBC", "NYT", "Al Jazeera", "NPR", "Dawn", "CNA")


def report(number: int, *, title: str | None = None, url: str | None = "") -> Article:
    link = f"https://news.example/{number}" if url == "" else url
    name = NAMES[number - 1]
    return replace(FERRY, id=f"r{number}", source=name, title=title or FERRY.title, url=link)


def reported(number: int) -> Story:
    return Story("s", (FERRY, *(report(n) for n in range(1, number + 1))))


def groups(story: Story, *, id: str | None = None) -> tuple[MentionsView, ...]:
    return mentions(story, Digest(NOW, None, NOW, (story,), id=id), catalogue("en"))


def said(story: Story, language: str = "en", *, id: str | None = None) -> str | None:
    digest = Digest(NOW, None, NOW, (story,), id=id)
    return also(mentions(story, digest, catalogue(language)), catalogue(language))


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (0, None),
        (1, "also BBC"),
        (3, "also BBC, NYT, Al Jazeera"),
        (4, "also BBC, NYT, Al Jazeera, NPR"),
        (5, "also BBC, NYT, Al Jazeera and 2 others"),
        (6, "also BBC, NYT, Al Jazeera and 3 others"),
    ],
)
def test_three_publications_are_named_and_the_others_counted(number: int, line: str | None) -> None:
    """One that would be the only other is named."""
    assert said(reported(number)) == line


@pytest.mark.parametrize("number", range(1, 7))
def test_every_publication_is_named_or_counted(number: int) -> None:
    """The number of the others is true."""
    (group,) = groups(reported(number))
    others = int((group.others or "and 0 others").split()[1])
    assert len(group.names) + others == number


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "auch BBC, NYT, Al Jazeera und 2 weitere"),
        ("fr", "aussi BBC, NYT, Al Jazeera et 2 autres"),
        ("es", "también BBC, NYT, Al Jazeera y 2 más"),
        ("ms", "juga BBC, NYT, Al Jazeera dan 2 lagi"),
        ("zh", "另见 BBC, NYT, Al Jazeera 和另外 2 家"),
    ],
)
def test_it_is_said_as_people_say_it(language: str, line: str) -> None:
    """In the language of the reader."""
    assert said(reported(5), language) == line


def test_a_quoted_publication_comes_first() -> None:
    """A reader who has its sentence looks for it, and its link must be there."""
    story = replace(reported(6), summary=(SummarySentence("It rained.", "r6"),))
    assert said(story) == "also CNA, BBC, NYT and 3 others"
    own = replace(FERRY, id="again", title="Captain of the ferry heard")
    story = replace(story, articles=(*story.articles, own))
    assert said(replace(story, summary=())) == "also BBC, NYT, Al Jazeera and 4 others"
    quoted = replace(story, summary=(SummarySentence("It rained.", "again"),))
    assert said(quoted) == "also another from Marlow Ledger, BBC, NYT and 4 others"


def test_a_publication_with_several_reports_is_one() -> None:
    """Whatever their headlines: people name papers, not articles."""
    again = replace(report(1), id="r9", title="Captain of the ferry heard")
    assert said(Story("s", (FERRY, report(1), report(2), again))) == "also BBC, NYT"


def test_many_copies_are_counted() -> None:
    """Up to three are named; of more it is enough to know how many and whose report they print."""
    few = tuple(Copy(report(n), "a1") for n in (1, 2, 3))
    assert said(Story("s", (FERRY,), few)) == (
        "also BBC, NYT, Al Jazeera (3 copies of the Reuters report)"
    )
    many = tuple(Copy(report(n), "a1") for n in range(1, 7))
    assert said(Story("s", (FERRY,), many)) == "also 6 copies of the Reuters report"
    assert said(Story("s", (FERRY, report(1)), many[1:])) == (
        "also BBC; 5 copies of the Reuters report"
    )


def test_what_is_delivered_without_a_link_is_named_by_its_headline() -> None:
    """In a digest of the state, beyond the three; elsewhere it is one of the others."""
    last = report(6, title="Fog closes the harbour", url=None)
    story = replace(reported(5), articles=(*reported(5).articles, last))
    assert said(story) == "also BBC, NYT, Al Jazeera and 3 others"
    due = "also BBC, NYT, Al Jazeera, CNA “Fog closes the harbour” and 2 others"
    assert said(story, id="of the state") == due
    copies = tuple(Copy(each, "a1") for each in (*story.articles[1:5], last))
    assert said(Story("s", (FERRY,), copies), id="of the state") == (
        "also CNA “Fog closes the harbour” (5 copies of the Reuters report)"
    )


def test_nobody_has_no_name_but_a_headline() -> None:
    """A report without publication and address is due in a digest of the state too."""
    nobody = replace(report(6), source=None, url=None, title="Fog closes the harbour")
    story = replace(reported(5), articles=(*reported(5).articles, nobody))
    assert said(story, id="d") == (
        "also BBC, NYT, Al Jazeera, “Fog closes the harbour” and 2 others"
    )


@pytest.mark.parametrize(
    ("number", "named"), [(1, "12 (BBC)"), (2, "12 (2 publications)"), (6, "12 (6 publications)")]
)
def test_a_figure_has_its_publication_or_their_number(number: int, named: str) -> None:
    """The names of several are in the line above; how many they are shows which figure is usual."""
    story = reported(6)
    printing = tuple(f"r{n}" for n in range(1, number + 1))
    value = Contradiction("injured", (Figure("12", printing), Figure("15", ("a1",))))
    line = difference(value, story, catalogue("en"))
    assert line == f"injured: {named}, 15 (Marlow Ledger)"
