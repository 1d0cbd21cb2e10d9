"""Line breaking in every script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.language import printable
from newsdigest.render.wrap import width, wrap

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
scripts = st.text(
    st.sampled_from("ab cd. ,“”()· 雨の決勝、延長。「港」ประเทศไทยมี مرحبا שלום é\u0301👍🏽❤️")
    | st.characters(),
    max_size=120,
)


@given(scripts, st.integers(8, 60))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, columns: int) -> None:
    """No line is too wide, and only the spaces at which lines break are dropped."""
    line = printable(text)
    lines = wrap(line, columns)
    assert all(width(piece) <= columns for piece in lines)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert not [piece for piece in lines if piece != piece.strip()]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Straße", 6),
        ("雨の決勝", 8),
        ("ﾊﾝｶｸ", 4),
        ("e\u0301", 1),
        (FAMILY, 2),
        ("❤️", 2),
        ("ประเทศไทยมี", 10),
        ("श्री", 2),
        ("मन्‍त्र", 4),
        ("กี่", 1),
    ],
)
def test_width_counts_cells(text: str, cells: int) -> None:
    """Ideographs and emoji are two cells wide, marks and joiners none."""
    assert width(text) == cells


def test_a_signature_stays_with_its_dash() -> None:
    """The dash behind a sentence begins a line with the publication; others end theirs."""
    assert wrap("It rains. — Post", 13) == ["It rains.", "— Post"]
    assert wrap("It rained — 雨", 11) == ["It rained —", "雨"]
    assert wrap("It rains. — 雨", 11) == ["It rains.", "— 雨"]


def test_all_spaces_at_a_break_are_dropped() -> None:
    """A separator of two spaces indents no line, wherever it falls."""
    for columns in (9, 10, 11):
        assert wrap("A headline  Post", columns)[-1] == "Post"
    assert wrap("A b [22]  Post", 8) == ["A b [22]", "Post"]


def test_lines_end_at_spaces_where_there_are_any() -> None:
    """A word is cut only if it does not fit on a line of its own."""
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("see https://example.org/abc now", 12) == [
        "see",
        "https://exam",
        "ple.org/abc",
        "now",
    ]
    assert wrap("3 publications · since Friday", 16) == ["3 publications ·", "since Friday"]
    assert wrap("", 10) == []


def test_closing_marks_do_not_begin_a_line() -> None:
    """Closing marks do not begin a line, nor opening ones end it; ideographs break elsewhere."""
    assert wrap("港で「雨」、延長。", 8) == ["港で", "「雨」、", "延長。"]
    lines = wrap("雨の決勝、延長の末に港クラブが優勝した。" * 3, 11)
    assert not [line for line in lines if line[0] in "、。」"]
    assert not [line for line in lines if line[-1] == "「"]


def test_thai_breaks_before_a_syllable() -> None:
    """No line begins with a vowel or tone mark, or ends with a leading vowel."""
    for line in wrap("ประเทศไทยมีผู้บาดเจ็บสิบสองคนในเหตุการณ์นี้", 9):
        assert unicodedata.category(line[0]) != "Mn"
        assert line[0] not in "ะาำ"
        assert line[-1] not in "เแโใไ"
