"""Items of ordered lists keep the numbers that a browser shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.extract import extract_articles
from newsdigest.model import Article, BlockKind, Document

_TITLE = "How the ferryman mends a rope"
_BEFORE = (
    "A rope that has parted is no reason to buy a new one, says Ole Brandt, who has spliced ropes"
    " on the quay at Sandholm for forty years."
)
_AFTER = (
    "He has ropes on his boat that hold in eleven places, he says, and not one of them has parted"
    " where he joined it."
)
_STEPS = [
    "Unlay the strands of both ends for as long as your forearm.",
    "Marry the two ends so that each strand lies between two others.",
    "Tuck every strand over one and under one, three times.",
]


def _read(body: str) -> Article:
    html = f"<!doctype html><title>{_TITLE}</title><article><h1>{_TITLE}</h1>{body}</article>"
    document = Document(content=html.encode(), origin="test")
    return extract_articles(document, as_of=datetime(2026, 11, 22, tzinfo=UTC))[0]


def _numbers(opening: str, items: str = "") -> list[int | None]:
    """The numbers of the three steps in a list with that start tag."""
    inner = items or "".join(f"<li>{step}</li>" for step in _STEPS)
    article = _read(f"<p>{_BEFORE}</p>{opening}{inner}</ol><p>{_AFTER}</p>")
    return [block.number for block in article.blocks if block.text in _STEPS]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("<ol>", [1, 2, 3]),
        ('<ol start="4">', [4, 5, 6]),
        ("<ol reversed>", [3, 2, 1]),
        ('<ol class="list-unstyled">', [None, None, None]),
        ('<ol style="list-style-type: none">', [None, None, None]),
        ("<ul>", [None, None, None]),
    ],
)
def test_items_are_counted_as_in_a_browser(opening: str, expected: list[int | None]) -> None:
    """From 1, from `start` or backwards; lists styled without numbers have none."""
    assert _numbers(opening) == expected


def test_an_item_may_set_its_own_number() -> None:
    """Those after it count on from there."""
    items = f"<li>{_STEPS[0]}</li><li value=7>{_STEPS[1]}</li><li>{_STEPS[2]}</li>"
    assert _numbers("<ol>", items) == [1, 7, 8]


def test_a_number_typed_by_the_author_is_not_doubled() -> None:
    """Templates hide the numbers of such lists in ways that no rule can detect."""
    items = "".join(f"<li>{place}. {step}</li>" for place, step in enumerate(_STEPS, 1))
    article = _read(f"<p>{_BEFORE}</p><ol>{items}</ol><p>{_AFTER}</p>")
    assert [f"{place}. {step}" for place, step in enumerate(_STEPS, 1)] == [
        block.numbered_text for block in article.blocks if block.kind is BlockKind.LIST_ITEM
    ]


def test_bullets_in_a_numbered_item_have_no_number() -> None:
    """Each list counts for itself, and what follows in the same item is no item of its own."""
    items = (
        f"<li>{_STEPS[0]}<ul><li>Use a fid of hard wood for it.</li></ul></li>"
        f"<li><p>{_STEPS[1]}</p><p>Tape them where they meet.</p></li><li>{_STEPS[2]}</li>"
    )
    article = _read(f"<p>{_BEFORE}</p><ol>{items}</ol><p>{_AFTER}</p>")
    assert [(block.numbered_text, block.kind.value, block.level) for block in article.blocks] == [
        (_BEFORE, "paragraph", 0),
        (f"1. {_STEPS[0]}", "list-item", 1),
        ("Use a fid of hard wood for it.", "list-item", 2),
        (f"2. {_STEPS[1]}", "list-item", 1),
        ("Tape them where they meet.", "paragraph", 0),
        (f"3. {_STEPS[2]}", "list-item", 1),
        (_AFTER, "paragraph", 0),
    ]


def test_numbers_are_part_of_the_article_text() -> None:
    """Readers of the text alone can still follow "repeat the second step"."""
    items = "".join(f"<li>{step}</li>" for step in _STEPS)
    lines = _read(f"<p>{_BEFORE}</p><ol>{items}</ol><p>{_AFTER}</p>").text.split("\n\n")
    assert lines[1:4] == [f"{place}. {step}" for place, step in enumerate(_STEPS, 1)]


def test_numbers_of_markdown_are_kept() -> None:
    """A Markdown file has its numbers in its text."""
    items = "\n".join(f"{place}. {step}" for place, step in enumerate(_STEPS, 5))
    text = f"# {_TITLE}\n\n{_BEFORE}\n\n{items}\n\n{_AFTER}\n"
    document = Document(content=text.encode(), origin="test.md")
    (article,) = extract_articles(document, as_of=datetime(2026, 11, 22, tzinfo=UTC))
    assert [block.number for block in article.blocks] == [None, 5, 6, 7, None]


def test_a_newsletter_keeps_the_numbers_of_its_lists() -> None:
    """Newsletters are read in segments, and each segment of an ordered list has its number."""
    items = "".join(f"<li>{step}</li>" for step in _STEPS)
    html = f"<p>{_BEFORE}</p><ol>{items}</ol><p>{_AFTER}</p>"
    document = Document(content=html.encode(), origin="test", is_letter=True)
    (article,) = extract_articles(document, as_of=datetime(2026, 11, 22, tzinfo=UTC))
    assert [block.number for block in article.blocks if block.text in _STEPS] == [1, 2, 3]
