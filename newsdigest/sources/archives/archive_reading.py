"""A part of an archive → its Documents; runs in a child process.

Each member of a compressed archive, and each record of a plain one, is read by itself: damage costs
the one that has it. Archives compressed as a whole are one member with many records, of which those
before the damage can be read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from newsdigest.errors import SourceError
from newsdigest.model import Document
from newsdigest.sources.archives.archive_file import is_archive
from newsdigest.sources.archives.archive_parts import (
    ArchivePart,
    ArchivePosition,
    PartRequest,
    RecordFailure,
)
from newsdigest.sources.archives.gzip_members import GzipMember
from newsdigest.sources.archives.record_documents import declared_length, record_document
from newsdigest.sources.archives.record_search import behind_padding, next_record, peek
from newsdigest.sources.compression import GZIP_MAGIC
from newsdigest.sources.limits import DEFAULT_LIMITS
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["read_part"]

# Bytes of documents after which a part ends.
_PART_BYTES = 4_000_000
# The header lines of a record.
_HEADER_BYTES = 65_536
_HEADER_END = b"\r\n\r\n"
_RECORD_END = b"\r\n\r\n"
_OTHER_HEADER = re.compile(rb"WARC/1\.\d\r?\n")
# What has to be seen of a record to know that it is one.
_SHOWN_BYTES = 4096


@valueclass
class _Step:
    """What was read, and the position behind it."""

    next: ArchivePosition
    document: Document | None = None
    failure: RecordFailure | None = None


# The steps behind the last part that was read, by path and position: an archive compressed as a
# whole can only be read from its beginning.
_under_way: dict[tuple[str, ArchivePosition], Iterator[_Step]] = {}


def read_part(request: PartRequest) -> ArchivePart:
    """The documents from a position on, and the next position. SourceError for an unreadable file.

    Records that are neither a response nor a resource, or are no news by their kind, give nothing.
    """
    steps = _under_way.pop((request.path, request.position), None)
    _under_way.clear()
    steps = steps or _walk(Path(request.path), request.origin, request.position)
    documents: list[Document] = []
    failures: list[RecordFailure] = []
    size = 0
    for number, step in enumerate(steps, 1):
        if step.document is not None:
            documents.append(step.document)
            size += len(step.document.content)
        if step.failure is not None:
            failures.append(step.failure)
        if number >= request.records or size >= _PART_BYTES:
            _under_way[request.path, step.next] = steps
            return ArchivePart(tuple(documents), tuple(failures), step.next)
    return ArchivePart(tuple(documents), tuple(failures), None)


def _walk(path: Path, origin: str, position: ArchivePosition) -> Iterator[_Step]:
    """The records from a position on, step by step."""
    try:
        with path.open("rb") as file:
            yield from _steps(file, origin, position)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceError("unreadable", reason[:1].lower() + reason[1:]) from error


def _steps(file: BinaryIO, origin: str, position: ArchivePosition) -> Iterator[_Step]:
    offset: int | None = position.offset
    done = position.records
    if position.is_lost:
        offset, done = next_record(file, position.offset + 1), 0
        if offset is not None:
            yield _Step(ArchivePosition(offset))
    while offset is not None:
        if not done:
            offset = behind_padding(file, offset)
        head = peek(file, offset, _SHOWN_BYTES)
        if not head:
            return
        read = _member if head.startswith(GZIP_MAGIC) else _plain_record
        try:
            offset = yield from read(_Place(file, origin, offset, done))
        except SourceError as error:
            failure = RecordFailure(offset, error.code, str(error))
            offset = next_record(file, offset + 1)
            behind = _size(file) if offset is None else offset
            yield _Step(ArchivePosition(behind), failure=failure)
        done = 0


@valueclass
class _Place:
    """A member or a plain record, of which so many records were read before."""

    file: BinaryIO
    origin: str
    offset: int
    done: int

    def document(self, record: WarcRecord) -> Document | None:
        limit = DEFAULT_LIMITS.document_bytes
        return record_document(record, origin=self.origin, offset=self.offset, limit=limit)


def _member(place: _Place) -> Generator[_Step, None, int]:
    """The records of a compressed member; returns the offset behind it.

    SourceError if the member is damaged. What was last read of it then counts for nothing: only the
    checksum at its end would have shown that.
    """
    member = GzipMember(place.file, place.offset)
    last: _Step | None = None
    number = 0
    try:
        for number, record in enumerate(_records(member), 1):
            if last is not None:
                yield last
            member.begin_record()
            last = _step(place, record, number) if number > place.done else None
        end = member.end()
    except SourceError as error:
        raise _behind(number - 1, member.error or error) from error
    yield _Step(ArchivePosition(end)) if last is None else last
    return end


def _step(place: _Place, record: WarcRecord, number: int) -> _Step:
    """The document of a record, or why it has none: each is at fault for itself."""
    behind = ArchivePosition(place.offset, number)
    try:
        return _Step(behind, place.document(record))
    except SourceError as error:
        return _Step(behind, failure=RecordFailure(place.offset, error.code, str(error)))


def _plain_record(place: _Place) -> Generator[_Step, None, int]:
    """The record at a place; returns the offset behind it.

    SourceError if the record does not end where it says. A writer that was interrupted leaves the
    beginning of a record, and the next one behind it.
    """
    place.file.seek(place.offset)
    record = next(_records(place.file), None)
    if record is None:
        raise SourceError("damaged", "no record")
    end = _end(place, declared_length(record))
    yield (
        _Step(ArchivePosition(end))
        if place.done
        else replace(_step(place, record, 1), next=ArchivePosition(end))
    )
    return end


def _end(place: _Place, length: int) -> int:
    """The offset behind a plain record of this length, which ends in two line breaks."""
    header, ended, _ = peek(place.file, place.offset, _HEADER_BYTES).partition(_HEADER_END)
    if not ended:
        raise SourceError("damaged", "damaged: its header has no end")
    if _OTHER_HEADER.search(header, 1):
        raise SourceError("truncated", "cut off")
    end = place.offset + len(header) + len(_HEADER_END) + length
    if end > _size(place.file):
        raise SourceError("truncated", "cut off")
    behind = behind_padding(place.file, end)
    is_last = behind >= _size(place.file)
    is_ended = peek(place.file, end, len(_RECORD_END)) == _RECORD_END
    if not (is_last or is_ended or is_archive(peek(place.file, behind, _SHOWN_BYTES))):
        raise SourceError("damaged", "damaged: it does not end where it says")
    return behind


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _records(stream: BinaryIO | GzipMember) -> Iterator[WarcRecord]:
    """The records of a stream; SourceError where one is no record."""
    from fastwarc.warc import ArchiveIterator

    try:
        yield from ArchiveIterator(cast(BinaryIO, stream), parse_http=False, stream_detect=False)
    except OSError as error:
        raise SourceError("damaged", "damaged: no WARC header") from error


def _behind(records: int, error: SourceError) -> SourceError:
    """The error of a member that has readable records before it."""
    if records < 1:
        return error
    return SourceError(error.code, f"{error} behind its first {records:,} records")
