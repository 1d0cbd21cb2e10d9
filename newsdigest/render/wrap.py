"""Line breaking in every script, with widths counted in terminal cells."""

from __future__ import annotations

from functools import partial

from rich import cells as rich_cells

from newsdigest.language import ScriptPattern, is_western
from newsdigest.patterns import pattern

# "latest", not the environment's UNICODE_VERSION: the same digest has the same bytes.
_measure = partial(rich_cells.cell_len, unicode_version="latest")
_chop = partial(rich_cells.chop_cells, unicode_version="latest")

# Break opportunities without a space: at any ideograph or kana, except before a closing mark or
# after an opening one; before a Thai syllable. A separating dot may end a line but not begin one;
# the dash before a signature ("... he said. — The Ledger") may begin a line but not end one.
_OPEN = "（「『《〈【〔“‘(\\["
_CLOSE = "、。，．！？：；）」』》〉】〕…—～ー々”’!?,.:;)\\]%％"
_IDEOGRAPH = (
    r"\u2e80-\u2fff\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_THAI = r"[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e2f-\u0e3f\u0e45-\u0e5b]{0,6}"
_SIGNED = r"(?<=[.!?…。！？\"'”’»)] )— "
_UNIT = ScriptPattern(
    pattern(rf" |{_SIGNED}(?:[^ ]+|.)|[^ ]+(?: ·(?= ))?|."),
    pattern(
        rf" |{_SIGNED}(?:[^ {_IDEOGRAPH}\u0e00-\u0e5b]+|.)"
        rf"|[{_OPEN}]{{0,4}}[{_IDEOGRAPH}][{_CLOSE}]{{0,4}}|{_THAI}"
        rf"|[^ {_IDEOGRAPH}\u0e00-\u0e5b]+(?: ·(?= ))?|."
    ),
)
NO_BREAK = "\N{NO-BREAK SPACE}"
# rich counts what follows any joiner as part of an emoji.
_WORD_JOINER = pattern(r"(?<=[\u0600-\u1fff\ua840-\ua873])\u200d")


def width(text: str) -> int:
    """The number of terminal cells that the text occupies."""
    if text.isascii():
        return len(text)
    return _measure(text if is_western(text) else _WORD_JOINER.sub("", text))


def wrap(text: str, columns: int) -> list[str]:
    """The one-line text broken into lines of at most `columns` cells.

    Lines break at spaces, all of which are dropped there, and where a script without spaces allows
    it; longer words are cut. A single character wider than `columns` gets a line of its own.
    """
    if width(text) <= columns:
        return [text] if text else []
    lines: list[str] = []
    line = ""
    used = 0
    for unit in _UNIT.on(text).findall(text):
        if unit == " " and lines and not line:
            continue
        size = width(unit)
        if used + size <= columns:
            line, used = line + unit, used + size
            continue
        lines.append(line.rstrip(" "))
        *whole, line = _cut(unit, size, columns)
        lines += whole
        used = width(line)
    return [line for line in [*lines, line.rstrip(" ")] if line]


def _cut(unit: str, size: int, columns: int) -> list[str]:
    if unit == " ":
        return [""]
    if size <= columns:
        return [unit]
    return [piece for piece in _chop(unit, columns) if piece]
