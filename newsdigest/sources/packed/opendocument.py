"""An OpenDocument text (.odt, ISO/IEC 26300) → its text as a Document, paragraph by paragraph."""

from __future__ import annotations

from datetime import datetime

from newsdigest.errors import SourceError
from newsdigest.model import Document
from newsdigest.sources.packed.document_hints import read_hints
from newsdigest.sources.packed.paragraphs import BULLET, Counters, Paragraphs
from newsdigest.sources.packed.part_xml import read_events
from newsdigest.sources.packed.zip_archive import ZipArchive

_CONTENT, _META = "content.xml", "meta.xml"
# Notes, deletions of tracked changes, captions of drawings, and tables of contents.
_SILENT = frozenset(
    (
        "note",
        "annotation",
        "tracked-changes",
        "frame",
        "table-of-content",
        "sequence-decls",
        "bibliography",
    )
)
_TITLE = "Title"


def read_opendocument(content: bytes, *, origin: str, as_of: datetime, limit: int) -> Document:
    """The text of an OpenDocument file, with Markdown headings, and its metadata as hints.

    Raises SourceError if it has no text, is too large or is nested too deeply.
    """
    archive = ZipArchive(content, limit)
    body = archive.read(_CONTENT)
    target = _OpenDocumentBody()
    if body is not None:
        read_events(body, target)
    text = target.paragraphs.text()
    if not text:
        raise SourceError("no-text", "an OpenDocument file without text")
    return Document(
        content=text.encode("utf-8", "replace"),
        origin=origin,
        media_type=target.paragraphs.media_type,
        charset="utf-8",
        hints=read_hints(archive, _META, date="date", as_of=as_of),
    )


class _OpenDocumentBody:
    """The paragraphs of a text."""

    def __init__(self) -> None:
        self.paragraphs = Paragraphs()
        # The parent of each style, and the styles of ordered lists.
        self._parents: dict[str, str] = {}
        self._ordered: set[str] = set()
        self._list_style = ""
        self._counters = Counters()
        self._silent = 0
        self._in_body = False
        self._parts: list[str] = []
        self._level = 0
        # The styles of the open lists, outermost first; whether an item begins.
        self._lists: list[str] = []
        self._begins_item = False
        self._lists_read = 0
        self._cells: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._silent or name in _SILENT:
            self._silent += 1
        elif self._in_body:
            self._start_in_body(name, attributes)
        elif name == "text":
            self._in_body = True
        elif name == "style":
            self._parents[attributes.get("name", "")] = attributes.get("parent-style-name", "")
        elif name == "list-style":
            self._list_style = attributes.get("name", "")
        elif name == "list-level-style-number" and attributes.get("level") == "1":
            self._ordered.add(self._list_style)

    def _start_in_body(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("p", "h"):
            self._parts, self._level = [], self._level_of(name, attributes)
        elif name == "list":
            if not self._lists:
                self._lists_read += 1
            self._lists.append(attributes.get("style-name", "") or (self._lists or [""])[-1])
        elif name == "list-item":
            self._begins_item = True
        elif name == "table-row":
            self._cells = []
        elif name == "s":
            self._parts.append(" ")
        elif name in ("tab", "line-break"):
            self._parts.append(" " if name == "tab" else "\n")

    def _level_of(self, name: str, attributes: dict[str, str]) -> int:
        if name == "h":
            level = attributes.get("outline-level", "1")
            # The title is above the first level of headings.
            return min(6, int(level) + 1) if level.isdecimal() else 2
        style = attributes.get("style-name", "")
        return 1 if _TITLE in (style, self._parents.get(style)) else 0

    def end(self, name: str) -> None:
        if self._silent:
            self._silent -= 1
        elif name in ("p", "h"):
            self._end_paragraph()
        elif name == "list" and self._lists:
            self._lists.pop()
        elif name == "table-row" and self._cells is not None:
            self.paragraphs.add(" | ".join(self._cells))
            self._cells = None

    def data(self, text: str) -> None:
        if self._in_body and not self._silent:
            self._parts.append(" ".join(text.split("\n")))

    def _end_paragraph(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self._parts).split("\n")]
        self._parts = []
        if self._cells is not None:
            self._cells += filter(None, [" ".join(lines).strip()])
            return
        for line in filter(None, lines):
            self.paragraphs.add(line, level=self._level, mark=self._mark())

    def _mark(self) -> str:
        if not self._lists or not self._begins_item:
            return ""
        self._begins_item = False
        if self._lists[-1] in self._ordered:
            return self._counters.mark(str(self._lists_read), len(self._lists))
        return BULLET
