"""A record → a Document, if it may hold news."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsdigest.errors import SourceError
from newsdigest.language import printable
from newsdigest.model import ArchiveRecord, Document
from newsdigest.package_data import read_toml
from newsdigest.sources.archives.http_payload import decoded_body
from newsdigest.sources.feeds import web_url
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["declared_length", "record_document"]

_OK = 200
# HTTP headers before a body at its limit.
_HEADER_BYTES = 100_000
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([^\s"';,]{1,40})""", re.IGNORECASE)


@valueclass
class _PassedOver:
    """data/archives.toml: what crawlers record beside news."""

    media_types: frozenset[str]
    families: tuple[str, ...]
    paths: frozenset[str]


@cache
def _passed_over() -> _PassedOver:
    read = read_toml("sources/data/archives.toml")
    return _PassedOver(
        frozenset(read["media_types"].split()), tuple(read["families"]), frozenset(read["paths"])
    )


def record_document(record: WarcRecord, *, origin: str, offset: int, limit: int) -> Document | None:
    """The document of a response with status 200 or of a resource; None for any other record.

    SourceError if the record is cut off, damaged or larger than `limit`.
    """
    from fastwarc.warc import WarcRecordType

    length = declared_length(record)
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    url = _target(record)
    if urlsplit(url or "").path in _passed_over().paths:
        return None
    is_small = length <= limit + _HEADER_BYTES
    if is_small:
        record.freeze()
        if record.content_length != length:
            raise SourceError("truncated", "is cut off")
    answer = _answer(record)
    if answer is None or _is_no_news(answer.media_type):
        return None
    if not is_small:
        raise SourceError("too-large", f"is larger than {limit:,} bytes")
    body = record.reader.read() if record.reader else b""
    content = decoded_body(body, transfer=answer.transfer, content=answer.coding, limit=limit)
    if len(content) > limit:
        raise SourceError("too-large", f"is larger than {limit:,} bytes")
    if not content.strip():
        return None
    return Document(
        content=content,
        origin=f"{origin}#{offset}",
        url=url,
        media_type=answer.media_type,
        charset=answer.charset,
        status=answer.status,
        record=ArchiveRecord(
            archive=origin, recorded=_date(record), is_cut="WARC-Truncated" in record.headers
        ),
    )


def declared_length(record: WarcRecord) -> int:
    """Bytes of the block of a record. SourceError if it does not say."""
    declared = record.headers.get("Content-Length") or ""
    if not (declared.isascii() and declared.isdigit() and len(declared) < 19):
        raise SourceError("damaged", "does not say how long it is")
    return int(declared)


def _target(record: WarcRecord) -> str | None:
    """The address of the record; None for anything but http and https."""
    address = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    return web_url(printable(address), None)


def _date(record: WarcRecord) -> datetime | None:
    """When it was recorded; None if its date cannot be read."""
    try:
        date = datetime.fromisoformat((record.headers.get("WARC-Date") or "").strip()[:40])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


@valueclass
class _Answer:
    """What the headers say of a body; the status is None without HTTP."""

    media_type: str | None
    charset: str | None
    status: int | None = None
    transfer: str = ""
    coding: str = ""


def _answer(record: WarcRecord) -> _Answer | None:
    """The headers of an HTTP answer, or of a resource; None for an answer that brought no page."""
    from fastwarc.warc import WarcRecordType

    if record.record_type == WarcRecordType.resource:
        return _Answer(*_content_type(record.headers.get("Content-Type")))
    if not record.is_http:
        return None
    try:
        record.parse_http()
    except OSError as error:
        raise SourceError("damaged", "has no HTTP headers") from error
    headers = record.http_headers
    if headers is None or headers.status_code is None:
        raise SourceError("damaged", "has no HTTP headers")
    if headers.status_code != _OK:
        return None
    return _Answer(
        *_content_type(headers.get("Content-Type")),
        status=headers.status_code,
        transfer=headers.get("Transfer-Encoding") or "",
        coding=headers.get("Content-Encoding") or "",
    )


def _content_type(field: str | None) -> tuple[str | None, str | None]:
    """The media type and the charset of a Content-Type header."""
    media_type, _, parameters = (field or "").partition(";")
    charset = _CHARSET.search(parameters)
    return media_type.strip().lower()[:100] or None, charset[1] if charset else None


def _is_no_news(media_type: str | None) -> bool:
    known = _passed_over()
    return media_type is not None and (
        media_type in known.media_types or media_type.startswith(known.families)
    )
