"""E-books give the articles of their chapters in reading order."""

from __future__ import annotations

import pytest

from newsdigest.errors import ExtractionError, SourceError
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.model import Article, Document
from newsdigest.pipeline.document_opening import open_document
from newsdigest.sources.packed import read_epub
from tests.sources.packed.files import AS_OF, LIMIT, TEXTS, TITLE, book, packed, page

OTHER = "Beekeepers count more hives than ever"
OTHER_TEXT = "Beekeepers along the Harrow counted 1,400 hives after the winter, they reported."
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Quay [Tue, 17 Nov]</dc:title>
 <dc:publisher>The Quay</dc:publisher><dc:date>2026-11-17</dc:date><dc:language>en</dc:language>
</metadata><manifest>
 <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
 <item id="b" href="text/bees%201.xhtml" media-type="application/xhtml+xml"/>
 <item id="a" href="text/ferry.xhtml" media-type="application/xhtml+xml"/>
 <item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>
 <item id="css" href="style.css" media-type="text/css"/>
</manifest><spine><itemref idref="c"/><itemref idref="nav"/><itemref idref="a"/>
<itemref idref="b"/></spine></package>"""
PAGES = {
    "OEBPS/nav.xhtml": page("Contents", "Ferry", "Bees"),
    "OEBPS/text/bees 1.xhtml": page(OTHER, OTHER_TEXT, OTHER_TEXT.replace("winter", "summer")),
    "OEBPS/text/ferry.xhtml": page(TITLE, *TEXTS),
    "OEBPS/cover.xhtml": "<html><body><img src='c.png'/></body></html>",
    "OEBPS/style.css": "p {}",
}


def articles(content: bytes) -> list[Article]:
    items = open_document(Document(content=content, origin="quay.epub"), AS_OF)
    return [item for item in items if isinstance(item, Article)]


def test_the_chapters_are_articles_in_reading_order() -> None:
    """In the order of the spine, without cover and contents, with the book's date and publisher."""
    content = book(PAGES, PACKAGE)
    assert document_kind(content, None) is DocumentKind.EPUB
    found = articles(content)
    assert [article.title for article in found] == [TITLE, OTHER]
    assert found[0].text == "\n\n".join(TEXTS)
    assert {article.source for article in found} == {"The Quay"}
    assert all(article.published and article.published.day == 17 for article in found)
    assert len({article.id for article in found}) == 2


@pytest.mark.parametrize("package", ["<package/>", "<package><spine/></package>"])
def test_a_book_without_an_order_is_read_as_it_is_packed(package: str) -> None:
    """Pages that no manifest names are pages all the same."""
    found = articles(book({"a.xhtml": page(TITLE, *TEXTS)}, package))
    assert [article.title for article in found] == [TITLE]


def test_names_lead_nowhere_outside_of_the_book() -> None:
    """PAC02: a chapter is looked up in the archive alone, whatever path its name is."""
    package = PACKAGE.replace("text/ferry.xhtml", "../../../../etc/passwd")
    found = articles(book(PAGES, package))
    assert [article.title for article in found] == [OTHER]
    evil = packed({"META-INF/container.xml": "<a/>", "../../evil.html": page(TITLE, *TEXTS)})
    assert [
        chapter.origin for chapter in read_epub(evil, origin="e", as_of=AS_OF, limit=LIMIT)
    ] == ["e#1"]


def test_a_book_of_pictures_is_an_error() -> None:
    """A book whose pages hold no text says so."""
    with pytest.raises(ExtractionError):
        articles(book({"OEBPS/cover.xhtml": PAGES["OEBPS/cover.xhtml"]}, PACKAGE))
    with pytest.raises(SourceError):
        articles(book({"a.png": "x"}, "<package/>"))


def test_a_doctype_that_names_the_format_is_no_fault() -> None:
    """PAC02: old e-books have one in their package, and what it points to is never opened."""
    doctype = (
        '<?xml version="1.0"?><!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2//EN"'
        ' "http://127.0.0.1:9/oebpkg12.dtd">'
    )
    found = articles(book(PAGES, doctype + PACKAGE))
    assert [article.title for article in found] == [TITLE, OTHER]
