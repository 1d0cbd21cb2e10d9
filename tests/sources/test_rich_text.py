"""Rich Text files are read as their words, and old Word documents are named as such."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.model import Article, Document
from newsdigest.pipeline.document_opening import open_document
from newsdigest.sources.rich_text import read_rich_text

_AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
_TITLE = "Ferry returns to Sandholm with a quieter engine"
_TEXTS = (
    "The old ferry Skua went back to the quay at Sandholm on Friday after nine weeks in the yard.",
    "Passengers would hardly notice the new engine, said its captain, Runa Falk.",
)
_HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Draft}}{\*\generator X;}"


def _text_of(body: str) -> str:
    content = (_HEAD + body + "}").encode("latin-1")
    return read_rich_text(content, origin="a.rtf").content.decode()


def test_a_rich_text_file_is_an_article() -> None:
    """It is known by its content; the first line is the headline."""
    content = (_HEAD + r"\par ".join((_TITLE, *_TEXTS)) + r"\par}").encode()
    assert document_kind(content, None) is DocumentKind.RICH_TEXT
    (item,) = open_document(Document(content=content, origin="a.rtf"), _AS_OF)
    assert isinstance(item, Article)
    assert (item.title, item.text) == (_TITLE, "\n\n".join(_TEXTS))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"{\b Caf\'e9} opens", "Café opens"),
        (r"\ansicpg1251 \'cf\'e0\'f0\'ee\'ec", "Паром"),
        (r"\uc1 \u1055?\u1072?\u1088?\u1086?\u1084?", "Паром"),
        (r"\u-10179?\u-8704? sails", "😀 sails"),
        (r"She said \ldblquote no\rdblquote .", "She said “no”."),
        (r"one\line two\par three", "one\n\ntwo\n\nthree"),
        (
            r"{\listtext 1.\tab}Lift it.\par {\listtext 2.\tab}Wash it.",
            "1. Lift it.\n\n2. Wash it.",
        ),
        (r"{\footnote A note}The \{ferry\} is{\*\bkmkstart x} back", "The {ferry} is back"),
        (r"{\pict 0102ff}Ferry\cell 400\cell\row", "Ferry | 400"),
    ],
)
def test_control_words_are_read_or_skipped(body: str, text: str) -> None:
    """Letters of a code page and of Unicode, quotes, breaks, lists; no notes and pictures."""
    assert _text_of(body) == text


def test_a_file_without_text_says_so() -> None:
    """A picture alone is nothing to read."""
    with pytest.raises(SourceError, match="without text"):
        _text_of(r"{\pict 0102ff}")


def test_nesting_is_bounded() -> None:
    """Groups in groups cost memory."""
    with pytest.raises(SourceError, match="nested"):
        _text_of("{" * 5_000)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_reason(content: bytes) -> None:
    """What strangers send never raises anything else."""
    with suppress(SourceError):
        assert read_rich_text(b"{\\rtf1 " + content, origin="a").content


def test_an_old_word_document_is_named_as_such() -> None:
    """Its format is too much for here; what to do instead is said in one line."""
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")
    assert document_kind(content, None) is DocumentKind.OLD_WORD
    with pytest.raises(SourceError, match="save it as"):
        open_document(Document(content=content, origin="a.doc"), _AS_OF)
