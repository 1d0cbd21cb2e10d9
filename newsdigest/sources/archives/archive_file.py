"""Archives as files: how they are known, and copies of those that come from a stream."""

from __future__ import annotations

import stat
import zlib
from contextlib import suppress
from pathlib import Path

from newsdigest.errors import SourceError
from newsdigest.sources.compression import GZIP_MAGIC, too_large
from newsdigest.valueclasses import valueclass

MAGIC = b"WARC/"
# What has to be seen of a file to know whether it is one.
HEAD_BYTES = 4096
# Bytes of an archive from the web or a pipe. Common Crawl's are of 1 GB.
ARCHIVE_BYTES = 20_000_000_000


@valueclass
class Archive:
    """A file with records, to be read part by part, and the source as the user knows it."""

    path: Path
    origin: str


def is_archive(head: bytes) -> bool:
    """Whether these first bytes of a file are those of an archive, compressed or not."""
    if not head.startswith(GZIP_MAGIC):
        return head.startswith(MAGIC)
    try:
        decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return decoder.decompress(head, len(MAGIC)) == MAGIC
    except zlib.error:
        return False


def may_be_archive(beginning: bytes) -> bool:
    """Whether more bytes than these could tell: False for most pages from the first one on."""
    return any(magic[: len(beginning)] == beginning[: len(magic)] for magic in (MAGIC, GZIP_MAGIC))


def is_archive_file(path: Path) -> bool:
    """Whether a regular file begins as an archive does; False if it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return is_archive(file.read(HEAD_BYTES))
    except (OSError, ValueError):  # a NUL in the name
        return False


class ArchiveCopy:
    """A temporary file for an archive that comes from a stream; deleted when it is closed."""

    def __init__(self, first: bytes = b"") -> None:
        from tempfile import NamedTemporaryFile, gettempdir

        self._size = 0
        try:
            self._file = NamedTemporaryFile(prefix="newsdigest-", suffix=".warc")  # noqa: SIM115
        except OSError as error:
            raise _no_room(gettempdir(), error) from error
        self.add(first)

    @property
    def path(self) -> Path:
        return Path(self._file.name)

    def add(self, piece: bytes) -> None:
        """Append bytes; SourceError if they are too many, or if there is no room for them."""
        self._size += len(piece)
        if self._size > ARCHIVE_BYTES:
            self.close()
            raise too_large(ARCHIVE_BYTES)
        try:
            self._file.write(piece)
            self._file.flush()
        except OSError as error:
            self.close()
            raise _no_room(str(self.path.parent), error) from error

    def close(self) -> None:
        with suppress(OSError):
            self._file.close()


def _no_room(directory: str, error: OSError) -> SourceError:
    reason = error.strerror or type(error).__name__
    reason = reason[:1].lower() + reason[1:]
    return SourceError("unreadable", f"cannot be copied to {directory}: {reason}")
