"""What printable() removes, what it leaves, and its linear time."""

from __future__ import annotations

import sys
import unicodedata
from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsdigest.language import printable
from newsdigest.language.printable import MAX_EMOJI_JOINERS, MAX_MARKS
from tests.growth import grows_at_most

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

# The characters that interact: starts and ends of sequences, joiners, selectors, marks, scripts.
TRICKY = (
    "a1m[]P;\\^_X (#\n\r\t \x00\x07\x1b\x1f\x7f\x85\x9b\x9c\x9d\xa0\xad\u0301\u0308\u0344\u034f"
    "\u061c\u0645\u0646\u0915\u094d\u0d28\u0d4d\u0e01\u0e31\u0e49\u200b\u200c\u200d\u200e\u2028"
    "\u202e\u2066\u2069\u20e3\u212b\u2764\u3000\u304b\u3099\u4e2d\uac00\u1100\u1161\u11a8\ud83d\ude00"
    "\ufa0e\ufdfa\ufe0e\ufe0f\ufeff\ufffd\uffff\U0001f468\U0001f3fd\U0001f1e9\U000e0041\U000e0100"
)
tricky = st.text(st.sampled_from(TRICKY) | st.characters(exclude_categories=()), max_size=40)


def is_forbidden(character: str) -> bool:
    """The oracle, by category instead of by range: I4, and invisible characters."""
    if character in "\u200c\u200d":
        return False
    visible_format = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
    category = unicodedata.category(character)
    return category in {"Cc", "Cs", "Zl", "Zp"} or (
        category == "Cf"
        and character not in visible_format
        and not 0x110BD <= ord(character) <= 0x1345F  # Kaithi and Egyptian signs, drawn
    )


@given(tricky)
@example("\x1b\x9b[31mred")
@example("\u212b\ufe0f")
@example("e\u200d\u0301")
@example("\u0915" + "\u094d\u200d" * 20)
def test_no_output_holds_what_can_act_or_hide(text: str) -> None:
    """The result is always one line of visible NFC text."""
    line = printable(text)
    assert not [character for character in line if is_forbidden(character)]
    assert line == " ".join(line.split())
    assert unicodedata.is_normalized("NFC", line)
    line.encode()


@given(tricky)
def test_several_lines_hold_nothing_else(text: str) -> None:
    """With `multiline` the line feed is the only control character that is kept."""
    result = printable(text, multiline=True)
    assert not [c for c in result if is_forbidden(c) and c != "\n"]
    assert printable(result, multiline=True) == result


@given(tricky)
@example("\u212b\ufe0f")
@example("\u304b\u200d\u3099\ufe0f")
@example("\u0d28\u0d4d\u200d\ufe0f")
@example("\U0001f468\u200d" * 30)
def test_twice_is_as_once(text: str) -> None:
    """Printable text is unchanged, so applying it twice is harmless."""
    once = printable(text)
    assert printable(once) == once


