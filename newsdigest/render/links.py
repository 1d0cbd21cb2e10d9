"""URLs in the form in which they are safe to print: http and https only, pure ASCII."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

from newsdigest.patterns import pattern

# What RFC 3986 allows in path, query and fragment without escaping, and the escapes themselves.
_SAFE = "/?:@!$&'()*+,;=-._~%"
_SURROGATE = pattern(r"[\ud800-\udfff]")
_BAD_ESCAPE = pattern(r"%(?![0-9A-Fa-f]{2})")
_HOST = pattern(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]")
_LONGEST_URL = 4096


@lru_cache(maxsize=4_096)
def web_link(url: str | None) -> str | None:
    """The URL as pure ASCII, safe in any output, or None if it is no http or https URL.

    User names and passwords are dropped, the host is in punycode, and everything but URL characters
    is percent-encoded.
    """
    if not url or len(url) > _LONGEST_URL:
        return None
    try:
        parts = urlsplit(_SURROGATE.sub("\ufffd", url.strip()))
        host = _ascii_host(parts)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:  # also UnicodeError: an invalid host
        return None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return None
    query = f"?{_escape(parts.query)}" if parts.query else ""
    fragment = f"#{_escape(parts.fragment)}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{port}{_escape(parts.path)}{query}{fragment}"


def story_anchor(id: str) -> str:
    """What the story is called inside each page of an archive that has it."""
    return f"s-{quote(id, safe='')}"


def host_of(url: str) -> str:
    """The host of a web link as a reader knows it: without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _ascii_host(parts: SplitResult) -> str:
    if "\\" in parts.netloc:
        # Browsers end the host there, urlsplit goes on to the next slash.
        raise ValueError("backslash in host")
    host = parts.hostname or ""
    if ":" in host:
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode("ascii").lower()


def _escape(part: str) -> str:
    return quote(_BAD_ESCAPE.sub("%25", part), safe=_SAFE)
