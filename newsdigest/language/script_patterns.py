"""Patterns of the world's scripts; slow to compile, so import it only where needed."""

from __future__ import annotations

from newsdigest.patterns import pattern

# Scripts without spaces between words.
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_SOUTHEAST = "\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3"

UNSPACED_RUN = pattern(rf"([{_HAN}{_KANA}]+)|([{_SOUTHEAST}]+)|[^{_HAN}{_KANA}{_SOUTHEAST}]+")
UNSPACED = pattern(f"[{_HAN}{_KANA}{_SOUTHEAST}]")
HAN = pattern(f"[{_HAN}]")
KANA = pattern(f"[{_KANA}]")
SOUTHEAST = pattern(f"[{_SOUTHEAST}]")

# Scripts of one language, under its subtag, and scripts that several share, under a name.
_SCRIPTS = {
    "ja": "\u3040-\u30ff\u31f0-\u31ff",
    "ko": "\uac00-\ud7af\u1100-\u11ff",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u0590-\u05ff",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "am": "\u1200-\u137f",
    "latin": "A-Za-z\u00aa-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff\u0750-\u077f",
    "devanagari": "\u0900-\u097f",
}
SCRIPT_LETTERS = {name: pattern(f"[{span}]") for name, span in _SCRIPTS.items()}
