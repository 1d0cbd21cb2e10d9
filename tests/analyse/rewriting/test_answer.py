"""An answer is read by a strict grammar: sentences, each with the numbers of its sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse.rewriting import AnsweredSentence, read_answer


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("A ferry hit the pier. [1, 3]", [("A ferry hit the pier.", (1, 3))]),
        ("A ferry hit the pier [1][3].", [("A ferry hit the pier.", (1, 3))]),
        ("One. [1]\nTwo. [2; 1]", [("One.", (1,)), ("Two.", (2, 1))]),
        ("One. [1] [1] [2]", [("One.", (1, 2))]),
        ("<think>Hm [9].</think>\nOne. [1]", [("One.", (1,))]),
        ("One. [1] And that is all!", [("One.", (1,)), ("And that is all!", ())]),
        ("No numbers.", [("No numbers.", ())]),
        ("One. Two!", [("One.", ()), ("Two!", ())]),
        ("1. One. [1]\n\n2. Two.", [("One.", (1,)), ("Two.", ())]),
        ("- One. [1]\n- Two. [2]", [("One.", (1,)), ("Two.", (2,))]),
        ("1. Mai. [1]", [("1. Mai.", (1,))]),
        ("2. Mai. [1]\n3. Mai. [2]", [("2. Mai.", (1,)), ("3. Mai.", (2,))]),
        ("Here it is:\n\nOne. [1]", [("Here it is:\n\nOne.", (1,))]),
        ("[a] One. [note]", [("[a] One. [note]", ())]),
        ("[1]", [("", (1,))]),
        ("", []),
        (" \n", []),
        ("<think>never ends [1]", []),
    ],
)
def test_the_grammar(answer: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    """What stands before its numbers is a sentence; what has none is split, and names nothing."""
    assert read_answer(answer, "en", 9) == tuple(AnsweredSentence(*each) for each in found)


def test_an_answer_is_bounded() -> None:
    """RW02: of a long answer only the first sentences are read, and never more than was asked."""
    assert len(read_answer("A ferry. [1] " * 100_000, "en", 2)) == 2
    (only,) = read_answer("x" * 1_000_000, "en", 2)
    assert len(only.text) <= 8_000


@given(st.text(alphabet="ab .[]12,;\n<>", max_size=300))
def test_any_answer_is_read(answer: str) -> None:
    """No text is lost from an answer, and no number is invented."""
    for each in read_answer(answer, "en", 99):
        # A stop may have stood behind the numbers.
        assert all(word in answer or word[:-1] in answer for word in each.text.split())
        assert all(str(number) in answer or number < 100 for number in each.rests_on)
