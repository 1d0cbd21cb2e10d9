"""The members of a compressed archive. Each is read by itself, so that damage stays in it."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from newsdigest.errors import SourceError

__all__ = ["GzipMember"]

_WINDOW = zlib.MAX_WBITS | 16
_STEP = 1 << 16
# Bytes of one record after decompression. Larger ones are films, or bombs.
MOST_BYTES = 1_000_000_000


class GzipMember:
    """One member as a stream, for the library that parses records.

    SourceError if it is damaged, ends early, or has a record of more than `MOST_BYTES`.
    """

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self._file.seek(offset)
        self._decoder = zlib.decompressobj(_WINDOW)
        self._position = 0
        # Where the current record began.
        self._began = 0
        # Why nothing more can be read of it.
        self.error: SourceError | None = None

    def begin_record(self) -> None:
        """Start to count the bytes of another record."""
        self._began = self._position

    def tell(self) -> int:
        """Bytes after decompression."""
        return self._position

    def read(self, size: int = _STEP) -> bytes:
        while not self._decoder.eof:
            content = self._next(size)
            if content:
                self._position += len(content)
                if self._position - self._began > MOST_BYTES:
                    raise self._failed("too-large", f"larger than {MOST_BYTES:,} bytes")
                return content
        return b""

    def _next(self, size: int) -> bytes:
        data = self._decoder.unconsumed_tail or self._file.read(_STEP)
        try:
            content = self._decoder.decompress(data, size)
        except zlib.error as error:
            raise self._failed("damaged", "damaged") from error
        if not (data or content):
            raise self._failed("truncated", "cut off")
        return content

    def _failed(self, code: str, reason: str) -> SourceError:
        self.error = SourceError(code, reason)
        return self.error

    def end(self) -> int:
        """The offset behind the member; reads what is left of it."""
        while self.read():
            pass
        return self._file.tell() - len(self._decoder.unused_data)
