"""Bounded gzip: what comes out is counted while it is decoded, never afterwards.

1 KB of doubled gzip grows to 512 MB in one step in libraries that decode a chunk whole, so the
decoder here asks zlib for no more than is still allowed.
"""

from __future__ import annotations

import zlib

from newsdigest.errors import SourceError

GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = zlib.MAX_WBITS | 16
_STEP = 1 << 16
# A file of thousands of empty members costs time without ever growing.
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
        """Take the next piece; SourceError where it is no gzip or grows too large."""
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
        """Everything decoded; SourceError where the stream ended too early."""
        if not self._decoder.eof:
            raise SourceError("truncated", "gzip data ends too early")
        return bytes(self._out)


def gunzip(data: bytes, limit: int) -> bytes:
    """`data` decoded when it is gzip, else as it is."""
    if not data.startswith(GZIP_MAGIC):
        return data
    decoder = BoundedGunzip(limit)
    decoder.feed(data)
    return decoder.finish()
