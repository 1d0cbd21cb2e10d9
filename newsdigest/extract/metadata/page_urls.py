"""URLs from a page: http and https only, absolute, without tracking parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit

from newsdigest.extract.metadata.json_ld import text_of
from newsdigest.extract.metadata.page_fields import PageFields
from newsdigest.extract.tracking_parameters import is_tracking
from newsdigest.model import Document

_MAX_URL = 2_048
# Second-level labels under which registries sell names: "co" in example.co.uk.
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go"))
_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0]")
# Most URLs: nothing in them needs to be parsed, checked or removed.
_PLAIN = re.compile(
    r"https?://(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9})(?:/[\w./~%+,=-]*)?", re.ASCII
)


def find_url(page: PageFields, url: str | None) -> str | None:
    """The canonical URL: one that the page declares on its own site, else `url`."""
    own = absolute_url(url, None)
    for candidate in _candidates(page):
        if candidate == url and own:
            return own
        found = absolute_url(candidate, own)
        if found and (own is None or _may_stand_for(found, own)):
            return found
    return own


def absolute_url(address: str | None, base: str | None) -> str | None:
    """`address` as an http(s) URL without tracking parameters and fragment, or None."""
    if not address or len(address) > _MAX_URL:
        return None
    if _PLAIN.fullmatch(address):
        return address
    parts = _split(_joined(address.strip(), base))
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    if "@" in parts.netloc:
        return None
    if not parts.query and not parts.fragment:
        return parts.geturl()
    return parts._replace(query=_without_tracking(parts.query), fragment="").geturl()


def part_url(href: str | None, document: Document) -> str | None:
    """The URL of a linked page, or for a page from a file the path of the file beside it."""
    if document.url or (href and href.startswith(("https://", "http://"))):
        return absolute_url(href, document.url)
    # A path with a scheme or a root was not saved along with the page.
    if not href or ":" in href or href.startswith("/"):
        return None
    name = unquote(href.partition("#")[0].partition("?")[0])
    return normpath(join(dirname(document.origin), name)) if name else None


def host_of(url: str | None) -> str:
    """The host in lower case, "" if there is none."""
    plain = _PLAIN.fullmatch(url or "")
    if plain:
        return plain["host"]
    parts = _split(url or "")
    return (parts.hostname or "") if parts else ""


def _joined(address: str, base: str | None) -> str:
    if base is None or address.startswith(("https://", "http://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _split(url: str) -> SplitResult | None:
    """The parts of a URL; None if it is invalid, for example by a misplaced bracket or port."""
    if _SPACE.search(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def _candidates(page: PageFields) -> Iterator[str]:
    yield from page.canonical
    yield from page.metas.get("og:url", ())
    article = page.data.article
    if article:
        entity = article.get("mainEntityOfPage")
        for value in (entity, entity.get("@id") if isinstance(entity, dict) else None):
            if isinstance(value, str):
                yield value
        said = text_of(article.get("url"))
        if said:
            yield said


def _may_stand_for(found: str, own: str) -> bool:
    """Whether a page may declare itself as `found`: on the same site, and not its front page."""
    there, here = urlsplit(found), urlsplit(own)
    if _site(host_of(found)) != _site(host_of(own)):
        return False
    return there.path.strip("/") != "" or bool(there.query) or here.path.strip("/") == ""


def _site(host: str) -> str:
    """The registered part of a host, a good enough approximation to compare two."""
    labels = host.lower().rstrip(".").split(".")
    width = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-width:])


def _without_tracking(query: str) -> str:
    if not query:
        return query
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return query
    kept = [pair for pair in pairs if not is_tracking(pair[0])]
    return query if len(kept) == len(pairs) else urlencode(kept)
