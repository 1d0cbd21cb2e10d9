"""A Word document (.docx, ECMA-376) → its text as a Document, paragraph by paragraph."""

from __future__ import annotations

import re
from datetime import datetime

from newsdigest.errors import SourceError
from newsdigest.extract import parse_date
from newsdigest.model import Document, Hints
from newsdigest.sources.packed.archive import Archive
from newsdigest.sources.packed.xml import read_events, read_properties

_BODY, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_HEADING = re.compile(
    r"(?:heading|title|subtitle|berschrift|titre|titulo|titolo|kop|rubrik)", re.IGNORECASE
)
_LEVEL = re.compile(r"[1-6]$")
_TITLES = ("title", "titel", "titre", "título", "titolo")
_PROPERTIES = frozenset(("title", "creator", "created", "modified", "language"))
# What an edited text still holds of what was taken out, what a field computes, what stands beside
# the text, and the second copy of a drawing for older programs.
_SILENT = frozenset(("del", "delText", "instrText", "moveFrom", "Fallback", "pict", "txbxContent"))
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#])")
_LONGEST_TITLE = 300


def read_word(content: bytes, *, origin: str, as_of: datetime, limit: int) -> Document:
    """The text of a Word document, with headings as in Markdown, and what its properties say.

    Raises SourceError for what is no Word document, is too large or nested too deeply.
    """
    archive = Archive(content, limit)
    body = archive.read(_BODY)
    if body is None:
        raise SourceError("unsupported", "a Word document without text")
    target = _Text(_outline_levels(archive))
    read_events(body, target)
    text = target.text()
    if not text:
        raise SourceError("no-text", "a Word document without text")
    return Document(
        content=text.encode("utf-8", "replace"),
        origin=origin,
        media_type="text/markdown" if target.has_headings else "text/plain",
        charset="utf-8",
        hints=_hints(archive, as_of),
    )


def _hints(archive: Archive, as_of: datetime) -> Hints:
    """Language and date; a title and an author are often those of the template."""
    core = archive.read(_CORE)
    if core is None:
        return Hints()
    found = read_properties(core, _PROPERTIES.__contains__)
    created = next(iter(found.get("created", [])), None)
    language = next(iter(found.get("language", [])), "")[:2].lower()
    return Hints(
        title=next(iter(found.get("title", [])), None),
        published=parse_date(created, as_of=as_of) if created else None,
        language=language if language.isalpha() else None,
    )


def _outline_levels(archive: Archive) -> dict[str, int]:
    """The level of each style that heads text; the title's is 1."""
    styles = archive.read(_STYLES)
    if styles is None:
        return {}
    target = _Styles()
    read_events(styles, target)
    return target.levels


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


class _Text:
    """The paragraphs of a body, each with the level of its heading; 0 for text, -1 for a list."""

    def __init__(self, levels: dict[str, int]) -> None:
        self._levels = levels
        self._paragraphs: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._level = 0
        self._silent = 0
        self._in_text = False
        # Cells of the row that is read; None outside of a table.
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
        elif name == "pStyle":
            self._level = self._level_of(attributes.get("val", ""))
        elif name == "numPr" and self._level == 0:
            self._level = -1
        elif name == "tr":
            self._cells = []

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
            self._add(0, row)

    def data(self, text: str) -> None:
        if self._in_text and not self._silent:
            self._parts.append(text)

    def _level_of(self, style: str) -> int:
        if style in self._levels:
            return self._levels[style]
        level = _LEVEL.search(style)
        if _HEADING.search(style):
            return int(level[0]) if level else 1 if style.lower() in _TITLES else 2
        return -1 if style.startswith("List") else 0

    def _end_paragraph(self) -> None:
        text, level = "".join(self._parts), self._level
        self._parts, self._level = [], 0
        lines = [" ".join(line.split()) for line in text.split("\n")]
        if self._cells is not None:
            self._cells += filter(None, [" ".join(lines).strip()])
        else:
            for line in lines:
                self._add(level, line)

    def _add(self, level: int, text: str) -> None:
        if text:
            self._paragraphs.append((level, text))

    @property
    def has_headings(self) -> bool:
        return any(level > 0 for level, _ in self._paragraphs)

    def text(self) -> str:
        """The paragraphs with an empty line between them."""
        if not self.has_headings:
            return "\n\n".join(("• " if level else "") + text for level, text in self._paragraphs)
        return "\n\n".join(_marked(level, text) for level, text in self._paragraphs)


def _marked(level: int, text: str) -> str:
    plain = _MARKDOWN.sub(r"\\\1", text)
    if level > 0:
        return f"{'#' * level} {plain}"
    return f"- {plain}" if level < 0 else plain
