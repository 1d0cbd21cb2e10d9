"""What one source may cost at most."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for each source by itself; past one, that source fails and the others go on."""

    # Decoded bytes. Real article pages stay under 4 MB; a page of 10 MB costs a parser 100 MB.
    document_bytes: int = 10_000_000
    # A page from the first packet to the last byte, where the user configured nothing else; a named
    # pipe from its first byte to its end.
    total_seconds: float = 30.0
    # Addresses that a list of URLs may hold.
    listed_urls: int = 1000


DEFAULT_LIMITS = Limits()
