"""From what a user types to the address of a feed: the URL itself, or what its page offers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from newsdigest.errors import NewsdigestError, SourceError
from newsdigest.extract import Kind, kind_of
from newsdigest.feedmodel import Feed
from newsdigest.model import Document
from newsdigest.sources import FeedLink, discover_feeds, host_and_port, parse_feed
from newsdigest.sources.network import Fetched, NetworkOptions, Request, Wanted, fetch_all
from newsdigest.workers import Lost, WorkerPool

# Candidates that are asked; a page may link to hundreds.
_MOST_ASKED = 6


@dataclass(frozen=True, slots=True)
class FoundFeed:
    url: str
    # Without its entries.
    feed: Feed
    # What the server said, with the document that holds the entries.
    answer: Fetched


def find_feed(url: str, options: NetworkOptions) -> FoundFeed:
    """The feed at `url` or the likeliest one of the site at `url`."""
    found = find_feeds(url, options)
    if not found:
        raise SourceError("not-a-feed", "neither a feed nor a page that offers one")
    return found[0]


def find_feeds(url: str, options: NetworkOptions) -> list[FoundFeed]:
    """The feeds at `url` or offered there; every one was asked."""
    place = host_and_port(url)
    if place is None:
        raise SourceError("bad-url", f"not a URL such as https://example.org/{_hint(url)}")
    options = replace(options, allowed=options.allowed | {place}, host_delay=0.0)
    (answer,) = fetch_all([Request(url, Wanted.FEED)], options)
    document = answer.document
    if document is None:
        raise answer.error or SourceError("no-content", "no content")
    with WorkerPool() as pool:
        if kind_of(document.content, document.media_type) is not Kind.HTML:
            return [FoundFeed(url, _feed(pool, document), answer)]
        ((_, links),) = pool.map(links_of, [document])
        if isinstance(links, NewsdigestError | Lost):
            return []
        return _answering(pool, links[:_MOST_ASKED], options)


def _hint(word: str) -> str:
    """What to do with a file that was given for a URL."""
    if not Path(word).is_file():
        return ""
    return (
        "; this is a file: 'newsdigest feeds import' takes a list of feeds, "
        "'newsdigest read' shows what a feed holds"
    )


def _answering(pool: WorkerPool, links: list[FeedLink], options: NetworkOptions) -> list[FoundFeed]:
    """Those of the candidates that are feeds."""
    answers = fetch_all([Request(link.url, Wanted.FEED) for link in links], options)
    by_document = {id(got.document): got for got in answers if got.document is not None}
    documents = [got.document for got in answers if got.document is not None]
    return [
        FoundFeed(document.origin, feed, by_document[id(document)])
        for document, feed in pool.map(feed_of, documents)
        if isinstance(feed, Feed)
    ]


def _feed(pool: WorkerPool, document: Document) -> Feed:
    ((_, feed),) = pool.map(feed_of, [document])
    if isinstance(feed, Lost):
        raise SourceError(feed.code, feed.reason)
    if isinstance(feed, NewsdigestError):
        raise feed
    return feed


def links_of(document: Document) -> list[FeedLink]:
    """The feeds that a page offers; this is what a child process does."""
    base = document.url or document.origin
    return list(discover_feeds(document.content, base, charset=document.charset))


def feed_of(document: Document) -> Feed:
    """The feed that a document holds, without its entries; for a child process too."""
    feed = parse_feed(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        as_of=datetime.now(UTC),
    )
    return replace(feed, entries=())
