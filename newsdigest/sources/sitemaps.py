"""Sitemaps (sitemaps.org), Google News sitemaps and sitemap indexes."""

from __future__ import annotations

from datetime import UTC, datetime

from newsdigest.errors import SourceError
from newsdigest.extract.decoding import decode
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.feedmodel import Entry, Feed
from newsdigest.sources.feeds import MAX_ITEMS, StopReading, plain, read_date, read_xml, web_url
from newsdigest.valueclasses import valueclass

__all__ = ["Sitemap", "parse_sitemap"]

# The standard's limit for one sitemap.
_MAX_ADDRESSES = 50_000
_MAX_SITEMAPS = 1_000
_MAX_FIELD = 2_048
_FIELDS = frozenset(
    [
        "loc", "lastmod", "news:keywords", "news:language", "news:name", "news:publication_date",
        "news:title",
    ]
)  # fmt: skip
_LEAST = datetime.min.replace(tzinfo=UTC)


@valueclass
class Sitemap:
    """A sitemap's pages as a feed, newest first, and the sitemaps of an index."""

    feed: Feed
    sitemaps: tuple[str, ...] = ()


def parse_sitemap(
    content: bytes, *, url: str | None, charset: str | None = None, as_of: datetime
) -> Sitemap:
    """The pages and sitemaps in `content`; of more than 2,000 pages, the most recently changed.

    Titles, names and dates come from Google News sitemaps; others have only addresses. Raises
    SourceError: "not-a-sitemap" for anything else, "unsafe-xml" if entities are declared.
    """
    if document_kind(content, None) is not DocumentKind.SITEMAP:
        raise SourceError("not-a-sitemap", "not a sitemap")
    target = _Pages()
    broken = read_xml(decode(content, charset=charset), target)
    if broken and not (target.pages or target.sitemaps):
        raise SourceError("not-a-sitemap", f"a sitemap that cannot be read: {broken}")
    warnings = [f"cut at {broken}"] if broken else []
    entries = [entry for page in target.pages if (entry := _to_entry(page, url, as_of))]
    entries.sort(key=lambda entry: entry.published or _LEAST, reverse=True)
    if len(entries) > MAX_ITEMS:
        warnings.append(f"only the {MAX_ITEMS:,} newest pages were read")
    sitemaps = (web_url(each.get("loc"), url) for each in target.sitemaps)
    feed = Feed("sitemap", None, None, None, tuple(entries[:MAX_ITEMS]), warnings=tuple(warnings))
    return Sitemap(feed, tuple(dict.fromkeys(address for address in sitemaps if address)))


class _Pages:
    """The fields of each `url` and `sitemap` element."""

    def __init__(self) -> None:
        self.pages: list[dict[str, str]] = []
        self.sitemaps: list[dict[str, str]] = []
        self._open: list[str] = []
        self._current: dict[str, str] = {}

    def start(self, name: str, _: dict[str, str]) -> None:
        self._open.append(name)
        if name in ("url", "sitemap"):
            self._current = {}

    def data(self, text: str) -> None:
        name = self._open[-1] if self._open else ""
        if name in _FIELDS:
            self._current[name] = (self._current.get(name, "") + text)[:_MAX_FIELD]

    def end(self) -> None:
        name = self._open.pop()
        if name == "url":
            self._keep(self.pages, _MAX_ADDRESSES)
        elif name == "sitemap":
            self._keep(self.sitemaps, _MAX_SITEMAPS)

    def _keep(self, found: list[dict[str, str]], limit: int) -> None:
        found.append(self._current)
        self._current = {}
        if len(found) >= limit:
            raise StopReading(f"more than {limit:,} addresses")


def _to_entry(page: dict[str, str], base: str | None, as_of: datetime) -> Entry | None:
    url = web_url(page.get("loc"), base)
    if url is None:
        return None
    published = read_date(page.get("news:publication_date"), as_of=as_of)
    changed = read_date(page.get("lastmod"), as_of=as_of)
    keywords = (_text(each) for each in page.get("news:keywords", "").split(","))
    return Entry(
        url=url,
        title=_text(page.get("news:title")),
        published=published or changed,
        modified=changed if published and changed != published else None,
        categories=tuple(dict.fromkeys(each for each in keywords if each)),
        language=(page.get("news:language") or "").strip().lower().partition("-")[0][:3] or None,
        source=_text(page.get("news:name")),
    )


def _text(text: str | None) -> str | None:
    return plain(text, html=None) or None if text else None
