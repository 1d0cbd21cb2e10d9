"""How many words a text has, comparable over scripts and cheap enough for every block of a page."""

from __future__ import annotations

import re
from typing import Final

# Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
# How many of those characters make a word, on average, in Chinese and Japanese news.
_CHARACTERS_A_WORD: Final = 2
# Each of them takes so many bytes more than one in UTF-8, which tells at once where there are few.
_MORE_BYTES: Final = 2


def count_units(text: str, parts: int) -> int:
    """Words, comparable over scripts; `parts` is how many pieces spaces cut the text into."""
    if text.isascii():
        return parts
    more = len(text.encode("utf-8", "surrogatepass")) - len(text)
    if more <= parts * _CHARACTERS_A_WORD * _MORE_BYTES:
        return parts
    return max(parts, len(_UNSPACED.findall(text)) // _CHARACTERS_A_WORD)
