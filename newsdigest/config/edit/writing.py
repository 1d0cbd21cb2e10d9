"""Writing a configuration file atomically."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsdigest.atomic import replace_file
from newsdigest.errors import ConfigError, DeliveryError

# Readable by its owner alone, since it may hold a password.
_NEW_FILE_MODE = 0o600
_NEW_DIRECTORY_MODE = 0o700
# Errors of the disk rather than of the configuration.
_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def write_config(path: Path, content: bytes, before: Callable[[], None] | None = None) -> None:
    """Replace the file atomically, keeping its mode; a new file is readable by its owner alone.

    A symbolic link is kept. ConfigError if the file cannot be written; the old file then stays.
    `before` is called once the new content is on the disk; if it raises, the old file stays too.
    """
    with wrapped(path):
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True, mode=_NEW_DIRECTORY_MODE)
        if target.exists() and not target.is_file():
            raise ConfigError([f"{path}: is not a regular file"])
        replace_file(target, content, _NEW_FILE_MODE, before)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Make other edits of the file wait, if the file system supports locks."""
    with wrapped(path):
        folder = path.resolve().parent
        folder.mkdir(parents=True, exist_ok=True, mode=_NEW_DIRECTORY_MODE)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def wrapped(path: Path) -> Iterator[None]:
    """Turn errors of the file system into ConfigError, and those of the disk into DeliveryError."""
    try:
        yield
    except OSError as error:
        said = f"{path}: cannot be written: {(error.strerror or str(error)).lower()}"
        if error.errno in _OF_THE_DISK:
            raise DeliveryError(said) from error
        raise ConfigError([said]) from error
    except (RuntimeError, ValueError) as error:  # a loop of links, a NUL in the name
        raise ConfigError([f"{path}: cannot be written: {str(error).lower()}"]) from error
