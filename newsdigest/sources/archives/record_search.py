"""Where records begin: behind padding, and behind damage."""

from __future__ import annotations

import os
import re
from typing import BinaryIO

from newsdigest.sources.archives.archive_file import is_archive

__all__ = ["behind_padding", "next_record", "peek"]

_BLOCK = 1 << 20
# What has to be seen of a candidate to judge it.
_HEAD = 4096
# A compressed record, or the first lines of a plain one: what an interrupted writer left before it
# need not end in a line break.
_CANDIDATE = re.compile(rb"\x1f\x8b\x08|WARC/1\.\d\r?\n(?=[A-Za-z-]{1,40}:)")
_LONGEST = 16
_PADDING = b"\r\n\x00"


def peek(file: BinaryIO, offset: int, size: int) -> bytes:
    """The bytes at an offset, without moving the position of the file."""
    return os.pread(file.fileno(), size, offset)


def next_record(file: BinaryIO, offset: int) -> int | None:
    """The offset of the first record that begins at or behind `offset`."""
    start = offset
    while True:
        block = peek(file, start, _BLOCK + _HEAD)
        for match in _CANDIDATE.finditer(block, 0, min(len(block), _BLOCK + _LONGEST)):
            place = match.start()
            if is_archive(block[place : place + _HEAD]):
                return start + place
        if len(block) < _BLOCK + _HEAD:
            return None
        start += _BLOCK


def behind_padding(file: BinaryIO, offset: int) -> int:
    """The offset behind the empty lines and zeros at `offset`."""
    while True:
        block = peek(file, offset, _HEAD)
        rest = block.lstrip(_PADDING)
        offset += len(block) - len(rest)
        if rest or not block:
            return offset
