"""Word counts that are comparable across scripts and cheap enough for every block of a page."""

from __future__ import annotations

from typing import Final

from newsdigest.patterns import pattern

# Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED: Final = pattern(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
# Average characters per word in Chinese and Japanese news.
_CHARACTERS_A_WORD: Final = 2
# Extra bytes of each in UTF-8, which show quickly whether there are many.
_MORE_BYTES: Final = 2


def count_units(text: str, parts: int) -> int:
    """Words, comparable across scripts; `parts` is the number of pieces separated by spaces."""
    if text.isascii():
        return parts
    more = len(text.encode("utf-8", "surrogatepass")) - len(text)
    if more <= parts * _CHARACTERS_A_WORD * _MORE_BYTES:
        return parts
    return max(parts, len(_UNSPACED.findall(text)) // _CHARACTERS_A_WORD)
