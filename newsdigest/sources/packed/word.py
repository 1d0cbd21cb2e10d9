"""A Word document (.docx, ECMA-376) → its text as a Document, paragraph by paragraph."""

from __future__ import annotations

import re
from datetime import datetime

from newsdigest.errors import SourceError
from newsdigest.model import Document
from newsdigest.sources.packed.document_hints import read_hints
from newsdigest.sources.packed.paragraphs import BULLET, Counters, Paragraphs
from newsdigest.sources.packed.part_xml import read_events
from newsdigest.sources.packed.zip_archive import ZipArchive

_BODY, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_HEADING = re.compile(
    r"(?:heading|title|subtitle|berschrift|titre|titulo|titolo|kop|rubrik)", re.IGNORECASE
)
_LEVEL = re.compile(r"[1-6]$")
_TITLES = ("title", "titel", "titre", "título", "titolo")
# Deletions of tracked changes, field codes, text boxes, and the fallback copy of a drawing for
# older programs.
_SILENT = frozenset(("del", "delText", "instrText", "moveFrom", "Fallback", "pict", "txbxContent"))
_NUMBERING = "word/numbering.xml"
_LONGEST_TITLE = 300


def read_word(content: bytes, *, origin: str, as_of: datetime, limit: int) -> Document:
    """The text of a Word document, with Markdown headings, and its properties as hints.

    Raises SourceError if it is not a Word document, is too large or is nested too deeply.
    """
    archive = ZipArchive(content, limit)
    body = archive.read(_BODY)
    if body is None:
        raise SourceError("unsupported", "a Word document without text")
    target = _WordBody(_outline_levels(archive), _ordered_lists(archive))
    read_events(body, target)
    text = target.paragraphs.text()
    if not text:
        raise SourceError("no-text", "a Word document without text")
    return Document(
        content=text.encode("utf-8", "replace"),
        origin=origin,
        media_type=target.paragraphs.media_type,
        charset="utf-8",
        hints=read_hints(archive, _CORE, date="created", as_of=as_of),
    )


def _outline_levels(archive: ZipArchive) -> dict[str, int]:
    """The level of each heading style; that of the title is 1."""
    styles = archive.read(_STYLES)
    if styles is None:
        return {}
    target = _Styles()
    read_events(styles, target)
    return target.levels


def _ordered_lists(archive: ZipArchive) -> frozenset[tuple[str, str]]:
    """The ordered lists, each as its number in the document and a level."""
    numbering = archive.read(_NUMBERING)
    if numbering is None:
        return frozenset()
    target = _Numbering()
    read_events(numbering, target)
    return frozenset(
        (number, level)
        for number, kind in target.kinds.items()
        for level in target.ordered.get(kind, ())
    )


class _Numbering:
    """The ordered levels of each kind of list, and the kind of each list."""

    def __init__(self) -> None:
        self.ordered: dict[str, set[str]] = {}
        self.kinds: dict[str, str] = {}
        self._kind = self._level = self._number = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "abstractNum":
            self._kind = attributes.get("abstractNumId", "")
        elif name == "lvl":
            self._level = attributes.get("ilvl", "0")
        elif name == "numFmt" and attributes.get("val") not in ("bullet", "none"):
            self.ordered.setdefault(self._kind, set()).add(self._level)
        elif name == "num":
            self._number = attributes.get("numId", "")
        elif name == "abstractNumId":
            self.kinds[self._number] = attributes.get("val", "")

    def end(self, name: str) -> None:
        """Ends say nothing here."""

    def data(self, text: str) -> None:
        """Nor do texts."""


class _Styles:
    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._id = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self._id = attributes.get("styleId", "")
        elif name == "name" and self._id:
            called = attributes.get("val", "").lower()
            if called in _TITLES:
                self.levels[self._id] = 1
            elif called.startswith("heading ") and _LEVEL.search(called):
                self.levels[self._id] = int(called[-1])
        elif name == "outlineLvl" and attributes.get("val", "").isdigit():
            self.levels.setdefault(self._id, min(6, int(attributes["val"]) + 1))

    def end(self, name: str) -> None:
        if name == "style":
            self._id = ""

    def data(self, text: str) -> None:
        """The texts of styles are nothing to read."""


class _WordBody:
    """The paragraphs of a body."""

    def __init__(self, levels: dict[str, int], ordered: frozenset[tuple[str, str]]) -> None:
        self.paragraphs = Paragraphs()
        self._levels = levels
        self._ordered = ordered
        self._counters = Counters()
        self._parts: list[str] = []
        # Of the current paragraph: the level of its heading, and its list with the level.
        self._level = 0
        self._list = ""
        self._depth = "0"
        self._silent = 0
        self._in_text = False
        # Cells of the current row; None outside a table.
        self._cells: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._silent or name in _SILENT:
            self._silent += 1
        elif name == "t":
            self._in_text = True
        elif name in ("tab", "br", "cr"):
            self._parts.append("\n" if name != "tab" else " ")
        elif name == "noBreakHyphen":
            self._parts.append("-")
        elif name == "tr":
            self._cells = []
        else:
            self._note(name, attributes.get("val", ""))

    def _note(self, name: str, value: str) -> None:
        """Record a property of the current paragraph."""
        if name == "pStyle":
            self._level = self._level_of(value)
            self._list = self._list or (value if value.startswith("List") else "")
        elif name == "numId":
            self._list = value
        elif name == "ilvl":
            self._depth = value

    def end(self, name: str) -> None:
        if self._silent:
            self._silent -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._end_paragraph()
        elif name == "tr":
            row = " | ".join(self._cells or [])
            self._cells = None
            self.paragraphs.add(row)

    def data(self, text: str) -> None:
        if self._in_text and not self._silent:
            self._parts.append(text)

    def _level_of(self, style: str) -> int:
        if style in self._levels:
            return self._levels[style]
        level = _LEVEL.search(style)
        if _HEADING.search(style):
            return int(level[0]) if level else 1 if style.lower() in _TITLES else 2
        return 0

    def _end_paragraph(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self._parts).split("\n")]
        if self._cells is not None:
            self._cells += filter(None, [" ".join(lines).strip()])
        elif self._level:
            for line in lines:
                self.paragraphs.add(line, level=self._level)
        else:
            self._add_lines([line for line in lines if line])
        self._parts, self._level, self._list, self._depth = [], 0, "", "0"

    def _add_lines(self, lines: list[str]) -> None:
        for number, line in enumerate(lines):
            self.paragraphs.add(line, mark=self._mark() if number == 0 else "")

    def _mark(self) -> str:
        if self._list in ("", "0"):
            return ""
        if (self._list, self._depth) in self._ordered or self._list.startswith("ListNumber"):
            return self._counters.mark(self._list, int(self._depth) if self._depth.isdigit() else 0)
        return BULLET
