"""An entry to articles from its own text, used if it has no page or the page fails."""

from __future__ import annotations

from datetime import datetime

from newsdigest.errors import ExtractionError
from newsdigest.extract import extract_articles
from newsdigest.extract.article_ids import assign_ids
from newsdigest.feedmodel import Entry, Feed
from newsdigest.model import Article, Block, BlockKind, Partial, Removal
from newsdigest.sources.feeds.entry_documents import entry_document
from newsdigest.sources.feeds.entry_truncation import is_truncated
from newsdigest.sources.feeds.html_fields import paragraphs, plain
from newsdigest.sources.feeds.placeholder_body import placeholder_rule
from newsdigest.valueclasses import replace


def extract_entry(
    entry: Entry, feed: Feed, origin: str, *, as_of: datetime, truncated: bool | None = None
) -> list[Article]:
    """The articles in the entry itself, at least one; teasers are marked as partial.

    An entry with only a title gives an article without blocks. `truncated` if that is known.
    """
    rule = placeholder_rule(entry)
    if rule is not None:
        articles = [_headline_alone(entry, feed, origin, rule)]
    else:
        articles = _read(entry, feed, origin, as_of)
    if truncated is None:
        truncated = is_truncated(entry)
    partial = Partial.TEASER if truncated else None
    return assign_ids([replace(each, partial=each.partial or partial) for each in articles])


def _read(entry: Entry, feed: Feed, origin: str, as_of: datetime) -> list[Article]:
    document = entry_document(entry, feed, origin)
    try:
        return extract_articles(document, as_of=as_of)
    except ExtractionError:
        # Two short sentences are too little for an article on a page, but not in a feed.
        return [_as_it_stands(entry, feed, origin)]


def _headline_alone(entry: Entry, feed: Feed, origin: str, rule: str) -> Article:
    """The article of an item with a placeholder body, which is listed among the removals."""
    body = plain(entry.content or entry.summary or "", html=None)
    bare = _as_it_stands(replace(entry, content=None, summary=None), feed, origin)
    return replace(bare, removed=(Removal(body, rule),))


def _as_it_stands(entry: Entry, feed: Feed, origin: str) -> Article:
    # Extraction imports parsers of pages, which readers of feeds have no use for.
    from newsdigest.extract.metadata import absolute_url

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
        url=absolute_url(entry.url, None),
        language=entry.language or feed.language,
        keywords=entry.categories,
        image=entry.image,
    )
