"""Texts made to cost much: patterns and reading stay linear."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.extract.text import labels, photo_credits
from newsdigest.extract.text.lines import MOST_LINES
from newsdigest.model import Partial
from newsdigest.press.dates import ages
from tests.extract.text.articles import articles_of

SIZE = 8_000
# Patterns that are put together from data.
BUILT = (
    ages._parts,
    labels._patterns,
    photo_credits._credit,
    photo_credits._labelled_agency,
    photo_credits._signature,
)
WORST = {
    "spaces": " ",
    "letters": "a",
    "capitals": "PARIS ",
    "dots": ".",
    "quotes": '"',
    "digits": "1",
    "brackets": "[",
    "links": "[a](",
    "stars": "*a ",
    "tags": "<a ",
    "parentheses": "(",
    "credits": "PHOTO: REUTERS/",
    "dashes": "- ",
    "slashes": "a / ",
    "pipes": "a | ",
    "words": "Photo by Ann ",
}
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


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    room = importlib.import_module("newsdigest.extract.text")
    for module in pkgutil.iter_modules(room.__path__):
        loaded = importlib.import_module(f"{room.__name__}.{module.name}")
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value
    for build in BUILT:
        yield build.__name__, build()


def cost(work: Callable[[], object]) -> float:
    """The least processor time of three tries."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(("name", "pattern"), list(patterns()), ids=lambda value: str(value)[:40])
def test_patterns_are_linear(name: str, pattern: re.Pattern[str]) -> None:
    """Twice the text costs at most two and a half times as much, for any of the worst texts."""
    for kind, unit in WORST.items():
        text = (unit * SIZE)[:SIZE]
        once = cost(lambda text=text: pattern.findall(text))  # type: ignore[misc]
        twice = cost(lambda text=text: pattern.findall(text * 2))  # type: ignore[misc]
        assert twice <= 2.5 * once + 0.02, f"{name} on {kind}"


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_reading_is_linear(kind: str) -> None:
    """Twice the lines cost at most three times as much, far from the four of a square."""

    def read(size: int) -> None:
        unit = DOCUMENTS[kind]
        with suppress(ExtractionError):
            articles_of(unit * (size // len(unit)))

    read(1_000)
    assert cost(lambda: read(32_000)) <= 3 * cost(lambda: read(16_000)) + 0.05


def test_a_text_of_endless_lines_is_read_to_its_limit_and_says_so() -> None:
    """What lies beyond the limit is not hidden: the last article is marked as cut."""
    line = "The ferry sails until midnight, the operator said on Friday.\n\n"
    *_, last = articles_of(line * (MOST_LINES + 5))
    assert last.partial is Partial.TRUNCATED
