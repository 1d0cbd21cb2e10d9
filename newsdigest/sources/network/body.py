"""Response bodies, decoded within the bounds that httpx does not enforce."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from newsdigest.errors import SourceError
from newsdigest.sources.compression import BoundedGunzip, gunzip, too_large

if TYPE_CHECKING:
    import httpx


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The decoded body; SourceError if it is too large, truncated or has an unknown encoding.

    1 KB of doubled gzip becomes 512 MB in one piece of `iter_bytes`, and a truncated gzip passes
    there without an error, so the raw bytes are decoded here.
    """
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise too_large(limit)
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        decoder = BoundedGunzip(limit)
        async for piece in response.aiter_raw():
            decoder.feed(piece)
        return decoder.finish()
    if encoding not in ("", "identity"):
        raise SourceError("unsupported", f"content encoding {encoding!r} was not asked for")
    # Files such as feed.xml.gz are served without a content encoding.
    return gunzip(await _collect(response.aiter_raw(), limit), limit)


async def _collect(pieces: AsyncIterator[bytes], limit: int) -> bytes:
    content = bytearray()
    async for piece in pieces:
        content += piece
        if len(content) > limit:
            raise too_large(limit)
    return bytes(content)
