"""An entry to articles from its own text, for when there is no page or the page fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newsdigest.errors import ExtractionError
from newsdigest.extract import assign_ids, extract_articles
from newsdigest.feedmodel import Entry, Feed
from newsdigest.model import Article, Block, BlockKind, Partial
from newsdigest.sources.feeds.documents import entry_document
from newsdigest.sources.feeds.markup import paragraphs
from newsdigest.sources.feeds.truncation import is_truncated


def read_entry(entry: Entry, feed: Feed, origin: str, *, as_of: datetime) -> list[Article]:
    """The articles that the entry itself holds, at least one; a teaser is marked as partial.

    An entry that has a title alone gives an article without blocks.
    """
    document = entry_document(entry, feed, origin)
    try:
        articles = extract_articles(document, as_of=as_of)
    except ExtractionError:
        # Two short sentences are no article on a page, but they are one in a feed.
        articles = [_as_it_stands(entry, feed, origin)]
    partial = Partial.TEASER if is_truncated(entry) else None
    return assign_ids([replace(each, partial=each.partial or partial) for each in articles])


def _as_it_stands(entry: Entry, feed: Feed, origin: str) -> Article:
    lines = paragraphs(entry.content or entry.summary or "")
    return Article(
        id="",
        title=entry.title,
        blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line != entry.title),
        origin=origin,
        source=entry.source or feed.name,
        authors=entry.authors,
        published=entry.published,
        modified=entry.modified,
        url=entry.url,
        language=entry.language or feed.language,
        keywords=entry.categories,
        image=entry.image,
    )
