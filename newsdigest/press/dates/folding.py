"""Normalises text of any script for comparison with words and digits."""

from __future__ import annotations

import unicodedata


def fold(text: str, limit: int) -> str:
    """`text` with compatibility forms and digits of any script replaced, cut at `limit`."""
    text = text[:limit]
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def strip_accents(word: str) -> str:
    """`word` without its diacritics, which people and programs omit from month names."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if not unicodedata.combining(c))
