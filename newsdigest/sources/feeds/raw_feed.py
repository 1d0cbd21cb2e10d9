"""Values as found in a feed, before normalisation, in one shape for all formats."""

from __future__ import annotations

from dataclasses import field

from newsdigest.valueclasses import recordclass, valueclass


@valueclass
class RawText:
    """A text and whether it is HTML; None if the format leaves that open, as RSS does."""

    value: str
    is_html: bool | None = None


@valueclass
class RawMedia:
    """A file that an item names; attributes as found, empty if missing."""

    # "content" and "thumbnail" of Media RSS, "enclosure", or "image" for the item's own.
    role: str
    url: str
    type: str = ""
    medium: str = ""
    width: str = ""


@recordclass
class RawEntry:
    """One item; texts as found, of any length."""

    id: str | None = None
    # As found, relative to `base`.
    link: str | None = None
    base: str | None = None
    title: RawText | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    summary: RawText | None = None
    content: RawText | None = None
    categories: list[str] = field(default_factory=list)
    language: str | None = None
    source: str | None = None
    media: list[RawMedia] = field(default_factory=list)


@recordclass
class RawFeed:
    """One feed."""

    # "rss", "rdf", "atom" or "json"; None until a feed is found.
    kind: str | None = None
    title: RawText | None = None
    link: str | None = None
    base: str | None = None
    # Its own address, as it states it.
    own_url: str | None = None
    # Its descriptive texts: description, copyright, publisher.
    about: list[str] = field(default_factory=list)
    language: str | None = None
    authors: list[str] = field(default_factory=list)
    ttl: str | None = None
    period: str | None = None
    frequency: str | None = None
    skip_hours: list[str] = field(default_factory=list)
    skip_days: list[str] = field(default_factory=list)
    entries: list[RawEntry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # Whether the text is truncated.
    is_cut: bool = False
