"""The data of the daily run: feeds, their entries, and what is remembered of them.

Values only, like `model`; every datetime is aware and in UTC, unknown values are None.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from newsdigest.valueclasses import valueclass


@valueclass
class Entry:
    """One item of a feed as the feed gives it."""

    # guid, atom:id or id as given; not an address to fetch.
    id: str | None = None
    # Absolute http(s) link to the article's page.
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    # The short text, HTML or plain.
    summary: str | None = None
    # The full text as HTML, where the feed carries one.
    content: str | None = None
    categories: tuple[str, ...] = ()
    language: str | None = None
    # The publication, if the entry names another than its feed (rss:source, Google News).
    source: str | None = None
    # Absolute http(s) link to the entry's picture.
    image: str | None = None


@valueclass
class Feed:
    """A parsed feed."""

    # "rss", "rdf", "atom", "json", "sitemap".
    kind: str
    # What the feed calls itself: "Fenn Post > World News".
    title: str | None
    # The page the feed belongs to.
    site: str | None
    language: str | None
    entries: tuple[Entry, ...]
    # How long the feed asks to be left alone (ttl, sy:updatePeriod).
    ttl: timedelta | None = None
    # Hours of the day in UTC, and days ("Saturday"), at which it asks not to be polled.
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[str] = frozenset()
    # Problems that were tolerated, one line each: "cut at line 40: unclosed CDATA".
    warnings: tuple[str, ...] = ()
    # Whether it is truncated; the incomplete item is not among the entries.
    is_cut: bool = False
    # The name of the feed's publication: "Fenn Post".
    publication: str | None = None

    @property
    def name(self) -> str | None:
        """Its publication's name, or else its title."""
        return self.publication or self.title


@valueclass
class AccountFeed:
    """A feed of an account at another reader."""

    # Its name there: "feed/42".
    stream: str
    title: str | None
    # Its labels, as newsdigest.groups writes groups.
    groups: tuple[str, ...]


@valueclass
class Validators:
    """ETag and Last-Modified exactly as the server sent them."""

    etag: str | None = None
    last_modified: str | None = None
    # A digest of the address they came from; they are sent to no other. None if unknown.
    address: str | None = None


@valueclass
class EntrySnapshot:
    """The content of an entry as digests: enough to recognise it after a change."""

    # ISO 8601 in UTC with microseconds; empty if unknown.
    published: str = ""
    title: str = ""
    # Of title and text without numbers and dates; empty if not recorded.
    gist: str = ""
    # Of its first sentences.
    sentences: frozenset[str] = frozenset()


@valueclass
class SeenItem:
    """The record of a feed's entry under one of its names."""

    # The article's id; empty for an entry that was never news.
    article: str
    # A digest of the words of title and text.
    fingerprint: str
    # None if not recorded.
    said: EntrySnapshot | None = None

    @property
    def token(self) -> str:
        """The same for all names of one item."""
        return self.article or self.fingerprint
