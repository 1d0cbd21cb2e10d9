"""The values of the attributes lang and dir."""

from __future__ import annotations

from newsdigest.patterns import pattern

_TAG = pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# Mostly written from right to left.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "nqo", "pnb", "ps", "sd", "syr", "ug"}
    | {"ur", "yi"}
)


def language_tag(language: str | None) -> str | None:
    """The language if it is a well-formed BCP 47 tag, else None."""
    return language if language and _TAG.fullmatch(language) else None


def direction(language: str | None) -> str:
    """`rtl` or `ltr`; for an unknown language `auto`, which lets the text decide."""
    if language is None:
        return "auto"
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
