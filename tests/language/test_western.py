"""Texts of Western languages, and the patterns that are shorter for them."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsdigest
from newsdigest.language import ScriptPattern, is_western

WESTERN = bytes(range(256)).decode("cp1252", "ignore")


def script_patterns() -> dict[str, ScriptPattern]:
    """All of the package, by module and name."""
    return {
        f"{listed.name}.{name}": value
        for listed in pkgutil.walk_packages(newsdigest.__path__, "newsdigest.")
        if not listed.name.endswith("__main__")
        for name, value in vars(import_module(listed.name)).items()
        if isinstance(value, ScriptPattern)
    }


PATTERNS = script_patterns()


@pytest.mark.parametrize("text", ["", "Rain, wind", "“Où?” – 12 £ à la crème brûlée", "Straße €5"])
def test_latin_letters_and_typography_are_western(text: str) -> None:
    """Quotation marks and dashes, too, which most news has."""
    assert is_western(text)


@pytest.mark.parametrize("text", ["Кафе", "珈琲", "กาแฟ", "Łódź", "a\u200db", "\udc80", "☕"])
def test_other_scripts_and_signs_are_not(text: str) -> None:
    """They may need what only the longer patterns have."""
    assert not is_western(f"Coffee: {text}")


def test_a_pattern_is_chosen_by_the_text() -> None:
    """Of any other script, the pattern with all alternatives."""
    parts = ScriptPattern.of(r", ", r"、")
    assert parts.on("a, b、c").split("a, b、c") == ["a", "b", "c"]
    assert parts.on("a, b").split("a, b") == ["a", "b"]
    assert parts.on("“a”, b") is parts.western


@pytest.mark.parametrize("name", PATTERNS)
@given(text=st.text(st.sampled_from(WESTERN + " ...—'\"–|:,/_-·"), max_size=60))
def test_both_patterns_are_the_same_on_western_texts(name: str, text: str) -> None:
    """So that which one reads a text decides how long it takes, and nothing else."""
    short, long = PATTERNS[name].western, PATTERNS[name].every
    assert [each.span() for each in short.finditer(text)] == [
        each.span() for each in long.finditer(text)
    ]


def test_there_are_such_patterns() -> None:
    """The test above would prove nothing without."""
    assert len(PATTERNS) >= 5
