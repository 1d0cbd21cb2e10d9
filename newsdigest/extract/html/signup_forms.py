"""Sign-up forms: newsletters in the middle of an article, forms for comments."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

_ASKS: Final = 'input[type="email"],input[name*="email" i]'
_MOST_FORMS: Final = 20
# A box that asks for nothing else has at most this much text, with its heading and terms.
_LONGEST: Final = 400
_NEVER: Final = frozenset(("body", "main", "article", "html"))


def remove_signup_forms(body: LexborNode) -> None:
    """Removes the boxes that ask for an e-mail address, together with their promises.

    A box with the headline in it, or with much more text, is kept.
    """
    for field in body.css(_ASKS)[:_MOST_FORMS]:
        box = _box_of(field)
        if box is not None:
            box.decompose()


def _box_of(field: LexborNode) -> LexborNode | None:
    """The largest element around a field that holds little more text."""
    found = None
    box = field.parent
    while box is not None and box.tag not in _NEVER:
        if len(box.text(strip=True)) > _LONGEST or box.css_first("h1") is not None:
            break
        found = box
        box = box.parent
    return found
