"""Files that take the place of others in one step: a reader sees the old one or the new one."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ENDING = ".newsdigest-tmp"
# What SQLite puts beside a database.
_BESIDE = ("-wal", "-shm", "-journal")


def replace_file(
    target: Path,
    content: bytes | Iterable[bytes],
    new_mode: int,
    before: Callable[[], None] | None = None,
) -> None:
    """Write beside the target, force it to the disk, rename over it; the old mode stays.

    `new_mode` is for a target that is not there yet. `before` is called once the content is on the
    disk; what it raises leaves the old file. OSError where it cannot be written.
    """
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with replacement(target) as temporary:
        # For its owner alone until it has its mode: the old one may be as narrow.
        descriptor = os.open(temporary, flags, new_mode if mode is None else 0o600)
        with os.fdopen(descriptor, "wb") as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            for piece in pieces_of(content):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if before:
            before()


def pieces_of(content: bytes | Iterable[bytes]) -> Iterable[bytes]:
    return (content,) if isinstance(content, bytes) else content


@contextmanager
def replacement(target: Path) -> Iterator[Path]:
    """The path of a file to make, which takes the target's place unless the block raises.

    What killed runs left of theirs is deleted first.
    """
    _remove_leftovers(target)
    # The name holds the process id, so that what a killed run left can be told from a live one.
    temporary = target.with_name(f".{target.name}.{os.getpid()}{_ENDING}")
    try:
        yield temporary
        temporary.replace(target)
    except BaseException:  # a signal may come at any point
        for suffix in ("", *_BESIDE):
            temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)
        raise
    _sync_directory(target.parent)


def _remove_leftovers(target: Path) -> None:
    """Delete the temporary files of this target whose process is no longer there."""
    beside = "|".join(_BESIDE)
    pattern = re.compile(
        rf"\.{re.escape(target.name)}\.(\d+){re.escape(_ENDING)}(?:{beside})?", re.DOTALL
    )
    with suppress(OSError):  # a folder that may be written to need not be readable
        for entry in list(target.parent.iterdir()):
            match = pattern.fullmatch(entry.name)
            if match and not _is_another(int(match[1])):
                entry.unlink()


def _is_another(pid: int) -> bool:
    """Whether a process with this id lives and is not this one."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return pid != os.getpid()


def _sync_directory(directory: Path) -> None:
    """Make a rename last through a power cut, where the file system can."""
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
