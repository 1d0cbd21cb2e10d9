"""What other rooms ask of extraction: what a document is, and the articles it holds.

Importing it is cheap: parsers are loaded when the first document of their kind comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from newsdigest.errors import ExtractionError
from newsdigest.model import Article, Document

if TYPE_CHECKING:
    from newsdigest.extract.kind import Kind, kind_of

__all__ = ["Kind", "assign_ids", "decode", "extract_articles", "kind_of", "parse_date"]


def extract_articles(document: Document, *, as_of: datetime) -> list[Article]:
    """The articles of a document, at least one; relative dates count back from `as_of`.

    Raises ExtractionError where it holds none, or is of a kind that holds documents (a feed, a
    mailbox), which `sources` takes apart.
    """
    from newsdigest.extract.kind import Kind, kind_of

    kind = kind_of(document.content, document.media_type)
    if kind is Kind.HTML:
        from newsdigest.extract.html import read_page

        return assign_ids(read_page(document, as_of=as_of))
    if kind is Kind.TEXT:
        from newsdigest.extract.text import extract_text

        text = decode(document.content, charset=document.charset)
        return assign_ids(extract_text(text, document, as_of=as_of))
    raise ExtractionError("unsupported", f"no articles can be read from {kind.value} content")


def __getattr__(name: str) -> object:
    # `Kind` and `kind_of` bring patterns along that `--help` has no use for.
    if name in ("Kind", "kind_of"):
        from newsdigest.extract import kind

        return getattr(kind, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def assign_ids(articles: Sequence[Article]) -> list[Article]:
    """The articles of one document, each with its id: 16 hex digits."""
    from newsdigest.extract.identity import assign_ids as assign

    return assign(articles)


def decode(content: bytes, *, charset: str | None) -> str:
    """The characters of a text that is not HTML; `charset` is what HTTP said of it."""
    from newsdigest.extract.decoding import decode as decode_bytes

    return decode_bytes(content, charset=charset, html=False)


def parse_date(text: str, *, as_of: datetime, language: str | None = None) -> datetime | None:
    """A printed or machine-written date in UTC; None for what is none."""
    from newsdigest.extract.dates import parse_date as parse

    return parse(text, as_of=as_of, language=language)
