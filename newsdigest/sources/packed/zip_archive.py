"""Untrusted zip archives: read in memory, counted during decoding, never unpacked to disk.

42.zip expands from 42 kB to petabytes, and listing 200,000 empty entries fills the memory, so the
directory is bounded before it is read, and each entry while it is.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from newsdigest.errors import SourceError

# The end record: its signature, its size, and the offset of the directory's size.
_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 65_535
_SIZE_AT = 12
# A book of 2,000 files has a directory of 200 kB.
_MAX_DIRECTORY = 1_000_000
MAX_ENTRIES = 5_000
_ENCRYPTED = 0x1
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error)


class ZipArchive:
    """The entries of an archive by name; at most `limit` bytes are read in all."""

    def __init__(self, content: bytes, limit: int) -> None:
        _check_directory(content)
        try:
            self._zip = ZipFile(BytesIO(content))
            infos = self._zip.infolist()
        except _BROKEN as error:
            raise _broken() from error
        if len(infos) > MAX_ENTRIES:
            raise SourceError("too-complex", f"more than {MAX_ENTRIES:,} files in the archive")
        self._infos = {info.filename: info for info in infos}
        self._left = limit
        self._limit = limit

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    def read(self, name: str) -> bytes | None:
        """The content of an entry, None if it does not exist. SourceError if it is unreadable."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.flag_bits & _ENCRYPTED:
            raise SourceError("unsupported", "the document is encrypted")
        try:
            with self._zip.open(info) as entry:
                content = entry.read(self._left + 1)
        except _BROKEN as error:
            raise _broken() from error
        self._left -= len(content)
        if self._left < 0:
            size = f"more than {self._limit:,} bytes after decompression"
            raise SourceError("too-large", size)
        return content


def _check_directory(content: bytes) -> None:
    place = content.rfind(_END, max(0, len(content) - _END_BYTES - _LONGEST_COMMENT))
    if place < 0 or place + _END_BYTES > len(content):
        raise _broken()
    (size,) = struct.unpack_from("<I", content, place + _SIZE_AT)
    if size > _MAX_DIRECTORY:
        raise SourceError("too-complex", "more files in the archive than a document has")


def _broken() -> SourceError:
    return SourceError("broken-archive", "a broken zip archive")
