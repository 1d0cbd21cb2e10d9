"""No input of strangers makes a pattern or a function of this room slow."""

from __future__ import annotations

import time

import pytest

from newsdigest.language import count_words, identify, sentences, words

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
SIZE = 100_000
# A second for a megabyte, and as much again for a busy machine: quadratic time takes minutes.
LIMIT = 2.0


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_rows_take_linear_time(unit: str) -> None:
    """A row of marks is read in the time of any text of its length."""
    text = (unit * SIZE)[:SIZE]
    start = time.process_time()
    for language in ("en", "zh", "sv"):
        sentences(text, language)
    words(text)
    count_words(text)
    identify(text)
    assert time.process_time() - start < LIMIT
