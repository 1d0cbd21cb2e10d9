"""Under which names an entry is known, and whether a feed says something new of it."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

from newsdigest.feedmodel import Entry, Feed
from newsdigest.sources.feeds.canonical import canonical_url, is_front_page
from newsdigest.sources.feeds.markup import plain

# Characters of the text that make its identity; a longer one is not looked at to its end.
_MAX_TEXT = 100_000


def feed_keys(feed: Feed) -> tuple[tuple[str, ...], ...]:
    """The keys of each entry; an address that several share is no key of any."""
    uses = Counter(canonical_url(entry.url) for entry in feed.entries if entry.url)
    shared = frozenset(url for url, count in uses.items() if count > 1)
    return tuple(entry_keys(entry, shared) for entry in feed.entries)


def entry_keys(entry: Entry, shared: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """All names of the entry within its feed, at least one; who shares one of them is the same.

    "guid:…", "url:…" in canonical form, and "text:…" for an entry without an address of its own:
    a text alone is no proof that two entries are one, since tables and briefings repeat themselves.
    `shared` are canonical addresses that tell nothing.
    """
    keys = [f"guid:{_guid(entry.id)}"] if entry.id else []
    url = canonical_url(entry.url) if entry.url and not is_front_page(entry.url) else None
    if url and url not in shared:
        keys.append(f"url:{url}")
    else:
        day = entry.published.isoformat() if entry.published else ""
        keys.append(f"text:{_digest(*_said(entry), url or '', day)}")
    return tuple(keys)


def _guid(id: str) -> str:
    """Ids that are addresses change with them, from http to https or by a tracking parameter."""
    return canonical_url(id) if id.startswith(("http://", "https://")) else id


def fingerprint(entry: Entry) -> str:
    """A digest of the words of title, summary and content; markup, dates and addresses aside."""
    return _digest(*_said(entry))


def _said(entry: Entry) -> tuple[str, str, str]:
    return (entry.title or "", _words(entry.summary), _words(entry.content))


def _words(text: str | None) -> str:
    return plain(text[:_MAX_TEXT], html=None) if text else ""


def _digest(*parts: str) -> str:
    content = "\x00".join(parts).encode("utf-8", "backslashreplace")
    return blake2b(content, digest_size=16).hexdigest()
