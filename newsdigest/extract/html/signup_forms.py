"""Boxes that ask for a mail address: newsletters in the middle of an article, forms of comments."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

_ASKS: Final = 'input[type="email"],input[name*="email" i]'
_MOST_FORMS: Final = 20
# A box that asks for nothing else has so many characters of text, with its heading and its terms.
_LONGEST: Final = 400
_NEVER: Final = frozenset(("body", "main", "article", "html"))


def remove_signup_forms(body: LexborNode) -> None:
    """Take the boxes that ask for a mail address out of the tree, with what they promise for it.

    A box with the headline in it, or with much more text, is none.
    """
    for field in body.css(_ASKS)[:_MOST_FORMS]:
        box = _box_of(field)
        if box is not None:
            box.decompose()


def _box_of(field: LexborNode) -> LexborNode | None:
    """The largest element round a field that holds little more text."""
    found = None
    box = field.parent
    while box is not None and box.tag not in _NEVER:
        if len(box.text(strip=True)) > _LONGEST or box.css_first("h1") is not None:
            break
        found = box
        box = box.parent
    return found
