"""An e-book (EPUB 2 and 3) → its chapters as Documents, in reading order."""

from __future__ import annotations

from datetime import datetime
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from newsdigest.errors import SourceError
from newsdigest.model import Document, Hints
from newsdigest.press.dates import parse_date
from newsdigest.sources.packed.part_xml import read_events, read_properties
from newsdigest.sources.packed.zip_archive import ZipArchive

_CONTAINER = "META-INF/container.xml"
_PAGES = (".xhtml", ".html", ".htm")
_PROPERTIES = frozenset(("publisher", "date", "language"))
# A week of a newspaper has some 300 articles.
MAX_CHAPTERS = 1_000


def read_epub(content: bytes, *, origin: str, as_of: datetime, limit: int) -> list[Document]:
    """The chapters as pages, the origin of each with its number: "news.epub#3".

    Raises SourceError if the content is not an e-book, has no pages or is too large.
    """
    archive = ZipArchive(content, limit)
    package = _package(archive)
    hints = _hints(archive.read(package) or b"", as_of) if package else Hints()
    names = _spine(archive, package) or [n for n in archive.names if n.lower().endswith(_PAGES)]
    chapters = []
    for number, name in enumerate(names[:MAX_CHAPTERS], 1):
        page = archive.read(name)
        if page:
            chapters.append(_chapter(page, f"{origin}#{number}", hints))
    if not chapters:
        raise SourceError("no-text", "an e-book without pages")
    return chapters


def _chapter(page: bytes, origin: str, hints: Hints) -> Document:
    return Document(content=page, origin=origin, media_type="application/xhtml+xml", hints=hints)


def _package(archive: ZipArchive) -> str | None:
    """The name of the package document."""
    container = archive.read(_CONTAINER)
    if container is None:
        return None
    target = _Attributes("rootfile", "full-path")
    read_events(container, target)
    return target.values[0] if target.values else None


def _hints(package: bytes, as_of: datetime) -> Hints:
    """The publisher, date and language; the title is the book's, not an article's."""
    if not package:
        return Hints()
    found = read_properties(package, _PROPERTIES.__contains__)
    first = {name: texts[0] for name, texts in found.items()}
    language = first.get("language", "")[:2].lower()
    return Hints(
        source=first.get("publisher"),
        published=parse_date(first["date"], as_of=as_of) if "date" in first else None,
        language=language if language.isalpha() else None,
    )


def _spine(archive: ZipArchive, package: str | None) -> list[str]:
    """The names of the chapters in reading order; [] if the book has no spine."""
    content = archive.read(package) if package else None
    if not content or not package:
        return []
    target = _PackageDocument()
    read_events(content, target)
    folder = dirname(package)
    hrefs = (target.hrefs.get(each) for each in target.spine)
    names = [normpath(join(folder, unquote(href.partition("#")[0]))) for href in hrefs if href]
    # Names are only looked up in the archive, so one that leads out of it matches nothing.
    known = set(archive.names)
    return [name for name in dict.fromkeys(names) if name in known]


class _Attributes:
    """The values of one attribute of all elements with one name."""

    def __init__(self, name: str, attribute: str) -> None:
        self.values: list[str] = []
        self._name, self._attribute = name, attribute

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get(self._attribute)
        if name == self._name and value:
            self.values.append(value)

    def end(self, name: str) -> None:
        """Ends say nothing here."""

    def data(self, text: str) -> None:
        """Nor do texts."""


class _PackageDocument:
    """The manifest and the spine of a package: the pages by id, and their reading order."""

    def __init__(self) -> None:
        self.hrefs: dict[str, str] = {}
        self.spine: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "item" and _is_page(attributes):
            self.hrefs[attributes.get("id", "")] = attributes.get("href", "")
        elif name == "itemref" and attributes.get("linear") != "no":
            self.spine.append(attributes.get("idref", ""))

    def end(self, name: str) -> None:
        """Ends say nothing here."""

    def data(self, text: str) -> None:
        """Nor do texts."""


def _is_page(attributes: dict[str, str]) -> bool:
    """Whether an item is a page other than the table of contents."""
    is_html = attributes.get("media-type") in ("application/xhtml+xml", "text/html")
    return is_html and "nav" not in attributes.get("properties", "").split()
