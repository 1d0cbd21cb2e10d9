"""Archives as files, and how they are known."""

from __future__ import annotations

import zlib
from pathlib import Path

from newsdigest.sources.compression import GZIP_MAGIC
from newsdigest.valueclasses import valueclass

MAGIC = b"WARC/"


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
