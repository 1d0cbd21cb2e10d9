"""Addresses in feeds as absolute http and https URLs."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from newsdigest.sources.feeds.feed_limits import MAX_URL

_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufffd]")
_BREAKS = str.maketrans("", "", "\t\r\n")


def web_url(address: str | None, base: str | None) -> str | None:
    """`address` resolved against `base`; None unless that is http or https without a password.

    A base may point anywhere: the network decides whether the host may be reached.
    """
    if not address or len(address) > MAX_URL:
        return None
    address = address.strip().translate(_BREAKS).replace(" ", "%20")
    try:
        if not address[:8].lower().startswith(("http://", "https://")):
            address = urljoin(base or "", address)
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        return None
    return None if _SPACE.search(address) or len(address) > MAX_URL else address
