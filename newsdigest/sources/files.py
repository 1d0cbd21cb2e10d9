"""Local files, directories and standard input."""

from __future__ import annotations

import os
import select
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from newsdigest.errors import SourceError
from newsdigest.sources.compression import gunzip, too_large
from newsdigest.sources.limits import Limits

_STEP = 1 << 16

# What browsers save beside a page. A walk passes over them by name; named on the command line,
# each is judged by its content like any other file.
_ASSET_SUFFIXES = frozenset(
    {".avif", ".bmp", ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".map", ".mjs"}
    | {".mp3", ".mp4", ".otf", ".png", ".svg", ".ttf", ".wasm", ".webm", ".webp", ".woff", ".woff2"}
)


def walk(directory: Path) -> Iterator[Path | SourceError]:
    """The regular files below, sorted by name level by level, files before sub-directories.

    Symbolic links are not followed, names that begin with a dot are passed over, and a directory
    that cannot be listed gives a SourceError in its place.
    """
    pending = [directory]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield SourceError("unreadable", f"{current}: {reason(error)}")
            continue
        visible = [entry for entry in listed if not entry.name.startswith(".")]
        yield from (Path(e.path) for e in visible if _is_wanted_file(e))
        pending += [Path(e.path) for e in reversed(visible) if e.is_dir(follow_symlinks=False)]


def _is_wanted_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and Path(entry.name).suffix not in _ASSET_SUFFIXES


def read_file(path: Path, limits: Limits) -> bytes:
    """The decompressed content of a regular file or a named pipe; else a SourceError."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return gunzip(_read_regular(path, limits.document_bytes), limits.document_bytes)
        if stat.S_ISFIFO(mode):
            return gunzip(_read_fifo(path, limits), limits.document_bytes)
    except OSError as error:
        raise SourceError("unreadable", reason(error)) from error
    except ValueError as error:  # a NUL in the name
        raise SourceError("unreadable", "not a file name") from error
    raise SourceError("unsupported", "not a regular file")


def _read_regular(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        content = file.read(limit + 1)
        after = os.fstat(file.fileno())
    if len(content) > limit:
        raise too_large(limit)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError("changed", "changed while it was being read")
    return content


def _read_fifo(path: Path, limits: Limits) -> bytes:
    """A pipe has an end only if its writer has one, so the clock counts as well as the bytes."""
    deadline = time.monotonic() + limits.total_seconds
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    content = bytearray()
    try:
        while True:
            ready, _, _ = select.select([descriptor], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise SourceError("timeout", f"no end after {limits.total_seconds:.0f} s")
            piece = os.read(descriptor, _STEP)
            if not piece:
                return bytes(content)
            content += piece
            if len(content) > limits.document_bytes:
                raise too_large(limits.document_bytes)
    finally:
        os.close(descriptor)


def read_stream(stream: BinaryIO, limits: Limits) -> bytes:
    """All of standard input, decompressed; SourceError past the limit."""
    try:
        content = stream.read(limits.document_bytes + 1)
    except OSError as error:
        raise SourceError("unreadable", reason(error)) from error
    if len(content) > limits.document_bytes:
        raise too_large(limits.document_bytes)
    return gunzip(content, limits.document_bytes)


def reason(error: OSError) -> str:
    """The system's words for an error, in lower case and without the path: 'permission denied'."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]
