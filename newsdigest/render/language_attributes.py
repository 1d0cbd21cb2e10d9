"""Languages as attributes of a document: their tags and directions."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# Written from right to left by most who write them.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "nqo", "pnb", "ps", "sd", "syr", "ug"}
    | {"ur", "yi"}
)


def language_tag(language: str | None) -> str | None:
    """The tag as BCP 47 has it, or None where it is no tag."""
    return language if language and _TAG.fullmatch(language) else None


def direction(language: str | None) -> str:
    """`rtl` or `ltr`; `auto`, which lets the text decide, where the language is not known."""
    if language is None:
        return "auto"
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
