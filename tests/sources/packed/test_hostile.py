"""Archives of strangers: bombs, tricks with names, XML that grows (rows PAC of the faults)."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import NewsdigestError, SourceError
from newsdigest.model import Document
from newsdigest.pipeline.document_opening import open_document
from newsdigest.sources.packed import read_epub, read_word
from tests.program import newsdigest
from tests.sources.packed.files import (
    AS_OF,
    LIMIT,
    TEXTS,
    TITLE,
    book,
    packed,
    page,
    paragraph,
    word,
)


def refused(content: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_word(content, origin="a.docx", as_of=AS_OF, limit=LIMIT)
    return caught.value.code


def test_a_bomb_costs_no_memory() -> None:
    """PAC01: what comes out is counted while it is decoded, so a bomb stops at the limit."""
    bomb = word("<w:p><w:r><w:t>" + "a" * 100 * LIMIT + "</w:t></w:r></w:p>")
    tracemalloc.start()
    assert refused(bomb) == "too-large"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * LIMIT


def test_many_files_share_one_limit() -> None:
    """PAC01: a thousand chapters that are each small enough are too much together."""
    pages = {f"{number}.html": page(TITLE, "a" * (LIMIT // 10)) for number in range(30)}
    with pytest.raises(SourceError) as caught:
        read_epub(book(pages, "<package/>"), origin="", as_of=AS_OF, limit=LIMIT)
    assert caught.value.code == "too-large"


def test_a_directory_without_end_is_refused_unread() -> None:
    """PAC01: hundreds of thousands of empty files fill the memory of whoever lists them."""
    assert refused(packed({f"{number:0>60}": b"" for number in range(12_000)})) == "too-complex"


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w>&b;</w>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w>&a;</w>",
        "<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd' [<!ENTITY a 'ha'>]><w>&a;</w>",
    ],
)
def test_xml_that_declares_entities_is_refused(body: str) -> None:
    """PAC02: no entity grows, no file and no address is opened."""
    assert refused(packed({"word/document.xml": body})) == "unsafe-xml"
    named = packed({"META-INF/container.xml": body}, first="application/epub+zip")
    with pytest.raises(SourceError, match="doctype"):
        read_epub(named, origin="", as_of=AS_OF, limit=LIMIT)


def test_xml_without_a_floor_is_refused() -> None:
    """PAC01: nesting is bounded."""
    assert refused(word("<w:tbl>" * 5_000)) == "too-complex"


def test_an_encrypted_document_says_so() -> None:
    """PAC03: a document that asks for a password is not read."""
    content = bytearray(word(paragraph(TEXTS[0])))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    assert refused(bytes(content)) == "unsupported"


GOOD = (word(paragraph(TITLE) + paragraph(TEXTS[0])), book({"a.html": page(TITLE, *TEXTS)}, "<a/>"))


@given(st.sampled_from(GOOD), st.integers(0, 2_000), st.binary(min_size=1, max_size=8))
def test_damage_is_an_error_or_nothing(good: bytes, place: int, noise: bytes) -> None:
    """PAC03: wherever an archive is damaged or cut, reading ends in articles or in one error."""
    place %= len(good)
    for content in (good[:place] + noise + good[place + len(noise) :], good[:place]):
        if content.startswith(b"PK"):
            try:
                assert open_document(Document(content=content, origin="a"), AS_OF)
            except NewsdigestError:
                continue


def test_a_hostile_document_fails_alone(tmp_path: Path) -> None:
    """PAC01: the others are delivered, and one line says what is wrong."""
    (tmp_path / "bomb.docx").write_bytes(word("<w:p><w:r><w:t>" + "a" * 50_000_000))
    (tmp_path / "good.docx").write_bytes(word("".join(map(paragraph, (TITLE, *TEXTS)))))
    outcome = newsdigest("read", "--format", "text", tmp_path / "bomb.docx", tmp_path / "good.docx")
    assert outcome.status == 3
    assert TITLE in outcome.text
    assert outcome.stderr.count("\n") == 1
