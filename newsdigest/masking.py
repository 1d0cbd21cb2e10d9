"""Secrets in URLs: user names, passwords and tokens."""

from __future__ import annotations

import re

_USER = re.compile(r"(?<=//)[^/?#\s]*@")
_TOKEN = re.compile(
    r"([?&;](?:access_token|api_?key|auth|key|pass|passwd|password|pwd|secret|session|sig"
    r"|signature|token)=)[^&;#\s\"]+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """The text with the secrets of the URLs in it replaced by `***`."""
    return _TOKEN.sub(r"\1***", _USER.sub("***@", text))


def holds_secret(url: str) -> bool:
    """Whether a URL gives a password or a token away to whoever reads it."""
    return masked(url) != url
