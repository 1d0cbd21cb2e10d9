"""Finding feeds at a typed address: the address itself, or the feeds that its page offers."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from newsdigest.errors import NewsdigestError, SourceError
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.feedmodel import Feed
from newsdigest.model import Document
from newsdigest.sources import host_and_port, subscription_url, without_file_scheme
from newsdigest.sources.discovery import FeedLink, discover_feeds
from newsdigest.sources.feeds import parse_feed
from newsdigest.sources.network import Fetched, NetworkOptions, Request, Wanted, fetch_all
from newsdigest.valueclasses import replace, valueclass
from newsdigest.workers.pool import LostResult, WorkerPool

# Candidates that are requested; a page may link to hundreds.
_MOST_ASKED = 6
# An address without its scheme: a host with a dot or a port, or this machine.
_HOST_AND_PATH = re.compile(
    r"(?:(?:[\w-]{1,63}\.){1,10}[\w-]{1,63}(?::\d{1,5})?|[\w-]{1,63}:\d{1,5}|localhost)(?:[/?]\S*)?"
)


@valueclass
class FoundFeed:
    url: str
    # Without its entries.
    feed: Feed
    # The server's answer, with the document that has the entries.
    answer: Fetched


def find_feeds(typed: str, options: NetworkOptions) -> list[FoundFeed]:
    """The feeds at a typed address or offered by its page; every one has been requested.

    Without a scheme, https is tried first, and http if that is unreachable.
    """
    *first, last = addresses(typed)
    for url in first:
        with suppress(SourceError):
            return _feeds_at(url, options)
    return _feeds_at(last, options)


def addresses(typed: str) -> list[str]:
    """The URLs that may be meant, most likely first. SourceError if it cannot be a URL."""
    url = subscription_url(typed)
    if url:
        return [url]
    bare = typed.strip()
    if not _HOST_AND_PATH.fullmatch(bare) or Path(bare).is_file():
        raise SourceError("bad-url", f"not a URL such as https://example.org/{_hint(typed)}")
    return [f"https://{bare}", f"http://{bare}"]


def _feeds_at(url: str, options: NetworkOptions) -> list[FoundFeed]:
    place = host_and_port(url)
    if place is None:
        raise SourceError("bad-url", "not a URL such as https://example.org/")
    options = replace(options, allowed=options.allowed | {place}, host_delay=0.0)
    (answer,) = fetch_all([Request(url, Wanted.FEED)], options)
    document = answer.document
    if document is None:
        raise answer.error or SourceError("no-content", "no content")
    with WorkerPool() as pool:
        if document_kind(document.content, document.media_type) is not DocumentKind.HTML:
            return [FoundFeed(url, _feed(pool, document), answer)]
        ((_, links),) = pool.map(links_of, [document])
        if isinstance(links, NewsdigestError | LostResult):
            return []
        named = [link for link in links if not link.guessed]
        usual = [link for link in links if link.guessed]
        # Common paths are tried only if the page names no feed.
        return _answering(pool, named[:_MOST_ASKED], options) or _answering(
            pool, usual[:_MOST_ASKED], options
        )


def _hint(word: str) -> str:
    """Advice if a file was given instead of a URL."""
    if not Path(without_file_scheme(word)).is_file():
        return ""
    return (
        "; this is a file: 'newsdigest feeds import' takes a list of feeds, "
        "'newsdigest read' shows what a feed holds"
    )


def _answering(pool: WorkerPool, links: list[FeedLink], options: NetworkOptions) -> list[FoundFeed]:
    """Those of the candidates that are feeds."""
    answers = fetch_all([Request(link.url, Wanted.FEED) for link in links], options)
    documented = [got for got in answers if got.document is not None]
    feeds = pool.map(feed_of, (got.document for got in documented if got.document is not None))
    return [
        FoundFeed(document.origin, feed, got)
        for got, (document, feed) in zip(documented, feeds, strict=True)
        if isinstance(feed, Feed)
    ]


def _feed(pool: WorkerPool, document: Document) -> Feed:
    ((_, feed),) = pool.map(feed_of, [document])
    if isinstance(feed, LostResult):
        raise SourceError(feed.code, feed.reason)
    if isinstance(feed, NewsdigestError):
        raise feed
    return feed


def links_of(document: Document) -> list[FeedLink]:
    """The feeds that a page offers; runs in a child process."""
    base = document.url or document.origin
    return list(discover_feeds(document.content, base, charset=document.charset))


def feed_of(document: Document) -> Feed:
    """The feed in a document, without its entries; runs in a child process."""
    feed = parse_feed(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        as_of=datetime.now(UTC),
    )
    return replace(feed, entries=())
