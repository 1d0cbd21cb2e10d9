"""Rich Text Format (.rtf) → its plain text as a Document, one paragraph per line."""

from __future__ import annotations

import codecs
import re
from typing import Final

from newsdigest.errors import SourceError
from newsdigest.model import Document

__all__ = ["read_rich_text"]

# A control word with its number, an escaped byte, a control symbol, a brace, text.
_TOKEN: Final = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}]+)"
)
# Groups without body text: font and style tables, notes, pictures, headers.
_SILENT: Final = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"listtable", b"listoverridetable", b"revtbl", b"info",
    b"pict", b"object", b"fldinst", b"header", b"headerf", b"headerl", b"headerr", b"footer",
    b"footerf", b"footerl", b"footerr", b"footnote", b"annotation", b"atnid", b"atnauthor",
    b"themedata", b"colorschememapping", b"datastore", b"latentstyles", b"rsidtbl", b"generator",
    b"xmlnstbl", b"filetbl", b"bkmkstart", b"bkmkend",
))  # fmt: skip
_LETTERS: Final = {
    b"par": "\n\n", b"sect": "\n\n", b"page": "\n\n", b"row": "\n\n", b"line": "\n", b"tab": " ",
    b"cell": " | ", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SYMBOLS: Final = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n\n"}
_MAX_DEPTH: Final = 400
_UNITS: Final = 0x10000


def read_rich_text(content: bytes, *, origin: str) -> Document:
    """The text of an RTF file. SourceError if it has no text or is nested too deeply."""
    text = _RtfReader().read(content)
    if not text:
        raise SourceError("no-text", "a Rich Text file without text")
    return Document(
        content=text.encode("utf-8", "replace"),
        origin=origin,
        media_type="text/plain",
        charset="utf-8",
    )


class _RtfReader:
    """Reads token by token; each group has its own state."""

    def __init__(self) -> None:
        self._codec = "cp1252"
        self._parts: list[str] = []
        # Consecutive escaped bytes: some code pages need two for a character.
        self._bytes = bytearray()
        # For each open group, whether it is silent and how many characters stand in for \u.
        self._groups: list[tuple[bool, int]] = [(False, 1)]
        self._skipped = 0
        self._starts_group = False

    def read(self, content: bytes) -> str:
        """The paragraphs, separated by empty lines."""
        for token in _TOKEN.finditer(content):
            word, number, byte, symbol, brace, text = token.groups()
            if byte is not None:
                self._add_byte(int(byte, 16))
                continue
            self._flush()
            if brace is not None:
                self._turn(brace)
            elif word is not None:
                self._control(word, number)
            elif symbol is not None:
                self._symbol(symbol)
            else:
                self._add(
                    text.replace(b"\r", b"").replace(b"\n", b"").decode(self._codec, "replace")
                )
        self._flush()
        text = "".join(self._parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        lines = text.split("\n")
        folded = [" ".join(line.split()).strip(" |") for line in lines]
        return "\n\n".join(filter(None, folded))

    @property
    def _is_silent(self) -> bool:
        return self._groups[-1][0]

    def _turn(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._groups) > _MAX_DEPTH:
                raise SourceError("too-complex", "the Rich Text is nested too deeply")
            self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            self._groups.pop()
        self._starts_group, self._skipped = brace == b"{", 0

    def _control(self, word: bytes, number: bytes | None) -> None:
        silent, stand_ins = self._groups[-1]
        starts, self._starts_group = self._starts_group, False
        if word in _SILENT and starts:
            self._groups[-1] = (True, stand_ins)
        elif word == b"ansicpg" and number:
            self._codec = _known(f"cp{int(number)}")
        elif word == b"mac":
            self._codec = "mac-roman"
        elif word == b"uc" and number:
            self._groups[-1] = (silent, max(0, min(9, int(number))))
        elif word == b"u" and number:
            self._add(_character(int(number)))
            self._skipped = stand_ins
        elif word in _LETTERS:
            self._add(_LETTERS[word])

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*" and self._starts_group:
            self._groups[-1] = (True, self._groups[-1][1])
        elif symbol in _SYMBOLS:
            self._add(_SYMBOLS[symbol])
        self._starts_group = False

    def _add_byte(self, byte: int) -> None:
        if self._skipped:
            self._skipped -= 1
        elif not self._is_silent:
            self._bytes.append(byte)

    def _flush(self) -> None:
        if self._bytes:
            self._parts.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        if self._skipped and text.isprintable():
            skipped, self._skipped = min(self._skipped, len(text)), 0
            text = text[skipped:]
        if not self._is_silent:
            self._parts.append(text)


def _character(number: int) -> str:
    """The character for a signed 16-bit number, possibly half of a surrogate pair."""
    return chr(number % _UNITS)


def _known(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
