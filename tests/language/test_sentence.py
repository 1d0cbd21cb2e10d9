"""Sentence splitting: where it cuts, where it must not, and how long it takes on hostile input."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.language import sentences

# Each row is one sentence: nothing in it may be taken for an end.
WHOLE = [
    ("en", "Mr. Tan met Mrs. Lim and Dr. Ng et al. about the library on Monday."),
    ("en", "The library cost S$1.2 million, or US$3.45 a visitor, the U.S. Embassy said."),
    ("en", "J. R. Lim and Adnan Z. Amin opened it at 5 p.m. Monday on St. Mary Street."),
    ("en", "House No. 5 was sold on Jan. 3 for 1.5 million, see www.example.org/a.b for more."),
    ("en", "“Is it open yet?” asked one of the children in the queue."),
    ("en", "She waited ... and waited for the No. 12 bus to the D.C. Archives."),
    ("en", "Acme Inc. Chairman Ali Lee and Gov. Ana Cruz planted a tree vs. the advice they had."),
    ("en", "“It will be a long road.” – Jane Tan"),
    (
        "de",
        "Am 3. Januar kam Dr. Müller z. B. mit 1,2 Mio. Euro und ca. 20 Gästen an.",
    ),
    ("fr", "M. Dupont et Mme. Petit ont ouvert le marché le 3 janv. 2020 avec env. 40 voisins."),
    ("es", "El Sr. Pérez y la Dra. Ruiz viajaron a EE.UU. para ver el río."),
    ("ms", "Datuk Dr. Ali dan Pn. Siti merasmikan pasar di Jln. Ampang pada 3.30 petang."),
    ("ru", "В 2020 г. в город приехал проф. Иванов и т. д."),
    ("ja", "「朝から並んだ。」と店の人は話した。"),
    ("zh", "“今天很热闹。”摊主说。"),
]

# Each row is two sentences or more.
PARTS = [
    ("en", ["The bus stopped.", "It was full."]),
    ("en", ["“We are ready.”", "“So am I,” she said."]),
    ("en", ["He lives in the U.S.", "The house is small."]),
    ("en", ["The shop closes at 9 p.m.", "Police will keep the road free."]),
    ("en", ["It was plan B.", "The first had failed."]),
    ("en", ["Prices rose 3.5%.", "12 shops closed."]),
    ("en", ["(The pool is shut.)", "Swimmers go elsewhere."]),
    ("en", ["Who pays?", "Nobody knows!", "We asked."]),
    ("en", ["The sale ended.", "eBay took a fee."]),
    ("en", ["A new bridge over the river", "Photo: Jane Tan"]),
    ("en", ["He trailed off...", "Then he left."]),
    ("de", ["Es waren 12.", "Die anderen blieben daheim.", "„Schade.“", "Er ging."]),
    ("es", ["¿Qué pasó?", "¡Nada!", "Nadie lo sabe."]),
    ("zh", ["市场今天开门。", "很多人来了！", "下雨了吗？"]),
    ("hi", ["बाज़ार आज खुला।", "बहुत लोग आए।"]),
    ("ar", ["هل فتح السوق؟", "نعم فتح."]),
    ("sv", ["Torget öppnade i dag.", "Många kom."]),
]


@pytest.mark.parametrize(("language", "sentence"), WHOLE)
def test_what_only_looks_like_an_end_is_kept_whole(language: str, sentence: str) -> None:
    """Abbreviations, initials, numbers, addresses and continued quotes end no sentence."""
    assert sentences(sentence, language) == [sentence]


@pytest.mark.parametrize(("language", "parts"), PARTS)
def test_ends_are_found(language: str, parts: list[str]) -> None:
    """A closing mark, with its quotes and brackets, ends its sentence."""
    gap = "" if language == "zh" else " "
    assert sentences(gap.join(parts), language) == parts


@pytest.mark.parametrize("language", ["en", "sv"])
def test_an_empty_line_ends_a_sentence_and_a_line_break_does_not(language: str) -> None:
    """Headings have no full stop, and text is wrapped at any place."""
    text = "Market opens\r\n\r\nThe market\nopened today."
    assert sentences(text, language) == ["Market opens", "The market\nopened today."]


@pytest.mark.parametrize("language", [None, "en", "sv"])
def test_odd_text_is_survived(language: str | None) -> None:
    """Empty text, marks alone and lone surrogates give no error and no empty sentence."""
    assert sentences("", language) == []
    assert sentences(" \n ", language) == []
    assert sentences("... !!! ???", language)
    assert sentences("One \ud800 here. Two.", language) == ["One \ud800 here.", "Two."]


@given(
    st.text(alphabet="aBc .!?…\"“”'()。」と1\n\r-,é ") | st.text(),
    st.sampled_from([None, "en", "de", "zh", "sv", "xx"]),
)
def test_sentences_are_verbatim_and_nothing_is_lost(text: str, language: str | None) -> None:
    """All text but white space is returned, in order, as substrings."""
    found = sentences(text, language)
    place = 0
    for sentence in found:
        assert sentence == sentence.strip() != ""
        place = text.index(sentence, place) + len(sentence)
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)
