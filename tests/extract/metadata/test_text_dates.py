"""Dates that only the text of a page gives."""

from __future__ import annotations

from datetime import datetime

import pytest

from newsdigest.extract.metadata import Metadata, with_printed_date
from tests.extract.metadata.pages import AS_OF, utc

TITLE = "Ferry sails again"
BODY = ("The ferry sailed again on Monday.", "Its crew was glad to be back at work.")
MENU = ("Home", "Weather", "Harbour")


def dated(*lines: str, body: tuple[str, ...] = BODY, title: str | None = TITLE) -> Metadata:
    return with_printed_date(Metadata(title=title), lines, body, AS_OF)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((*MENU, TITLE, "Ana Rivers", "6 June 2026", *BODY), utc(2026, 6, 6)),
        ((*MENU, "6 June 2026", TITLE, *BODY), utc(2026, 6, 6)),
        ((TITLE, *BODY, *MENU, "Published on 6 June 2026"), utc(2026, 6, 6)),
        ((TITLE, *BODY, *MENU, "Published", "6 June 2026"), utc(2026, 6, 6)),
        ((TITLE, *BODY, *MENU, "By Ana Rivers"), None),
        ((TITLE, *BODY, *MENU, *MENU, "6 June 2026"), None),
        ((TITLE, *BODY, *MENU, *MENU, "Published 6 June 2026", "Posted on 7 June 2026"), None),
        ((TITLE, "Updated 6 June 2026", *BODY), None),
    ],
)
def test_a_date_line_is_found_in_the_text(
    lines: tuple[str, ...], expected: datetime | None
) -> None:
    """Near the headline, or under a publication label that occurs once."""
    assert dated(*lines).published == expected


def test_a_byline_below_the_text_may_give_the_date() -> None:
    """Some papers print author and day at the end."""
    paragraphs = BODY * 4
    lines = (TITLE, *paragraphs, "Written by Ana Rivers", "6 June 2026")
    assert dated(*lines, body=paragraphs).published == utc(2026, 6, 6)


def test_the_day_in_a_dateline_counts() -> None:
    """Agencies write place, day and name before the first sentence."""
    first = "HARBOUR TOWN, June 6, 2026 (Example Agency) - The ferry sailed again."
    assert dated(TITLE, first, body=(first,)).published == utc(2026, 6, 6)


def test_without_the_title_in_the_text_the_body_marks_the_position() -> None:
    """If no line is the headline, the date is above the first paragraph."""
    found = dated("Ana Rivers", "6 June 2026", *BODY, title="Another name of the same")
    assert found.published == utc(2026, 6, 6)


def test_the_last_change_is_returned_as_modified() -> None:
    """A date under a label of change fills `modified`, never `published`."""
    found = dated(TITLE, *BODY, *MENU, "Last updated: 6 June 2026")
    assert (found.published, found.modified) == (None, utc(2026, 6, 6))


def test_known_dates_are_kept() -> None:
    """A date in the page's data is not searched again."""
    known = Metadata(title=TITLE, published=utc(2026, 6, 5))
    assert with_printed_date(known, (TITLE, "6 June 2026"), BODY, AS_OF) is known
