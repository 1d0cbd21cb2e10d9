"""The body of a recorded HTTP answer, without its encodings, within bounds.

Crawlers disagree on what they keep: some store an answer as it was sent, some store the decoded
body under the headers of the encoded one. So a body that is not encoded as its headers say is taken
as it is.
"""

from __future__ import annotations

import zlib
from io import BytesIO

from newsdigest.errors import SourceError
from newsdigest.sources.compression import GZIP_MAGIC, gunzip

__all__ = ["decoded_body"]

_HEX = frozenset(b"0123456789abcdefABCDEF")
# Names of encodings that change nothing.
_PLAIN = frozenset({"", "identity", "none", "utf-8", "binary", "7bit", "8bit"})


def decoded_body(body: bytes, *, transfer: str, content: str, limit: int) -> bytes:
    """The body without the codings named by Transfer-Encoding and Content-Encoding.

    SourceError if it is damaged, grows beyond `limit` bytes, or has a coding that is not known.
    """
    if "chunked" in transfer.lower() and body[:1] and body[0] in _HEX:
        body = _unchunked(body, limit)
    codings = [each.strip().lower() for each in content.split(",")]
    codings = [each for each in codings if each not in _PLAIN]
    if len(codings) > 1:
        raise SourceError("unsupported", "has more than one content encoding")
    if codings:
        body = _decoded(body, codings[0], limit)
    # Files such as feed.xml.gz have no content encoding.
    return gunzip(body, limit)


def _unchunked(body: bytes, limit: int) -> bytes:
    from fastwarc.stream_io import ChunkedReader

    try:
        return bytes(_bounded(ChunkedReader(BytesIO(body)).read(limit + 1), limit))
    except OSError:
        return body


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    match coding:
        case "gzip" | "x-gzip":
            return gunzip(body, limit) if body.startswith(GZIP_MAGIC) else body
        case "deflate":
            return _inflated(body, limit)
        case "br":
            from fastwarc.stream_io import BrotliReader

            try:
                return _bounded(bytes(BrotliReader(BytesIO(body)).read(limit + 1)), limit)
            except OSError as error:
                return _as_it_is(body, error)
        case _:
            raise SourceError("unsupported", f"has the unknown content encoding {coding[:40]!r}")


def _inflated(body: bytes, limit: int) -> bytes:
    """The body of "deflate", which servers send with and without the header of zlib."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        decoder = zlib.decompressobj(window)
        try:
            content = decoder.decompress(body, limit + 1)
        except zlib.error as error:
            problem = error
            continue
        if decoder.eof or len(content) > limit:
            return _bounded(content, limit)
        raise SourceError("truncated", "has deflate data that end too early")
    return _as_it_is(body, problem)


def _as_it_is(body: bytes, error: Exception) -> bytes:
    """A body that is text although its headers say that it is compressed."""
    if b"\x00" not in body and b"<" in body[:1000]:
        return body
    raise SourceError("bad-compression", "has broken compressed data") from error


def _bounded(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise SourceError("too-large", f"has more than {limit:,} bytes after decompression")
    return content
