"""Stems and stop words."""

from __future__ import annotations

import pytest

from newsdigest.language import stem, stop_words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["open", "opens", "opened", "opening"]),
        ("de", ["markt", "markte", "markten"]),
        ("ms", ["buka", "membuka", "dibuka"]),
        ("no", ["bygg", "bygget"]),
    ],
)
def test_forms_of_a_word_share_their_stem(language: str, forms: list[str]) -> None:
    """Words that differ only in their ending have one stem."""
    assert len({stem(form, language) for form in forms}) == 1


@pytest.mark.parametrize("language", [None, "zh", "xx", ""])
def test_a_language_without_stemmer_keeps_its_words(language: str | None) -> None:
    """Unknown languages are no error."""
    assert stem("opened", language) == "opened"
    assert isinstance(stop_words(language), frozenset)


def test_a_token_too_long_to_be_a_word_is_kept() -> None:
    """A megabyte without a space is not stemmed."""
    assert stem("ing" * 100_000, "en") == "ing" * 100_000


@pytest.mark.parametrize("language", ["en", "de", "zh", "xx"])
def test_stop_words_are_those_of_stopwordsiso(language: str) -> None:
    """Its file is read without importing it."""
    from stopwordsiso import stopwords

    assert stop_words(language) == stopwords(language)


def test_stop_words_are_those_of_the_language() -> None:
    """Each language has its own stop words; no language has none."""
    assert "the" in stop_words("en")
    assert "dengan" in stop_words("ms")
    assert "the" not in stop_words("ms")
    assert stop_words(None) == frozenset()
