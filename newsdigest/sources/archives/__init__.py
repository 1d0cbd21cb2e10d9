"""Web archives (WARC, ISO 28500): the pages, texts and feeds that a crawler recorded.

archive_file      what an archive is
archive_parts     what a child is asked to read, and what it answers
gzip_members      the members of a compressed archive, each by itself
record_search     where the next record begins behind damage
http_payload      the body of a recorded answer, without the encodings of its transfer
record_documents  a record → a Document, if it is news by its kind
archive_reading   a part of an archive → its Documents; runs in a child process
"""

from newsdigest.sources.archives.archive_file import (
    Archive,
    is_archive,
    may_be_archive,
)
from newsdigest.sources.archives.archive_parts import (
    ArchivePart,
    ArchivePosition,
    PartRequest,
    RecordFailure,
)

__all__ = [
    "Archive",
    "ArchivePart",
    "ArchivePosition",
    "PartRequest",
    "RecordFailure",
    "is_archive",
    "may_be_archive",
]
