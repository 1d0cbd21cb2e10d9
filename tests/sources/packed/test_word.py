"""Word documents are read as the text that their author sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest.errors import SourceError
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.model import Article, Document
from newsdigest.pipeline.document_opening import open_document
from newsdigest.sources.packed import read_word
from tests.sources.packed.files import AS_OF, LIMIT, TEXTS, TITLE, packed, paragraph, word

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {NAMESPACE}><w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles>'
)


def text_of(content: bytes) -> str:
    return read_word(content, origin="a.docx", as_of=AS_OF, limit=LIMIT).content.decode()


def article(content: bytes) -> Article:
    (item,) = open_document(Document(content=content, origin="a.docx"), AS_OF)
    assert isinstance(item, Article)
    return item


def test_a_word_document_is_an_article() -> None:
    """It is known by its content; runs are joined, and the first paragraph is the headline."""
    content = word("".join(map(paragraph, (TITLE, *TEXTS))))
    assert document_kind(content, None) is DocumentKind.WORD
    assert (article(content).title, article(content).text) == (TITLE, "\n\n".join(TEXTS))


@pytest.mark.parametrize(
    ("title", "subhead"), [("Title", "Heading2"), ("Titel", "berschrift2"), ("a3", "2")]
)
def test_headings_are_known_by_their_style(title: str, subhead: str) -> None:
    """By the style's own name, in whatever language Word wrote its id."""
    body = paragraph(TITLE, title) + paragraph(TEXTS[0]) + paragraph("The crew", subhead)
    found = article(word(body + paragraph(TEXTS[1]), styles=STYLES))
    assert found.title == TITLE
    assert [(block.kind.value, block.text) for block in found.blocks] == [
        ("paragraph", TEXTS[0]),
        ("subhead", "The crew"),
        ("paragraph", TEXTS[1]),
    ]


def test_what_was_deleted_and_what_computes_is_no_text() -> None:
    """Tracked deletions, fields and the copies of drawings are not shown."""
    hidden = (
        "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:t>Shown</w:t></w:r>"
        "<w:pict><w:t>drawn</w:t></w:pict></w:p>"
    )
    assert text_of(word(hidden)) == "Shown"


def test_rows_of_tables_are_lines() -> None:
    """Cells stand beside each other."""
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Ferry", "400 people"))
    assert text_of(word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")) == "Ferry | 400 people"


def test_signs_of_markdown_stay_signs() -> None:
    """Under headings too, stars and brackets are what the author wrote."""
    text = "The *old* ferry [Skua] cost 2_300_000 crowns, said `Falk`."
    found = article(word(paragraph(TITLE, "Title") + paragraph(text)))
    assert found.text == text


def test_properties_tell_date_and_language() -> None:
    """What the file says of itself is what a feed says of an entry."""
    core = (
        '<p xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<d:language>en-GB</d:language><t:created>2026-11-20T08:00:00Z</t:created></p>"
    )
    document = read_word(word(paragraph(TEXTS[0]), core=core), origin="", as_of=AS_OF, limit=LIMIT)
    assert document.hints.language == "en"
    assert document.hints.published is not None
    assert document.hints.published.day == 20


@pytest.mark.parametrize("body", ["", "<w:p/>", "<w:p><w:r><w:t>unclosed"])
def test_a_document_without_text_is_an_error(body: str) -> None:
    """PAC03: empty and broken documents fail alone."""
    with pytest.raises(SourceError):
        text_of(word(body))


def test_what_only_looks_like_a_word_document_is_an_error(tmp_path: Path) -> None:
    """PAC03: a name in the archive's directory does not make its file readable."""
    with pytest.raises(SourceError):
        text_of(packed({"other.xml": "word/document.xml"}))


_NUMBERING = (
    f'<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)


def _item(text: str, level: int) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_lists_that_count_keep_their_numbers() -> None:
    """Word writes no numbers into the text: the list's levels say which of them count."""
    items = _item("Lift the engine.", 0) + _item("Use the crane.", 1) + _item("Wash it.", 0)
    content = word(items, numbering=_NUMBERING)
    assert text_of(content) == "1. Lift the engine.\n\n• Use the crane.\n\n2. Wash it."
