"""Writing a finished digest to a file or standard output, completely or not at all."""

from __future__ import annotations

import errno
import os
import select
import shlex
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from newsdigest.atomic import pieces_of, replace_file
from newsdigest.errors import DeliveryError, UsageError

_NEW_FILE_MODE = 0o644
_PRIVATE_MODE = 0o600
# Seconds within which the reader of a pipe has to read something. A script starts both ends at
# once; waiting longer would keep the lock from the next run.
PATIENCE = 10.0
_BETWEEN_TRIES = 0.05
_PIECE = 1 << 16


def write_file(path: Path, content: bytes | Iterable[bytes], *, private: bool = False) -> None:
    """Replace `path` by `content` atomically, so that readers see either the old or the new file.

    The content may come in pieces.

    A new file is readable by all unless it is private; an existing one keeps its mode. A symbolic
    link is kept and its target replaced. A pipe or a device is written to as a stream. UsageError
    for a directory; DeliveryError if the file cannot be written, and the old one then stays.
    """
    try:
        mode = path.stat().st_mode if path.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise UsageError(f"output {path}: is a directory")
        if mode is not None and not stat.S_ISREG(mode):
            # Not resolved: /dev/fd/63 of a shell's >(command) leads to no path.
            _stream_into(path, content)
            return
        target = path.resolve()
        if not target.parent.is_dir():
            raise DeliveryError(
                f"cannot write {path}: there is no folder {path.parent}: make it with "
                f"'mkdir -p {shlex.quote(str(path.parent))}'"
            )
        replace_file(target, content, _PRIVATE_MODE if private else _NEW_FILE_MODE)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise DeliveryError(f"cannot write {path}: {reason(error)}") from error


def _stream_into(target: Path, content: bytes | Iterable[bytes]) -> None:
    """Write to a pipe or a device, waiting for a reader up to PATIENCE."""
    descriptor = _opened(target)
    try:
        for piece in pieces_of(content):
            left = piece
            while left:
                if not select.select([], [descriptor], [], PATIENCE)[1]:
                    raise DeliveryError(
                        f"cannot write {target}: nobody read from it for {PATIENCE:g} s"
                    )
                left = left[os.write(descriptor, left[:_PIECE]) :]
    finally:
        os.close(descriptor)


def _opened(target: Path) -> int:
    """Open a pipe without blocking, which succeeds only once it has a reader."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return os.open(target, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() >= deadline:
                said = f"cannot write {target}: nobody reads from it"
                raise DeliveryError(said) from error
        time.sleep(_BETWEEN_TRIES)


def write_stream(stream: BinaryIO | None, content: bytes) -> None:
    """Write all of `content` and flush it.

    DeliveryError if that fails, but BrokenPipeError if the reader has closed the pipe.
    """
    if stream is None:
        raise DeliveryError("standard output is closed")
    try:
        stream.write(content)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DeliveryError(f"cannot write to standard output: {reason(error)}") from error


def reason(error: Exception) -> str:
    """The system's description of a failure, in lower case for use within a line."""
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]
