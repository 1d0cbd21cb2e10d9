"""The door of extraction: what a document is, and the articles in it.

Importing it is cheap: parsers are loaded with the first document of their kind.
"""

from __future__ import annotations

from datetime import datetime

from newsdigest.errors import ExtractionError
from newsdigest.extract.article_ids import assign_ids
from newsdigest.extract.site_rules import DEFAULT_SITES, SiteRule, SiteRules
from newsdigest.model import Article, Document

__all__ = ["SiteRule", "SiteRules", "assign_ids", "extract_articles"]


def extract_articles(
    document: Document, *, as_of: datetime, sites: SiteRules = DEFAULT_SITES
) -> list[Article]:
    """The articles of a document, at least one; relative dates count back from `as_of`.

    `sites` holds the user's rules for single sites.

    Raises ExtractionError if the document holds no article, or holds documents of its own (a feed,
    a mailbox), which `sources` takes apart.
    """
    from newsdigest.extract.document_kind import DocumentKind, document_kind

    kind = document_kind(document.content, document.media_type)
    if document.is_letter and kind in (DocumentKind.HTML, DocumentKind.TEXT):
        from newsdigest.extract.newsletter import read_newsletter

        is_html = kind is DocumentKind.HTML
        return assign_ids(read_newsletter(document, as_of=as_of, sites=sites, is_html=is_html))
    if kind is DocumentKind.HTML:
        from newsdigest.extract.html import read_page

        return assign_ids(read_page(document, as_of=as_of, sites=sites))
    if kind is DocumentKind.TEXT:
        from newsdigest.extract.decoding import decode
        from newsdigest.extract.text import extract_text

        text = decode(document.content, charset=document.charset)
        return assign_ids(extract_text(text, document, as_of=as_of))
    raise ExtractionError("unsupported", f"no articles can be read from {kind.value} content")
