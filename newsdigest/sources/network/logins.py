"""Header fields that log a reader in (cookies, tokens, passwords), sent to one host and port only.

The lines come from a file or a command of the user. No message ever repeats their content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from urllib.parse import urlsplit

from newsdigest.errors import SourceError
from newsdigest.sources.urls import host_and_port
from newsdigest.valueclasses import valueclass

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
# Visible ASCII with blanks in between, as RFC 9110 (section 5.5) requires of new fields.
_VALUE = re.compile(r"[!-~](?:[ \t!-~]*[!-~])?")
_LONGEST_VALUE = 8192
_MOST_FIELDS = 20
# Fields that newsdigest sets itself, or that would change the framing or encoding of an answer.
_RESERVED = frozenset({
    "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect",
    "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since",
    "keep-alive", "proxy-authorization", "proxy-connection", "range", "te", "trailer",
    "transfer-encoding", "upgrade",
})  # fmt: skip
# Shorter pieces of a value are not secret, and would match by chance in any message.
_SHORTEST_SECRET = 6
_BETWEEN_SECRETS = re.compile(r"[\s=;,:]+")


@valueclass
class SiteLogin:
    """Header fields for one scheme, host and port."""

    place: tuple[str, str, int]
    fields: tuple[tuple[str, str], ...] = field(repr=False)

    def fields_for(self, url: str) -> dict[str, str]:
        """The fields to send with a request for the URL: all of them, or none for another place."""
        return dict(self.fields) if _place(url) == self.place else {}

    def without_secrets(self, text: str) -> str:
        """A message with the values of the fields masked, since a server may repeat them."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> set[str]:
        values = [value for _, value in self.fields]
        pieces = [piece for value in values for piece in _BETWEEN_SECRETS.split(value)]
        return {each for each in (*values, *pieces) if len(each) >= _SHORTEST_SECRET}


def parse_login(lines: Sequence[str], url: str) -> SiteLogin:
    """The login for the scheme, host and port of a feed; SourceError names an invalid line.

    Each line is a header field, such as `Cookie: session=...`.
    """
    place = _place(url)
    if place is None:
        raise SourceError("bad-url", "not a valid URL (no host)")
    if len(lines) > _MOST_FIELDS:
        raise SourceError("login", f"more than {_MOST_FIELDS} header fields")
    fields: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(lines, 1):
        name, value = _field(line, number)
        if name.lower() in fields:
            raise SourceError("login", f"header line {number} repeats {name}")
        fields[name.lower()] = (name, value)
    return SiteLogin(place, tuple(fields.values()))


def _field(line: str, number: int) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(" \t")
    is_field = colon and _NAME.fullmatch(name) and _VALUE.fullmatch(value)
    if not is_field or len(value) > _LONGEST_VALUE:
        raise SourceError("login", f"header line {number} is not a field such as 'Cookie: a=b'")
    if name.lower() in _RESERVED:
        raise SourceError("login", f"header line {number}: {name} is for newsdigest to set")
    return name, value


def _place(url: str) -> tuple[str, str, int] | None:
    """The scheme, host and port of an address."""
    found = host_and_port(url)
    return (urlsplit(url).scheme.lower(), *found) if found else None
