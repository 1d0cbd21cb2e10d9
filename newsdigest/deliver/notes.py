"""Digests as sections of notes that somebody else writes, too."""

from __future__ import annotations

from pathlib import Path

from newsdigest.atomic import replace_file
from newsdigest.deliver.output import reason, write_file
from newsdigest.errors import DeliveryError
from newsdigest.render import with_section

_NEW_FILE_MODE = 0o644
# How often a note is read again that was saved while the digest was added to it.
_TRIES = 5


class _ChangedError(Exception):
    """The note is no longer the one that was read."""


def add_to_note(path: Path, document: bytes, format: str, *, makes_folder: bool = False) -> None:
    """Add the section of a rendered digest to a note, in one step; a new note is all of it.

    The same digest's section is replaced unless it was edited; all else stays as it was, byte for
    byte. DeliveryError if the note cannot be read as text or be written; it then stays.
    """
    try:
        if makes_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()
        if not target.is_file() or target.stat().st_size == 0:
            write_file(path, document)
            return
        for _ in range(_TRIES):
            try:
                _add(target, document, format)
            except _ChangedError:
                continue
            return
    except UnicodeDecodeError as error:
        raise DeliveryError(f"cannot add to {path}: it is no text in UTF-8") from error
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        raise DeliveryError(f"cannot add to {path}: {reason(error)}") from error
    raise DeliveryError(f"cannot add to {path}: it is being changed")


def _add(target: Path, document: bytes, format: str) -> None:
    """Raises _ChangedError if somebody saved the note meanwhile."""
    before = _state_of(target)
    note = target.read_bytes().decode()
    made = with_section(note, document.decode(), format).encode()

    def check() -> None:
        if _state_of(target) != before:
            raise _ChangedError

    replace_file(target, made, _NEW_FILE_MODE, check)


def _state_of(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
