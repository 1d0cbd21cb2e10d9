"""Words to compare and words to count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.language import count_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town's 12,000 people don’t pay", ["the", "town", "12,000", "people", "don't", "pay"]),
        ("U.S.-led talks, S$1.2m", ["u.s", "led", "talks", "s", "1.2m"]),
        ("l’école d'O’Brien", ["l", "école", "d", "o", "brien"]),
        ("市场开门", ["市场", "场开", "开门"]),
        ("बाज़ार खुला", ["बाज़ार", "खुला"]),
        ("ตลาด", ["ตลา", "ลาด"]),
        ("— … !", []),
    ],
)
def test_words_are_units_that_can_be_compared(text: str, expected: list[str]) -> None:
    """Numbers and contractions stay whole, possessives are dropped, unspaced scripts overlap."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("The market opened at 9.30 a.m.", 6),
        # Sixteen Chinese characters are ten words of English.
        ("今天早上市场重新开门大家都很高兴", 10),
        ("Le marché a ouvert", 4),
        ("เปิดตลาดเช้าวันเสาร์", 4),
    ],
)
def test_words_are_counted_as_a_reader_would(text: str, count: int) -> None:
    """Words are counted by spaces, in scripts without them by characters."""
    assert count_words(text) == count


@given(st.text())
def test_any_text_can_be_cut_and_counted(text: str) -> None:
    """Every unit is lower case and not empty."""
    assert count_words(text) >= 0
    assert all(word and word == word.lower() for word in words(text.lower()))
