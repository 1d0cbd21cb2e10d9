"""Bounded gzip: output is counted during decoding, never afterwards.

1 KB of doubly compressed gzip grows to 512 MB in one step in libraries that decode a whole chunk,
so the decoder here asks zlib for no more than the remaining allowance.
"""

from __future__ import annotations

import zlib

from newsdigest.errors import SourceError

GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = zlib.MAX_WBITS | 16
_STEP = 1 << 16
# Thousands of empty members cost time without any output.
_MAX_MEMBERS = 1000


def too_large(limit: int) -> SourceError:
    return SourceError("too-large", f"larger than {limit:,} bytes")


class BoundedGunzip:
    """Decodes a gzip stream that arrives in pieces, up to `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._out = bytearray()
        self._members = 1
        self._decoder = zlib.decompressobj(_GZIP_WINDOW)

    def feed(self, data: bytes) -> None:
        """Decode the next piece; SourceError if it is not gzip or grows too large."""
        while data:
            if self._decoder.eof:
                if not data.startswith(GZIP_MAGIC):
                    return  # trailing padding, which every gzip program ignores
                self._start_member()
            data = self._decode(data)

    def _start_member(self) -> None:
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise SourceError("too-complex", f"more than {_MAX_MEMBERS} gzip members")
        self._decoder = zlib.decompressobj(_GZIP_WINDOW)

    def _decode(self, data: bytes) -> bytes:
        try:
            self._out += self._decoder.decompress(data, _STEP)
        except zlib.error as error:
            raise SourceError("bad-compression", "broken gzip data") from error
        if len(self._out) > self._limit:
            raise SourceError("too-large", f"more than {self._limit:,} bytes after decompression")
        return self._decoder.unused_data or self._decoder.unconsumed_tail

    def finish(self) -> bytes:
        """The whole output; SourceError if the stream was truncated."""
        if not self._decoder.eof:
            raise SourceError("truncated", "gzip data ends too early")
        return bytes(self._out)


def gunzip(data: bytes, limit: int) -> bytes:
    """`data`, decompressed if it is gzip."""
    if not data.startswith(GZIP_MAGIC):
        return data
    decoder = BoundedGunzip(limit)
    decoder.feed(data)
    return decoder.finish()
