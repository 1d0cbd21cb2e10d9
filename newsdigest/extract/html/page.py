"""One HTML page → its articles, readable from top to bottom as the contents of this package."""

from __future__ import annotations

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from newsdigest.errors import ExtractionError
from newsdigest.extract.decoding import decode
from newsdigest.extract.html.body import Body, find_body
from newsdigest.extract.html.known import without_known
from newsdigest.extract.html.leftovers import removals
from newsdigest.extract.html.reader import to_blocks
from newsdigest.extract.html.walk import read_blocks
from newsdigest.extract.metadata import Metadata, read_metadata
from newsdigest.model import Article, Document

_LONGEST_TITLE = 300


def read_page(document: Document, *, as_of: datetime) -> list[Article]:
    """The articles of an HTML document, at least one, ids not assigned yet."""
    tree = parse(document)
    metadata = read_metadata(tree, url=document.url, hints=document.hints, as_of=as_of)
    body = find_body(read_blocks(tree))
    if not body.blocks:
        raise ExtractionError("no-article", "no article text")
    return [_article(document, metadata, body, as_of)]


def parse(document: Document) -> LexborHTMLParser:
    """The document's tree. `scripting` keeps a noscript in the head from ending the head."""
    try:
        return LexborHTMLParser(
            decode(document.content, charset=document.charset, html=True), scripting=True
        )
    except SelectolaxError as error:
        raise ExtractionError("too-complex", "the page could not be parsed") from error


def _article(document: Document, metadata: Metadata, body: Body, as_of: datetime) -> Article:
    edges = without_known(to_blocks(body.blocks), metadata, as_of)
    return Article(
        id="",
        title=metadata.title[:_LONGEST_TITLE] if metadata.title else None,
        blocks=edges.blocks,
        origin=document.origin,
        source=metadata.source,
        authors=metadata.authors,
        published=metadata.published,
        modified=metadata.modified,
        url=metadata.url or document.url,
        language=metadata.language,
        standfirst=metadata.standfirst,
        section=metadata.section,
        keywords=metadata.keywords,
        image=metadata.image,
        removed=edges.removed + removals(body.left_out),
    )
