"""A real page of an aggregator, read and cleaned: the articles that its readers would see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from newsdigest.clean import clean
from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document
from tests.paths import shared

AS_OF = datetime(2025, 6, 7, tzinfo=UTC)
NAME = "inputs/000_18ecd9ddeb451a09.txt"
PLUG = "Join "
LAST_LINE_OF_LEAD = 14


@pytest.fixture(scope="module")
def text() -> str:
    return shared(NAME).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def articles(text: str) -> list[Article]:
    document = Document(text.encode(), NAME, media_type="text/plain")
    return [clean(article) for article in extract_articles(document, as_of=AS_OF)]


def lines_after(text: str, marker: str) -> list[str]:
    """The line after each line that is `marker`."""
    lines = text.splitlines()
    return [below for line, below in pairwise(lines) if line == marker]


def test_headlines_are_the_first_line_and_those_after_a_publication(
    text: str, articles: list[Article]
) -> None:
    """Four articles: the lead, and one for each line that names a publication after a dash."""
    related = lines_after(text, "- Straits Times")
    assert [article.title for article in articles] == [text.splitlines()[0], *related]
    assert len(articles) == 4


def test_publication_and_time_come_from_the_lines_above_the_headline(
    articles: list[Article],
) -> None:
    """Times count back from the run's clock; the lead has neither publication nor time."""
    ages = [timedelta(minutes=22), timedelta(hours=2), timedelta(hours=3)]
    assert [article.published for article in articles] == [None, *(AS_OF - age for age in ages)]
    assert [article.source for article in articles] == [None, *["Straits Times"] * 3]


def test_agency_and_dateline_are_removed_from_the_text(articles: list[Article]) -> None:
    """Both are in fields and no longer in the body."""
    assert [article.agency for article in articles] == [
        "The Star/Asia News Network",
        *["Reuters"] * 3,
    ]
    assert [article.dateline for article in articles] == [
        "PETALING JAYA",
        "PARIS",
        "OSLO",
        "LONDON",
    ]


def test_lead_has_the_lines_between_its_caption_and_its_plug(
    text: str, articles: list[Article]
) -> None:
    """Each paragraph of the lead is a line of the input, without dateline and agency."""
    lines = text.splitlines()[2:LAST_LINE_OF_LEAD]
    body = [block.text for block in articles[0].blocks]
    assert len(body) == len(lines)
    assert lines[0].endswith(" - " + body[0])
    assert body[1:-1] == lines[1:-1]
    assert lines[-1].startswith(body[-1])
    assert body[-1].endswith(".")


def test_one_line_bodies_run_from_the_dateline_to_the_agency(
    text: str, articles: list[Article]
) -> None:
    """Nothing of a report is lost, and nothing else of its line is kept."""
    lines = text.splitlines()
    for article in articles[1:]:
        assert article.title
        line = lines[lines.index(article.title) + 1]
        start = line.index(f"{article.dateline} - ") + len(f"{article.dateline} - ")
        end = line.rindex(" REUTERS " + PLUG)
        assert article.text == line[start:end]


def test_everything_removed_is_listed_with_its_rule(articles: list[Article]) -> None:
    """Labels, captions, the repeated headline, plugs and agency lines are reported, not hidden."""
    labels = [
        "Hashtags",
        "Try Our AI Features",
        "Comments",
        "No comments yet...",
        "Related Articles",
    ]
    removed = {removal.text: removal.rule for article in articles for removal in article.removed}
    assert {removed[label] for label in labels} == {"text:chrome"}
    assert removed[articles[1].title or ""] == "text:headline-repeat"
    assert sum(rule == "text:caption" for rule in removed.values()) == 2
    assert not any(PLUG in article.text for article in articles)