@given(st.text(st.characters(categories=("L", "N", "P", "Sc", "Sm")), min_size=1))
def test_letters_digits_and_signs_stay(text: str) -> None:
    """Text without marks, white space and format characters is only normalised to NFC."""
    fillers = "\u115f\u1160\u3164\uffa0"  # letters by category that are drawn as nothing
    text = "".join(c for c in text if c not in fillers)
    assert printable(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "Rain and snow: “up to 30 cm” – S$1.2m, 10 % more …",
        "Wałęsa besuchte Łódź; ‘c’était déjà l’été’",
        "Tòa án nhân dân thành phố Hồ Chí Minh",
        "ประเทศไทยมีผู้บาดเจ็บสิบสองคน",
        "می‌خواهم کتاب‌ها را ببینم",
        "श्री क्‍ष और क्‌ष",
        "അവന്‍ പറഞ്ഞു",
        "ශ්‍රී ලංකාව",
        "בְּרֵאשִׁית בָּרָא",
        "気象庁は「大雨」と発表した。",
        "중앙일보 속보",
        f"A {FAMILY} won ❤️ 1️⃣ 🇩🇪 👍🏽 🏳️‍🌈",
        "葛\U000e0100飾区",
    ],
)
def test_ordinary_text_is_unchanged(text: str) -> None:
    """Typography, scripts with marks or joiners, and emoji are unchanged."""
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[1;31mRed\x1b[0m alert\x1b[2J\x1b[6n\x1b[?25l", "Red alert"),  # TRM01
        ("\x1b]0;owned\x07Storm", "Storm"),  # TRM02
        ("\x1b]8;;http://x/\x1b\\Storm\x1b]8;;\x1b\\", "Storm"),
        ("\x1b]52;c;ZXZpbA==\x07Storm", "Storm"),
        ("Storm \x1b]0;and rain", "Storm 0;and rain"),
        ("Storm \x1b]0;and\nrain\x07", "Storm 0;and rain"),
        ("\x1bP1;2q#0\x1b\\A\x1b_x\x1b\\B\x1b^y\x07C\x1bXz\x1b\\D\x1bc", "ABCD"),  # TRM03
        ("\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\Storm", "tmux;Storm"),
        ("\x9b31mRed \x9d0;t\x9cStorm", "31mRed 0;tStorm"),  # TRM04
        ("\x1b\x9b[31mRed", "Red"),
        ("Storm\x1b", "Storm"),
        ("\u202egnp.exe\u202c \u2066x\u2069 \u200ea\u061c", "gnp.exe x a"),  # TRM06
        ("Storm\rCalm\tsea\x0b\x0cand\nsun\x07\x08", "Storm Calm sea and sun"),  # TRM07
        ("S\u200bt\u2060o\ufeffr\xadm \u180e\U000e0053\U000e0054", "Storm"),  # TRM08
        ("a\u200db\u200cc", "abc"),
        ("a\ufe0fb \U000e0100c", "ab c"),
        ("[bold]x[/bold] [/z] :smile: C:\\", "[bold]x[/bold] [/z] :smile: C:\\"),  # TRM09
        ("\ud83d\ude00 \ud800 \udc00", "😀 \ufffd \ufffd"),  # ENC06
        ("S\x00torm", "Storm"),  # ENC07
        ("\ufdfa \ufb01 ① ²", "\ufdfa \ufb01 ① ²"),  # ENC08: NFC, not NFKC
        ("Cafe\u0301", "Café"),
        ("\xa0\u3000a\u2009b\u2028c\x85d\xa0", "a b c d"),
    ],
)
def test_the_rows_of_the_fault_table(text: str, expected: str) -> None:
    """Sequences are removed whole, the text around them stays."""
    assert printable(text) == expected


def test_marks_are_capped_for_each_character() -> None:
    """Ten thousand marks on a letter become a few, even if separated by joiners."""
    assert printable("z" + "\u0323\u0301" * 5000 + "ap") == "ẓ" + "\u0323" * MAX_MARKS + "ap"
    parted = printable("\u0915" + "\u0941\u200d" * 5000)
    assert len(parted) <= 1 + MAX_MARKS


def test_chains_of_joined_emoji_are_cut() -> None:
    """A chain longer than any emoji loses its later joiners, not its pictures."""
    chain = printable("\u200d".join(["\U0001f468"] * 1000))
    assert chain.count("\u200d") == MAX_EMOJI_JOINERS
    assert chain.count("\U0001f468") == 1000


def test_breaks_and_indentation_are_kept_on_request() -> None:
    """Code keeps its layout, without carriage returns or runs of empty lines."""
    text = "\n\ndef f():\r\n\treturn  1  \x1b[0m\n\n\n\n\u3000\u3000end\u2028\n"
    assert printable(text, multiline=True) == "def f():\n    return 1\n\nend"


def test_every_mark_and_control_is_suspect() -> None:
    """The quick check rests on two facts of Unicode: no mark is a word character, and the
    characters that the oracle forbids are all listed."""
    marks = import_module("newsdigest.language.printable")._MARK_RUN
    for point in range(sys.maxunicode + 1):
        character = chr(point)
        if unicodedata.category(character)[0] == "M":
            assert marks.fullmatch(character * (MAX_MARKS + 1)), hex(point)
        if is_forbidden(character):
            assert printable(f"a{character}\nb") in {"a b", "a\ufffd b"}, hex(point)


@pytest.mark.parametrize(
    "unit",
    [
        "\x1b]",
        "\x1b[",
        "\x1b[1",
        "\x1b",
        "\x1b[ ",
        " ",
        "\u0301",
        "\u200d",
        "👨\u200d",
        "ا\u200c",
        "♥️",
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """No pattern is quadratic in any of its worst strings (RGX01)."""
    short = unit * 25_000
    # Four times the text: 4 if linear, 16 if quadratic.
    assert grows_at_most(8, lambda: printable(short), lambda: printable(short * 4))
