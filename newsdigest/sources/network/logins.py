"""Header fields that log a reader in: cookies, tokens, passwords. They are sent to one place alone.

The lines come from a file or a command of the user's. No message ever repeats what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from newsdigest.errors import SourceError
from newsdigest.sources.urls import host_and_port

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
# Visible ASCII with blanks in between, as RFC 9110 (section 5.5) wants new fields to be.
_VALUE = re.compile(r"[!-~](?:[ \t!-~]*[!-~])?")
_LONGEST_VALUE = 8192
_MOST_FIELDS = 20
# What the program itself has to say, or what would change how an answer is framed or encoded.
_RESERVED = frozenset({
    "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect",
    "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since",
    "keep-alive", "proxy-authorization", "proxy-connection", "range", "te", "trailer",
    "transfer-encoding", "upgrade",
})  # fmt: skip
# A shorter piece of a value is no secret, and would be found by chance in any message.
_SHORTEST_SECRET = 6
_BETWEEN_SECRETS = re.compile(r"[\s=;,:]+")


@dataclass(frozen=True, slots=True)
class SiteLogin:
    """Header fields for one scheme, host and port."""

    place: tuple[str, str, int]
    fields: tuple[tuple[str, str], ...] = field(repr=False)

    def fields_for(self, url: str) -> dict[str, str]:
        """The fields that go along with a request for the URL: all of them, or none elsewhere."""
        return dict(self.fields) if _place(url) == self.place else {}

    def without_secrets(self, text: str) -> str:
        """A message without what stands in the fields, which a server may repeat."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> set[str]:
        values = [value for _, value in self.fields]
        pieces = [piece for value in values for piece in _BETWEEN_SECRETS.split(value)]
        return {each for each in (*values, *pieces) if len(each) >= _SHORTEST_SECRET}


def parse_login(lines: Sequence[str], url: str) -> SiteLogin:
    """The login for the place of a feed's URL; SourceError with the number of a line that is wrong.

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
    """The scheme, host and port that an address leads to."""
    found = host_and_port(url)
    return (urlsplit(url).scheme.lower(), *found) if found else None
