"""An archive → the documents of its records, read part by part in a child process.

The child reads one record after another and may die of any of them. Then the records of that part
are asked for one by one, so that only the one that is to blame is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from newsdigest.errors import NewsdigestError
from newsdigest.language import printable
from newsdigest.masking import masked_address
from newsdigest.model import Document, Failure
from newsdigest.sources.archives import (
    Archive,
    ArchivePart,
    ArchivePosition,
    PartRequest,
    RecordFailure,
)
from newsdigest.valueclasses import replace
from newsdigest.workers.pool import WorkerLimits, WorkerPool

# Records that one call reads at most: enough that calls cost nothing, 3 MB of common pages.
_RECORDS = 32
# Failures of one archive that are reported one by one.
_MOST_NAMED = 20
# Reading a record of a gigabyte takes three seconds, and is passed over.
_LIMITS = WorkerLimits(seconds=20.0)
_READER = "newsdigest.sources.archives.archive_reading"
_MISSING = "reading WARC archives needs FastWARC: pip install 'newsdigest[archives]'"


def archived_documents(archive: Archive) -> Iterator[Document | Failure]:
    """The documents of an archive in their order, and a failure for each record that is damaged.

    Of an archive with much damage, the first failures are named and the others counted.
    """
    if find_spec("fastwarc") is None:
        yield _failure(archive, "unsupported", _MISSING)
        return
    documents = failures = 0
    with WorkerPool(1, _LIMITS, _READER) as child:
        for part in _parts(child, archive):
            documents += len(part.documents)
            yield from part.documents
            for failure in part.failures:
                failures += 1
                if failures <= _MOST_NAMED:
                    where = f"record at offset {failure.offset}"
                    yield _failure(archive, failure.code, f"{where}: {failure.reason}")
    if failures > _MOST_NAMED:
        more = f"{failures - _MOST_NAMED:,} more records could not be read"
        yield _failure(archive, "damaged", more)
    if not documents and not failures:
        yield _failure(archive, "no-article", "no page, text or feed in this archive")


def _failure(archive: Archive, code: str, reason: str) -> Failure:
    shown = printable(masked_address(archive.origin))
    return Failure(shown, printable(reason), stage="gather", code=code)


def _parts(child: WorkerPool, archive: Archive) -> Iterator[ArchivePart]:
    """The parts of an archive, and one with a failure for each record that the child died of."""
    from newsdigest.sources.archives.archive_reading import read_part

    position: ArchivePosition | None = ArchivePosition()
    # How many more records to read one by one, and whether the child died of the last one.
    alone, was_lost = 0, False
    while position is not None:
        request = PartRequest(str(archive.path), archive.origin, position, 1 if alone else _RECORDS)
        ((_, part),) = child.map(read_part, [request])
        if isinstance(part, ArchivePart):
            yield part
            position, alone, was_lost = part.next, max(0, alone - 1), False
        elif isinstance(part, NewsdigestError):
            yield _lost(position, getattr(part, "code", "internal"), str(part), None)
            return
        elif position.is_lost:
            yield _lost(position, part.code, f"nothing was read behind it: {part.reason}", None)
            return
        elif not alone:
            alone = _RECORDS
        elif was_lost:
            # Its end cannot be reached either, so the next record is wherever one begins.
            position = replace(position, is_lost=True)
        else:
            position, was_lost = replace(position, records=position.records + 1), True
            yield _lost(position, part.code, part.reason, position)


def _lost(
    at: ArchivePosition, code: str, reason: str, behind: ArchivePosition | None
) -> ArchivePart:
    return ArchivePart((), (RecordFailure(at.offset, code, reason),), behind)
