"""RawFeed to Feed: printable and bounded texts, absolute links, dates in UTC."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from html import escape

from newsdigest.feedmodel import Entry, Feed
from newsdigest.hashing import blake2b
from newsdigest.language import printable
from newsdigest.masking import masked_name
from newsdigest.press import host_of, publication_name
from newsdigest.press.bylines import people_in
from newsdigest.press.person_names import is_full_name
from newsdigest.sources.feeds.absolute_urls import web_url
from newsdigest.sources.feeds.feed_dates import read_date
from newsdigest.sources.feeds.feed_limits import (
    MAX_CATEGORIES,
    MAX_CONTENT,
    MAX_ID,
    MAX_NAME,
    MAX_SUMMARY,
    MAX_TITLE,
)
from newsdigest.sources.feeds.html_fields import cleaned, is_html, once_escaped, plain
from newsdigest.sources.feeds.item_pictures import choose_picture
from newsdigest.sources.feeds.poll_hints import skipped_days, skipped_hours, time_to_live
from newsdigest.sources.feeds.raw_feed import RawEntry, RawFeed, RawText
from newsdigest.valueclasses import valueclass

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{0,30})?")
# Descriptive texts of a feed that are examined.
_MOST_ABOUT = 8


def to_feed(raw: RawFeed, *, url: str | None, as_of: datetime) -> Feed:
    """The feed with all entries that have a title, a link or a body."""
    site = web_url(raw.link, raw.base or url or web_url(raw.own_url, None))
    language = _language(raw.language)
    context = _Context(url or web_url(raw.own_url, None) or site, language, as_of)
    entries = [_to_entry(entry, raw, context) for entry in raw.entries]
    said = [entry for entry in entries if entry.title or entry.url or _body(entry)]
    title = masked_name(_title(raw.title, raw.kind))
    return Feed(
        kind=raw.kind or "rss",
        title=title,
        site=masked_name(site),
        language=language,
        entries=tuple(said),
        ttl=time_to_live(raw),
        skip_hours=skipped_hours(raw.skip_hours),
        skip_days=skipped_days(raw.skip_days),
        warnings=tuple(map(printable, (*raw.warnings, *_shared_ids(said)))),
        is_cut=raw.is_cut,
        publication=masked_name(_publication(title, raw, site, said)),
    )


def _publication(
    title: str | None, raw: RawFeed, site: str | None, entries: list[Entry]
) -> str | None:
    """The publication, from the feed's title and the site that it or its entries link to."""
    host = host_of(site)
    if not host:
        hosts = Counter(host_of(entry.url) for entry in entries)
        host, count = hosts.most_common(1)[0] if hosts else ("", 0)
        host = host if count > len(entries) / 2 else ""
    about = [name for text in raw.about[:_MOST_ABOUT] if (name := _name(text))]
    return publication_name(title, host, about)


@valueclass
class _Context:
    """Values shared by all entries of a feed."""

    base: str | None
    language: str | None
    as_of: datetime


def _to_entry(raw: RawEntry, feed: RawFeed, context: _Context) -> Entry:
    title = _title(raw.title, feed.kind)
    source = _name(raw.source)
    if source == title:
        source = None  # forums name the thread, not the publication that the item is from
    published = read_date(raw.published, as_of=context.as_of)
    updated = read_date(raw.updated, as_of=context.as_of)
    content = _markup(raw.content, MAX_CONTENT)
    # Without a content, the summary is the body.
    summary = _markup(raw.summary, MAX_SUMMARY if content else MAX_CONTENT)
    own_language = _language(raw.language)
    return Entry(
        id=_id(raw.id),
        url=web_url(raw.link, raw.base or context.base),
        title=_without_source(title, source),
        authors=_authors(raw.authors or feed.authors, _title(feed.title, feed.kind)),
        published=published or updated,
        modified=updated if published and updated != published else None,
        summary=summary if summary != content else None,
        content=content,
        categories=_categories(raw.categories),
        language=own_language if own_language != context.language else None,
        source=source,
        image=choose_picture(raw.media, raw.base or context.base) if raw.media else None,
    )


def _body(entry: Entry) -> str | None:
    return entry.content or entry.summary


def _shared_ids(entries: list[Entry]) -> list[str]:
    """A warning if items share an id; they are then distinguished by their other data."""
    uses = Counter(entry.id for entry in entries if entry.id)
    sharing = sum(count for count in uses.values() if count > 1)
    return [f"{sharing} items share an id, so it does not identify them"] if sharing else []


def _id(text: str | None) -> str | None:
    """The id as given; an overlong one is cut and made unique by a digest."""
    if text is None:
        return None
    if len(text) > MAX_ID:
        digest = blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
        text = f"{text[: MAX_ID // 2]} {digest}"
    return printable(text) or None


def _title(text: RawText | None, kind: str | None) -> str | None:
    if text is None:
        return None
    # Atom's plain text is plain; in other formats, whether a title is HTML has to be guessed.
    as_html = False if kind == "atom" and text.is_html is None else text.is_html
    return plain(text.value[:MAX_TITLE], html=as_html) or None


def _without_source(title: str | None, source: str | None) -> str | None:
    """The title without the " - The Example" that aggregators append to each headline."""
    if title and source and title.endswith(source):
        shorter = title[: -len(source)].rstrip()
        return shorter.rstrip("-–—|").rstrip() or title if shorter[-1:] in "-–—|" else title
    return title


def _markup(text: RawText | None, limit: int) -> str | None:
    """HTML, or plain text escaped so that it cannot be taken for HTML."""
    if text is None:
        return None
    value = once_escaped(cleaned(text.value[:limit]))
    if text.is_html is False and is_html(value):
        value = escape(value, quote=False)
    return value or None


def _authors(texts: list[str], title: str | None) -> tuple[str, ...]:
    """The people named in the fields, without the feed's title unless it is a full name."""
    names = people_in(name for text in texts if (name := _name(text)))
    own = (title or "").casefold()
    return tuple(name for name in names if name.casefold() != own or is_full_name(name))


def _categories(texts: list[str]) -> tuple[str, ...]:
    names = (_name(text) for text in texts[: 2 * MAX_CATEGORIES])
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_CATEGORIES]


def _name(text: str | None) -> str | None:
    return plain(text[:MAX_NAME], html=None) or None if text else None


def _language(text: str | None) -> str | None:
    """The primary subtag in lower case."""
    match = _LANGUAGE.fullmatch((text or "").strip()[:40])
    return match[1].lower() if match else None
