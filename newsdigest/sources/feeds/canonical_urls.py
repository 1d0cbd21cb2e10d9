"""Canonical form of an article's address, for comparison, not for fetching."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from newsdigest.extract.tracking_parameters import is_tracking
from newsdigest.package_data import read_toml
from newsdigest.valueclasses import valueclass

_DEFAULT_PORTS = (None, 80, 443)


@valueclass
class _UrlRules:
    hosts: tuple[str, ...]
    segments: frozenset[str]
    endings: tuple[str, ...]
    fragments: frozenset[str]
    parameters: frozenset[str]


def canonical_url(url: str) -> str:
    """The address without scheme, "www.", AMP, tracking parameters and trailing slash.

    >>> canonical_url("http://www.Example.org/a/?utm_source=rss#top")
    'example.org/a'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = _host(parts.hostname or "")
    if port not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    query, fragment = _query(parts.query), parts.fragment
    if "=" in fragment or fragment.lower() in _url_rules().fragments:
        fragment = ""
    tail = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return host + _path(parts.path) + tail


def is_front_page(url: str) -> bool:
    """Whether an address is that of a site rather than an article."""
    return not any(mark in canonical_url(url) for mark in "/?#")


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    first, _, rest = host.partition(".")
    return rest if first in _url_rules().hosts and "." in rest else host


def _path(path: str) -> str:
    """The path with uniform escapes, without trailing empty segments and AMP markers."""
    rules = _url_rules()
    segments = quote(unquote(path), safe="/:@!$&'()*+,;=~-._").split("/")
    while segments and (not segments[-1] or segments[-1].lower() in rules.segments):
        segments.pop()
    if len(segments) > 2 and segments[1].lower() in rules.segments:
        del segments[1]
    joined = "/".join(segments)
    for ending in rules.endings:
        if joined.lower().endswith(ending):
            joined = joined[: -len(ending)] + (".html" if ending.endswith("html") else "")
    return joined


def _query(query: str) -> str:
    """The parameters that select an article, sorted."""
    rules = _url_rules()
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return query
    kept = [
        (name, value)
        for name, value in pairs
        if name.lower() not in rules.parameters and not is_tracking(name)
    ]
    return urlencode(sorted(kept))


@cache
def _url_rules() -> _UrlRules:
    own = read_toml("sources/feeds/data/addresses.toml")
    return _UrlRules(
        tuple(own["hosts"]),
        frozenset(own["segments"]),
        tuple(own["endings"]),
        frozenset(own["fragments"]),
        frozenset(own["parameters"]),
    )
