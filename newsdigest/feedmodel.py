"""The nouns of the daily run: feeds, their entries, and what is remembered of them.

Values only, like `model`; every datetime is aware and in UTC, what is unknown is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as the feed tells it."""

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
    # The publication, where an entry names another than its feed (rss:source, Google News).
    source: str | None = None
    # Absolute http(s) link to the picture that the feed gives with it.
    image: str | None = None


@dataclass(frozen=True, slots=True)
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
    # Hours of the day in UTC, and days ("Saturday"), in which it asks not to be polled.
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[str] = frozenset()
    # One line each on what was tolerated: "cut at line 40: unclosed CDATA".
    warnings: tuple[str, ...] = ()
    # Whether it breaks off before its end; then the item in which it does is not among the entries.
    is_cut: bool = False
    # The name of the publication whose feed it is: "Fenn Post".
    publication: str | None = None

    @property
    def name(self) -> str | None:
        """What to call it: its publication's name, or else its title."""
        return self.publication or self.title


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified exactly as the server sent them."""

    etag: str | None = None
    last_modified: str | None = None
    # A digest of the address that gave them, to which alone they are sent; None if not known.
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry said, as digests: enough to know it again after a change."""

    # ISO 8601 in UTC with microseconds; empty for none.
    published: str = ""
    title: str = ""
    # Of title and text without numbers and dates; empty where it was not written down.
    gist: str = ""
    # Of its first sentences.
    sentences: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SeenItem:
    """What is remembered of an entry of a feed under one of its names."""

    # The article's id; empty for an entry that was never news.
    article: str
    # A digest of the words of title and text.
    fingerprint: str
    # None where it was not written down.
    said: Said | None = None

    @property
    def token(self) -> str:
        """The same for all names of one item."""
        return self.article or self.fingerprint
