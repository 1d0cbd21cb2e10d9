"""Files that may be larger than a document and are read part by part: archives and tables."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from newsdigest.errors import SourceError
from newsdigest.sources.archives import Archive, is_archive, may_be_archive
from newsdigest.sources.compression import too_large
from newsdigest.sources.tables import Table, is_table, may_be_table

__all__ = [
    "HEAD_BYTES",
    "FileCopy",
    "PartedFile",
    "is_parted",
    "may_be_parted",
    "parted_file",
]

# What has to be seen of a file to know whether it is one.
HEAD_BYTES = 4096
# Bytes of one from the web or a pipe. The archives of Common Crawl are of 1 GB.
_MOST_BYTES = 20_000_000_000

PartedFile = Archive | Table


def is_parted(head: bytes) -> bool:
    """Whether these first bytes of a file are those of an archive or a table."""
    return is_archive(head) or is_table(head)


def may_be_parted(beginning: bytes) -> bool:
    """Whether more bytes than these could tell: False for most pages from the first one on."""
    return may_be_archive(beginning) or may_be_table(beginning)


def parted_file(path: Path, origin: str) -> PartedFile | None:
    """The file, if it is an archive or a table; None for any other, and if it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError):  # a NUL in the name
        return None
    if is_archive(head):
        return Archive(path, origin)
    return Table(path, origin) if is_table(head) else None


class FileCopy:
    """A temporary file for what comes from a stream; deleted when it is closed."""

    def __init__(self, first: bytes = b"") -> None:
        from tempfile import NamedTemporaryFile, gettempdir

        self._size = 0
        try:
            self._file = NamedTemporaryFile(prefix="newsdigest-")  # noqa: SIM115
        except OSError as error:
            raise _no_room(gettempdir(), error) from error
        self.add(first)

    @property
    def path(self) -> Path:
        return Path(self._file.name)

    def add(self, piece: bytes) -> None:
        """Append bytes; SourceError if they are too many, or if there is no room for them."""
        self._size += len(piece)
        if self._size > _MOST_BYTES:
            self.close()
            raise too_large(_MOST_BYTES)
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
