"""Word documents and e-books of our own, made of as little as their formats ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
LIMIT = 1_000_000
TITLE = "Ferry returns to Sandholm with a quieter engine"
TEXTS = (
    "The old ferry Skua went back to the quay at Sandholm on Friday after nine weeks in the yard.",
    "Passengers would hardly notice the new engine, said its captain, Runa Falk.",
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}"/></rootfiles></container>'
)


def packed(files: dict[str, str | bytes], *, first: str | None = None) -> bytes:
    """A zip of the files; `first` is stored uncompressed before them as "mimetype"."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        if first is not None:
            archive.writestr("mimetype", first, ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of Word, its text in two runs."""
    half = len(text) // 2
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>' for part in (text[:half], text[half:])
    )
    return f"<w:p>{properties}{runs}</w:p>"


def word(body: str, **others: str) -> bytes:
    """A Word document with that body; `others` are more files, by the keys of `names`."""
    names = {
        "styles": "word/styles.xml",
        "core": "docProps/core.xml",
        "numbering": "word/numbering.xml",
    }
    document = f'<?xml version="1.0"?><w:document {_WORD}><w:body>{body}</w:body></w:document>'
    more = {names[name]: content for name, content in others.items()}
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def page(title: str, *texts: str) -> str:
    """A chapter."""
    inner = "".join(f"<p>{text}</p>" for text in texts)
    return f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{title}</h1>{inner}</body></html>"


def book(pages: dict[str, str], package: str, at: str = "OEBPS/content.opf") -> bytes:
    """An e-book of those files with that package file."""
    files: dict[str, str | bytes] = {"META-INF/container.xml": CONTAINER.format(at), at: package}
    return packed({**files, **pages}, first="application/epub+zip")
