"""The feeds of a site, found on one of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from newsdigest.extract.decoding import decode
from newsdigest.package_data import read_toml
from newsdigest.sources.feeds import plain, web_url
from newsdigest.valueclasses import valueclass

__all__ = ["FeedLink", "discover_feeds"]

_MAX_CANDIDATES = 30
_MAX_TITLE = 200
# Links examined on a page.
_MAX_LINKS = 5_000


@valueclass
class FeedLink:
    """An address that may be a feed."""

    url: str
    title: str | None = None
    # Declared by the page as its feed; other links only look like one or are common paths.
    declared: bool = False
    # A common path on the site, not named on the page.
    guessed: bool = False


def discover_feeds(
    html: str | bytes, url: str, *, charset: str | None = None
) -> tuple[FeedLink, ...]:
    """Addresses that may be feeds of the page at `url`, most likely first.

    Feeds that the page declares, then links that look like feeds, then common paths on the site.
    None of them has been requested. Comment feeds come last in each group.
    """
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    text = html if isinstance(html, str) else decode(html, charset=charset)
    try:
        tree = LexborHTMLParser(text)
    except SelectolaxError:
        return tuple(_usual(url))
    base = _base(tree, url)
    found: dict[str, FeedLink] = {}
    for group in (_declared(tree, base), _linked(tree, base), _usual(url)):
        for link in sorted(group, key=_is_unwanted):
            found.setdefault(link.url, link)
    return tuple(found.values())[:_MAX_CANDIDATES]


def _base(tree: Any, url: str) -> str:
    element = tree.css_first("base[href]")
    return web_url(element.attributes.get("href"), url) or url if element else url


def _declared(tree: Any, base: str) -> Iterator[FeedLink]:
    types = frozenset(read_toml("sources/feeds/data/discovery.toml")["types"])
    for element in tree.css("link[href]")[:_MAX_LINKS]:
        attributes = element.attributes
        relations = (attributes.get("rel") or "").lower().split()
        kind = (attributes.get("type") or "").lower().partition(";")[0].strip()
        is_feed = "feed" in relations or ("alternate" in relations and kind in types)
        url = web_url(attributes.get("href"), base) if is_feed else None
        if url:
            yield FeedLink(url, _title(attributes.get("title")), declared=True)


def _linked(tree: Any, base: str) -> Iterator[FeedLink]:
    for element in tree.css("a[href]")[:_MAX_LINKS]:
        url = web_url(element.attributes.get("href"), base)
        if url and _looks_like_feed(url):
            yield FeedLink(url, _title(element.text()))


def _looks_like_feed(url: str) -> bool:
    rules = read_toml("sources/feeds/data/discovery.toml")
    parts = urlsplit(url)
    if parts.path.lower().rstrip("/").endswith(tuple(rules["endings"])):
        return True
    host = (parts.hostname or "").partition(".")[0]
    return host in rules["hosts"] and len(parts.path) > 1


def _usual(url: str) -> Iterator[FeedLink]:
    for path in read_toml("sources/feeds/data/discovery.toml")["paths"]:
        address = web_url(path, url)
        if address:
            yield FeedLink(address, guessed=True)


def _is_unwanted(link: FeedLink) -> bool:
    label = f"{link.url} {link.title or ''}".lower()
    return any(word in label for word in read_toml("sources/feeds/data/discovery.toml")["unwanted"])


def _title(text: str | None) -> str | None:
    return plain(text[:_MAX_TITLE], html=False) or None if text else None
