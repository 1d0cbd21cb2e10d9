"""Texts made to be expensive: reading stays linear."""

from __future__ import annotations

from contextlib import suppress

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.extract.text.text_lines import MOST_LINES
from newsdigest.model import Partial
from tests.extract.text.articles import articles_of
from tests.growth import grows_at_most

DOCUMENTS = {
    "one-letter lines": "a\n",
    "ages": "2 hours ago\n",
    "publications": "Courier\n2 hours ago\n- Courier\n",
    "bare dates": "2 June 2024\n",
    "labels": "Comments\n",
    "boxes in a text": "Hashtags\nThe ferry sails until midnight, the operator said on Friday.\n",
    "related boxes": "Related articles\nFerry sails at night for us\nIt sails at noon too.\n",
    "headings": "# Ferry sails at night\n",
    "records": "Title: Ferry sails at night\nDate: 2 June 2024\n",
    "one repeated sentence": "The ferry sails until midnight, the operator said. ",
    "repeated headlines": "Ferry sails at night for islanders\n",
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_reading_is_linear(kind: str) -> None:
    """Twice the lines cost at most three times as much, far from the four of a square."""

    def read(size: int) -> None:
        unit = DOCUMENTS[kind]
        with suppress(ExtractionError):
            articles_of(unit * (size // len(unit)))

    read(1_000)
    assert grows_at_most(3, lambda: read(16_000), lambda: read(32_000))


def test_a_text_with_too_many_lines_is_marked_as_cut() -> None:
    """The limit is not hidden: the last article is marked as cut."""
    line = "The ferry sails until midnight, the operator said on Friday.\n\n"
    *_, last = articles_of(line * (MOST_LINES + 5))
    assert last.partial is Partial.TRUNCATED
