"""The limits for one source."""

from __future__ import annotations

from newsdigest.valueclasses import valueclass


@valueclass
class Limits:
    """Bounds per source: a source that exceeds one fails, and the others go on."""

    # Decoded bytes. Real article pages stay under 4 MB; a page of 10 MB costs a parser 100 MB.
    document_bytes: int = 10_000_000
    # Seconds for a page, from the first packet to the last byte, unless the user configured others;
    # for a named pipe, from its first byte to its end.
    total_seconds: float = 30.0
    # Addresses in a list of URLs.
    listed_urls: int = 1000


DEFAULT_LIMITS = Limits()
