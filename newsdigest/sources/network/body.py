"""Response bodies, decoded within the bounds that httpx does not enforce."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from newsdigest.errors import SourceError
from newsdigest.sources.compression import BoundedGunzip, gunzip, too_large
from newsdigest.sources.parted_files import HEAD_BYTES, FileCopy, is_parted, may_be_parted

if TYPE_CHECKING:
    import httpx


class Body:
    """The raw body of a response, as it arrives."""

    def __init__(self, response: httpx.Response) -> None:
        self._pieces = response.aiter_raw()
        self._head = b""

    async def is_parted(self) -> bool:
        """Whether it is an archive or a table, whatever its headers say; reads its first bytes."""
        async for piece in self._pieces:
            self._head += piece
            if len(self._head) >= HEAD_BYTES or not may_be_parted(self._head):
                break
        return is_parted(self._head)

    async def copy(self) -> FileCopy:
        """A copy of the file; SourceError if it is too large."""
        copy = FileCopy()
        try:
            async for piece in self.pieces():
                copy.add(piece)
        except BaseException:  # the task may be cancelled at any point
            copy.close()
            raise
        return copy

    async def pieces(self) -> AsyncIterator[bytes]:
        if self._head:
            yield self._head
        async for piece in self._pieces:
            yield piece


async def read_body(response: httpx.Response, body: Body, limit: int) -> bytes:
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
        async for piece in body.pieces():
            decoder.feed(piece)
        return decoder.finish()
    if encoding not in ("", "identity"):
        raise SourceError("unsupported", f"content encoding {encoding!r} was not asked for")
    # Files such as feed.xml.gz are served without a content encoding.
    return gunzip(await _collect(body.pieces(), limit), limit)


async def _collect(pieces: AsyncIterator[bytes], limit: int) -> bytes:
    content = bytearray()
    async for piece in pieces:
        content += piece
        if len(content) > limit:
            raise too_large(limit)
    return bytes(content)
