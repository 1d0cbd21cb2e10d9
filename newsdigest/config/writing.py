"""Putting a configuration file on the disk, whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsdigest.errors import ConfigError, DeliveryError

# It may come to hold a password.
_NEW_FILE_MODE = 0o600
_NEW_DIRECTORY_MODE = 0o700
# What nothing in the configuration is to blame for.
_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def write_config(path: Path, content: bytes, before: Callable[[], None] | None = None) -> None:
    """Replace the file in one step, under its old mode; a new file is for its owner alone.

    A symbolic link keeps pointing. ConfigError where it cannot be written; the old file stands.
    `before` is called once the new content is on the disk; what it raises leaves the old file, too.
    """
    with wrapped(path):
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True, mode=_NEW_DIRECTORY_MODE)
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            raise ConfigError([f"{path}: is no regular file"])
        wanted = _NEW_FILE_MODE if mode is None else stat.S_IMODE(mode)
        _replace(target, content, wanted, before)


def _replace(
    target: Path, content: bytes, mode: int, before: Callable[[], None] | None = None
) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.newsdigest-tmp")
    # A killed run that had this process id may have left one.
    temporary.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        descriptor = os.open(temporary, flags, _NEW_FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if before:
            before()
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other edits of the file waiting, where the file system can lock."""
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
    """Errors of the file system as ConfigError, but those of the disk as DeliveryError."""
    try:
        yield
    except OSError as error:
        said = f"{path}: cannot be written: {(error.strerror or str(error)).lower()}"
        if error.errno in _OF_THE_DISK:
            raise DeliveryError(said) from error
        raise ConfigError([said]) from error
    except (RuntimeError, ValueError) as error:  # a loop of links, a NUL in the name
        raise ConfigError([f"{path}: cannot be written: {str(error).lower()}"]) from error
