"""Interface labels, and similar sentences that are news."""

from __future__ import annotations

import pytest

from newsdigest.extract.text.interface_labels import label_effect
from newsdigest.extract.text.word_lists import LabelEffect


@pytest.mark.parametrize(
    ("label", "effect"),
    [
        ("Hashtags", LabelEffect.BOX),
        ("Try Our AI Features", LabelEffect.BOX),
        ("Explore what Papernews AI can do for you:", LabelEffect.LINE),
        ("Comments (12)", LabelEffect.END),
        ("12 comments", LabelEffect.END),
        ("No comments yet...", LabelEffect.END),
        ("» Related Articles «", LabelEffect.RELATED),
        ("More from The Harbour Courier", LabelEffect.RELATED),
        ("Share:", LabelEffect.LINE),
        ("5 min read", LabelEffect.LINE),
        ("© 2025 The Courier. All rights reserved.", LabelEffect.LINE),
        ("none", LabelEffect.LINE),
        ("Noch keine Kommentare", LabelEffect.END),
        ("Mehr zum Thema", LabelEffect.RELATED),
        ("À lire aussi", LabelEffect.RELATED),
        ("Lo más leído", LabelEffect.BOX),
        ("Leia também", LabelEffect.RELATED),
        ("Berita berkaitan", LabelEffect.RELATED),
        ("Tiada komen lagi", LabelEffect.END),
        ("相关新闻", LabelEffect.RELATED),
        ("コメントはまだありません", LabelEffect.END),
    ],
)
def test_labels_are_recognised_with_their_effect(label: str, effect: LabelEffect) -> None:
    """Regardless of case, outer punctuation and a count."""
    assert label_effect(label) is effect


@pytest.mark.parametrize(
    "line",
    [
        "Comments on the plan may be sent until Friday, and most of them will be read.",
        "Share prices fell for the fifth day",
        "Related cases have been found in three towns",
        "Search for missing hiker goes on",
        "Live music returns to the pier",
        "Nobody had any comments",
        "Tags on forty cows were read by a drone",
        "Watch thieves caught at the harbour",
    ],
)
def test_headlines_and_sentences_with_such_words_are_no_labels(line: str) -> None:
    """A label is a whole line."""
    assert label_effect(line) is None
