"""Web archives (WARC, ISO 28500): the pages, texts and feeds that a crawler recorded.

archive_file      what an archive is, and copies of those that come from a stream
archive_parts     what a child is asked to read, and what it answers
gzip_members      the members of a compressed archive, each by itself
record_search     where the next record begins behind damage
http_payload      the body of a recorded answer, without the encodings of its transfer
record_documents  a record → a Document, if it is news by its kind
archive_reading   a part of an archive → its Documents; runs in a child process
"""

from newsdigest.sources.archives.archive_file import (
    HEAD_BYTES,
    Archive,
    ArchiveCopy,
    is_archive,
    is_archive_file,
    may_be_archive,
)
from newsdigest.sources.archives.archive_parts import (
    ArchivePart,
    ArchivePosition,
    PartRequest,
    RecordFailure,
)

__all__ = [
    "HEAD_BYTES",
    "Archive",
    "ArchiveCopy",
    "ArchivePart",
    "ArchivePosition",
    "PartRequest",
    "RecordFailure",
    "is_archive",
    "is_archive_file",
    "may_be_archive",
]
