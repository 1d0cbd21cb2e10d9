"""No untrusted input makes a pattern or function of this package slow."""

from __future__ import annotations

import pytest

from newsdigest.language import count_words, identify, sentences, words
from tests.growth import grows_at_most

UNITS = [
    ".",
    ". ",
    "a. ",
    '."',
    '"',
    "。」",
    "「",
    "\n",
    "\n ",
    ".\n",
    " ",
    "a",
    "1.",
    "1,",
    "a'",
    "A. ",
]
SIZE = 25_000


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_rows_take_linear_time(unit: str) -> None:
    """Four times the marks take about four times as long to read."""

    def read(text: str) -> None:
        for language in ("en", "zh", "sv"):
            sentences(text, language)
        words(text)
        count_words(text)
        identify(text)

    short = (unit * SIZE)[:SIZE]
    assert grows_at_most(8, lambda: read(short), lambda: read(short * 4))
