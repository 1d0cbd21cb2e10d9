"""URLs as SOURCE arguments: distinguished from file names, and shown without their secrets."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from urllib.parse import unquote_to_bytes, urlsplit

from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Schemes that only ask the system to open an address in a feed reader.
_FEED_SCHEMES = {
    "feed": "http", "feeds": "https", "rss": "http", "itpc": "http", "pcast": "http",
    "podcast": "http",
}  # fmt: skip
_FEED_SCHEME_BEFORE = pattern(
    r"(?:feeds?|rss|itpc|pcast|podcast):(?://)?(?=https?://)", re.IGNORECASE
)
_BREAKS = pattern(r"[\t\r\n]+")
# Characters that neither the configuration nor servers accept in a URL.
_NOT_IN_URL = pattern(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_LONGEST_URL = 4096
_FILE_SCHEME = "file:"
# A host and what follows it.
_HOST_FIRST = pattern(r"(?P<host>[\w.-]{1,253})(?P<port>:\d{1,5})?(?P<rest>[/?#]\S*)?")
_LABEL = pattern(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_IPV4 = pattern(r"\d{1,3}(?:\.\d{1,3}){3}")


def is_web_address(source: str) -> bool:
    """Whether a SOURCE argument is meant as an http or https URL."""
    return source[:8].lower().startswith(("http://", "https://"))


def without_file_scheme(source: str) -> str:
    """The path of a file URL of this machine; any other SOURCE as it is.

    >>> without_file_scheme("file:///tmp/a%20b.html"), without_file_scheme("a.html")
    ('/tmp/a b.html', 'a.html')
    """
    if source[: len(_FILE_SCHEME)].lower() != _FILE_SCHEME or os.path.lexists(source):
        return source
    rest = re.split(r"[?#]", source[len(_FILE_SCHEME) :], maxsplit=1)[0]
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        rest = slash + path if host.lower() in ("", "localhost") else ""
    return os.fsdecode(unquote_to_bytes(rest)) if rest else source


def bare_addresses(source: str) -> list[str]:
    """The URLs meant by an address without a scheme, most likely first; none for a file's name.

    >>> bare_addresses("example.org/x.html")
    ['https://example.org/x.html', 'http://example.org/x.html']
    >>> bare_addresses("page.html"), bare_addresses("notes.md")
    ([], [])
    """
    match = _HOST_FIRST.fullmatch(source)
    if match is None or len(source) > _LONGEST_URL or not _is_host(match):
        return []
    if os.path.lexists(source) or os.path.lexists(match["host"]):
        return []
    return [f"https://{source}", f"http://{source}"]


def _is_host(match: re.Match[str]) -> bool:
    host = match["host"].lower()
    follows = bool(match["port"] or match["rest"])
    if host == "localhost" or _IPV4.fullmatch(host):
        return follows
    labels = host.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        return False
    last = labels[-1]
    if last in _domains("files") and not follows:
        return False
    kinds = ("countries", "generic", "other")
    return last.startswith("xn--") or any(last in _domains(kind) for kind in kinds)


@cache
def _domains(kind: str) -> frozenset[str]:
    return frozenset(read_toml("sources/data/domains.toml")[kind].split())


def subscription_url(typed: str) -> str | None:
    """The http or https address of a feed as typed or exported; None if it has none.

    >>> subscription_url(" feed://a.example/rss "), subscription_url("feed:https://a.example/rss")
    ('http://a.example/rss', 'https://a.example/rss')
    """
    address = _BREAKS.sub("", typed.strip())
    address = _FEED_SCHEME_BEFORE.sub("", address)
    scheme, colon, rest = address.partition("://")
    address = _FEED_SCHEMES.get(scheme.lower(), scheme) + colon + rest
    address = _NOT_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", address)
    if not is_web_address(address) or len(address) > _LONGEST_URL:
        return None
    return address if host_and_port(address) else None


def without_password(source: str) -> str:
    """A SOURCE that is safe to show and store: a URL without its user and password."""
    if not is_web_address(source):
        return source
    try:
        parts = urlsplit(source)
    except ValueError:  # brackets that hold no IPv6 address
        return source.partition("//")[0] + "//" + source.rpartition("@")[2]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def host_ports_of(origin: str) -> frozenset[tuple[str, int]]:
    """The host and port that a source names; empty for a path."""
    place = host_and_port(origin) if is_web_address(origin) else None
    return frozenset(filter(None, [place]))


@lru_cache(maxsize=1024)  # each feed of a poll passes several checks
def host_and_port(url: str) -> tuple[str, int] | None:
    """The lower-case host and the port of a URL; None if it is not valid."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme.lower(), 0)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and port else None
