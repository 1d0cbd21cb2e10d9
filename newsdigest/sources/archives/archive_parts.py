"""What a child is asked to read of an archive, and what it answers."""

from __future__ import annotations

from newsdigest.model import Document
from newsdigest.valueclasses import valueclass


@valueclass
class ArchivePosition:
    """Where to go on: behind so many records of the member or record at this offset."""

    # Bytes from the beginning of the file.
    offset: int = 0
    records: int = 0
    # Whether nothing can be read there: the next record is somewhere behind the offset.
    is_lost: bool = False


@valueclass
class PartRequest:
    """A part of an archive, which ends behind so many records or earlier."""

    path: str
    # The source as the user knows it.
    origin: str
    position: ArchivePosition
    records: int


@valueclass
class RecordFailure:
    """A record that could not be read, and why; `code` is short and stable."""

    offset: int
    code: str
    reason: str


@valueclass
class ArchivePart:
    """The Documents of a part, and where the next part begins; None at the end of the archive."""

    documents: tuple[Document, ...]
    failures: tuple[RecordFailure, ...]
    next: ArchivePosition | None
