"""What other rooms ask of extraction: what a document is, and the articles it holds.

Importing it is cheap: parsers are loaded when the first document of their kind comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from newsdigest.errors import ExtractionError
from newsdigest.extract.sites import DEFAULT_SITES, SiteRule, SiteRules
from newsdigest.model import Article, Document

if TYPE_CHECKING:
    from newsdigest.extract.kind import Kind, kind_of
    from newsdigest.extract.site_format import Translation

__all__ = [
    "Kind",
    "SiteRule",
    "SiteRules",
    "assign_ids",
    "decode",
    "extract_articles",
    "is_tracking",
    "kind_of",
    "matching_texts",
    "next_page",
    "parse_date",
    "site_of_file",
    "translate_site",
    "visible_size",
]


def extract_articles(
    document: Document, *, as_of: datetime, sites: SiteRules = DEFAULT_SITES
) -> list[Article]:
    """The articles of a document, at least one; relative dates count back from `as_of`.

    `sites` holds the user's rules for the pages of single sites.

    Raises ExtractionError where it holds none, or is of a kind that holds documents (a feed, a
    mailbox), which `sources` takes apart.
    """
    from newsdigest.extract.kind import Kind, kind_of

    kind = kind_of(document.content, document.media_type)
    if document.is_letter and kind in (Kind.HTML, Kind.TEXT):
        from newsdigest.extract.newsletter import read_newsletter

        is_html = kind is Kind.HTML
        return assign_ids(read_newsletter(document, as_of=as_of, sites=sites, is_html=is_html))
    if kind is Kind.HTML:
        from newsdigest.extract.html import read_page

        return assign_ids(read_page(document, as_of=as_of, sites=sites))
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


def translate_site(text: str) -> Translation:
    """The rule that a file of fivefilters/ftr-site-config states, and what could not be said."""
    from newsdigest.extract.site_format import translate

    return translate(text)


def site_of_file(name: str) -> str | None:
    """The host that such a file is for, by its name."""
    from newsdigest.extract.site_format import host_of

    return host_of(name)


def matching_texts(document: Document, selector: str) -> list[str]:
    """The texts of what a CSS selector matches in a page; ExtractionError where it is none."""
    from newsdigest.extract.html import matching_texts as matching
    from newsdigest.extract.kind import Kind, kind_of

    if kind_of(document.content, document.media_type) is not Kind.HTML:
        raise ExtractionError("unsupported", "is no HTML page, so it has nothing to select")
    return matching(document, selector)


def next_page(document: Document, sites: SiteRules) -> str | None:
    """The address of the article's next page, by the rule for its site; on the same host alone."""
    if not sites.has_next(document.url):
        return None
    from newsdigest.extract.html import next_page as find

    return find(document, sites)


def is_tracking(parameter: str) -> bool:
    """Whether a parameter of a query says where the reader came from, not what is read."""
    from newsdigest.extract.metadata import addresses

    return addresses.is_tracking(parameter)


def visible_size(html: str) -> int:
    """How many characters of a letter in HTML its reader is shown; 0 for one of pictures."""
    from newsdigest.extract.newsletter import visible_size as measure

    return measure(html)


def decode(content: bytes, *, charset: str | None) -> str:
    """The characters of a text that is not HTML; `charset` is what HTTP said of it."""
    from newsdigest.extract.decoding import decode as decode_bytes

    return decode_bytes(content, charset=charset, html=False)


def parse_date(text: str, *, as_of: datetime, language: str | None = None) -> datetime | None:
    """A printed or machine-written date in UTC; None for what is none."""
    from newsdigest.press.dates import parse_date as parse

    return parse(text, as_of=as_of, language=language)
