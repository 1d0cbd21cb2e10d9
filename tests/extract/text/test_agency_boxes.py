"""Boxes that agencies put above a report: summary and companies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.clean import clean
from newsdigest.model import Article
from tests.extract.text.articles import articles_of

TITLE = "Two dairies fined over the price of butter"
SENTENCE = "The cartel office fined two dairies 12 million euros on Thursday."
POINTS = ("Cartel office fines two dairies", "Both want to appeal")
FIRMS = ("Halden Milch AG", "Weide & Wald Inc.")
SOURCE = "Source: Reuters | 5 Jun 2025 18:20"
BODY = (
    "BONN, June 5 (Reuters) - The cartel office fined two dairies 12 million euros on Thursday for"
    " agreeing on the price of butter, a decision that farmers had waited for.\n\n"
    "Both firms said that they would appeal. The case began in 2023, when a former employee wrote"
    " to the office."
)
COMPANIES = f"Companies\n{FIRMS[0]}"
SUMMARY = f"Summary\n{SENTENCE}"
BULLETS = "Companies\n" + "\n".join(f"• {firm}" for firm in FIRMS)


def only(*parts: str) -> Article:
    articles = articles_of("\n\n".join((TITLE, *parts)))
    assert len(articles) == 1
    return clean(articles[0])


@pytest.mark.parametrize(
    "boxes",
    [
        (SOURCE, f"{SUMMARY}\n{COMPANIES}"),
        (SOURCE, f"{COMPANIES}\n{SUMMARY}"),
        (f"{SUMMARY}\n{COMPANIES}", SOURCE),
        (SOURCE, SUMMARY, BULLETS),
        (SOURCE, SUMMARY),
        (SOURCE, f"{SENTENCE}\n{BULLETS}"),
        (SOURCE, BULLETS),
        (SOURCE, "Zusammenfassung:", SENTENCE, "Unternehmen:", FIRMS[0]),
    ],
)
def test_boxes_above_a_report(boxes: tuple[str, ...]) -> None:
    """Labels and companies are removed, the summary is the standfirst, the dateline is found."""
    article = only(*boxes, BODY)
    has_summary = any(SENTENCE in box for box in boxes)
    assert article.title == TITLE
    assert article.standfirst == (SENTENCE if has_summary else None)
    assert article.text.startswith("The cartel office fined two dairies 12 million euros")
    assert (article.agency, article.dateline) == ("Reuters", "BONN")
    assert article.published == datetime(2025, 6, 5, 18, 20, tzinfo=UTC)
    removed = [removal.text for removal in article.removed]
    assert all((firm in removed) == any(firm in box for box in boxes) for firm in FIRMS)
    assert SENTENCE not in removed


@pytest.mark.parametrize("label", ["Summary\n", ""])
def test_items_of_a_summary_are_one_standfirst(label: str) -> None:
    """Items under "Summary" or right above the companies are read as sentences."""
    points = label + "\n".join(f"• {point}" for point in POINTS)
    article = only(SOURCE, f"{points}\n{BULLETS}", BODY)
    assert article.standfirst == f"{POINTS[0]}. {POINTS[1]}."
    assert article.title == TITLE


@pytest.mark.parametrize(
    "part",
    [
        f"Summary\n{SENTENCE}\n\nThe ministry had no comment on the fine, its spokesman said.",
        "Companies\n\nBoth dairies belong to the largest of the country, and both sell butter.",
    ],
)
def test_parts_of_a_text_are_no_boxes(part: str) -> None:
    """Without a dateline below, such a label heads a part of the text, which is kept."""
    article = only(BODY, part)
    assert part.rpartition("\n")[2] in article.text


@pytest.mark.parametrize(
    "line",
    [
        "Source: Reuters, 5 Jun 2025 18:20",
        "Source: Reuters - June 5, 2025 6:20 PM",
        "5 Jun 2025 18:20 | Source: Reuters",
    ],
)
def test_a_source_with_its_time(line: str) -> None:
    """A line that names the source may hold the time of the report, before or after it."""
    article = only(line, BODY.removeprefix("BONN, June 5 (Reuters) - "))
    assert article.agency == "Reuters"
    assert article.published == datetime(2025, 6, 5, 18, 20, tzinfo=UTC)


def test_a_source_that_is_no_agency_keeps_its_name() -> None:
    """The name before the time is the publication's."""
    article = only("Source: The Morning Courier | 5 Jun 2025 18:20", BODY)
    assert article.source == "The Morning Courier"
    assert article.published == datetime(2025, 6, 5, 18, 20, tzinfo=UTC)
