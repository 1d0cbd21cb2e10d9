"""Interface labels and the sentences like them that are news."""

from __future__ import annotations

import pytest

from newsdigest.extract.text.labels import label_effect
from newsdigest.extract.text.wording import Effect


@pytest.mark.parametrize(
    ("label", "effect"),
    [
        ("Hashtags", Effect.BOX),
        ("Try Our AI Features", Effect.BOX),
        ("Explore what Papernews AI can do for you:", Effect.LINE),
        ("Comments (12)", Effect.END),
        ("12 comments", Effect.END),
        ("No comments yet...", Effect.END),
        ("» Related Articles «", Effect.RELATED),
        ("More from The Harbour Courier", Effect.RELATED),
        ("Share:", Effect.LINE),
        ("5 min read", Effect.LINE),
        ("© 2025 The Courier. All rights reserved.", Effect.LINE),
        ("none", Effect.LINE),
        ("Noch keine Kommentare", Effect.END),
        ("Mehr zum Thema", Effect.RELATED),
        ("À lire aussi", Effect.RELATED),
        ("Lo más leído", Effect.BOX),
        ("Leia também", Effect.RELATED),
        ("Berita berkaitan", Effect.RELATED),
        ("Tiada komen lagi", Effect.END),
        ("相关新闻", Effect.RELATED),
        ("コメントはまだありません", Effect.END),
    ],
)
def test_labels_are_known_with_what_they_do(label: str, effect: Effect) -> None:
    """Case, outer signs and a count do not matter."""
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
