"""OpenDocument texts are read as the text that their author sees."""

from __future__ import annotations

import pytest

from newsdigest.errors import SourceError
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.model import Article, Document
from newsdigest.pipeline.document_opening import open_document
from newsdigest.sources.packed import read_opendocument
from tests.sources.packed.files import AS_OF, LIMIT, TEXTS, TITLE, packed

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "style", "table", "draw")
)
_STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/>'
    '</text:list-style><text:list-style style:name="L2">'
    '<text:list-level-style-bullet text:level="1"/></text:list-style>'
)
_META = (
    '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Untitled 1</dc:title>'
    "<dc:date>2026-11-17T08:00:00</dc:date><dc:language>en-GB</dc:language></m>"
)


def _odt(body: str, meta: str | None = None) -> bytes:
    content = (
        f"<office:document-content {_NAMESPACES}><office:automatic-styles>{_STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    files: dict[str, str | bytes] = {"content.xml": content}
    if meta is not None:
        files["meta.xml"] = meta
    return packed(files, first="application/vnd.oasis.opendocument.text")


def _text_of(body: str) -> str:
    document = read_opendocument(_odt(body), origin="a.odt", as_of=AS_OF, limit=LIMIT)
    return document.content.decode()


def _p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _list(style: str, *items: str) -> str:
    inner = "".join(f"<text:list-item>{_p(item)}</text:list-item>" for item in items)
    return f'<text:list text:style-name="{style}">{inner}</text:list>'


def test_an_opendocument_text_is_an_article() -> None:
    """It is known by its content; title, subheads, date and language are its own."""
    body = _p(TITLE, "P1") + _p(TEXTS[0]) + '<text:h text:outline-level="1">The crew</text:h>'
    content = _odt(body + _p(TEXTS[1]), _META)
    assert document_kind(content, None) is DocumentKind.OPENDOCUMENT
    (item,) = open_document(Document(content=content, origin="a.odt"), AS_OF)
    assert isinstance(item, Article)
    assert (item.title, item.language) == (TITLE, "en")
    assert item.published is not None
    assert item.published.day == 17
    assert [(block.kind.value, block.text) for block in item.blocks] == [
        ("paragraph", TEXTS[0]), ("subhead", "The crew"), ("paragraph", TEXTS[1]),
    ]  # fmt: skip


def test_lists_keep_their_numbers_and_tables_their_rows() -> None:
    """Each list counts for itself; cells stand beside each other."""
    cells = "".join(f"<table:table-cell>{_p(text)}</table:table-cell>" for text in ("Ferry", "400"))
    row = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    body = _list("L1", "Lift it.", "Wash it.") + _list("L2", "Soap") + _list("L1", "Oil it.") + row
    assert _text_of(body).split("\n\n") == [
        "1. Lift it.", "2. Wash it.", "• Soap", "1. Oil it.", "Ferry | 400",
    ]  # fmt: skip


def test_what_stands_beside_the_text_is_none_of_it() -> None:
    """Notes, what was taken out and pictures with their captions; spaces and breaks are kept."""
    beside = (
        "<text:note><text:note-body><text:p>A note</text:p></text:note-body></text:note>"
        "<draw:frame><draw:text-box><text:p>A caption</text:p></draw:text-box></draw:frame>"
    )
    gone = "<text:tracked-changes><text:p>Gone</text:p></text:tracked-changes>"
    text = f"The ferry<text:s/>is<text:span> back</text:span>.{beside}<text:line-break/>It is late."
    assert _text_of(gone + _p(text)) == "The ferry is back.\n\nIt is late."


@pytest.mark.parametrize("body", ["", _p(" ")])
def test_a_file_without_text_says_so(body: str) -> None:
    """A drawing, or a sheet that is empty."""
    with pytest.raises(SourceError, match="without text"):
        _text_of(body)
