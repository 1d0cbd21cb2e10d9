"""SOURCE arguments → Inputs: files, the files of folders, lists and patterns, and stores."""

from __future__ import annotations

import glob
import gzip
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from newsdigest.corpus.storage import file_system, is_local, reason_of, store_errors
from newsdigest.errors import SourceError, UsageError
from newsdigest.hashing import blake2b
from newsdigest.language import printable
from newsdigest.masking import masked_address
from newsdigest.model import Failure
from newsdigest.sources import folder_files, is_web_address, without_file_scheme
from newsdigest.sources.tables import day_in
from newsdigest.valueclasses import valueclass

_KEY_BYTES = 8
_PATTERN = frozenset("*?[")
_GZIP = b"\x1f\x8b"
_LISTED_IN = "@"


@valueclass
class Input:
    """One file to read: its address, and what changes when its content does."""

    # An absolute path, a URL of fsspec, or a web address.
    address: str
    # Size and time of the last change, or what a store says instead; empty for web addresses.
    version: str
    # When it was last changed, if that is known; in the folder of a day, that one.
    changed: date | None = None
    # Whether it is in a folder or matches a pattern, rather than being named.
    is_found: bool = False

    @property
    def key(self) -> str:
        """16 hex digits, the same for the same address: the name of its parts."""
        content = self.address.encode("utf-8", "surrogateescape")
        return blake2b(content, digest_size=_KEY_BYTES).hexdigest()

    @property
    def shown(self) -> str:
        """The address as people may see it."""
        return printable(masked_address(self.address))


def find_inputs(sources: Sequence[str], without: Path | None = None) -> Iterator[Input | Failure]:
    """The files of the sources in their order, and a Failure for each that is not there.

    Files below the folder `without` are left out if they are only found. UsageError for standard
    input, and for addresses of unknown schemes.
    """
    for source in map(without_file_scheme, sources):
        if source.startswith(_LISTED_IN) and not os.path.lexists(source):
            yield from find_inputs(_listed(source[len(_LISTED_IN) :]), without)
        elif source in ("", "-"):
            raise UsageError("corpus reads files and not standard input: name a SOURCE")
        elif is_web_address(source):
            yield Input(source, "")
        elif "://" in source:
            yield from _stored(source)
        else:
            yield from _local(source, without)


def _listed(source: str) -> list[str]:
    """The sources that a list names, one a line; empty lines and such with # first do not count."""
    shown = printable(masked_address(source))
    files, path = file_system(without_file_scheme(source))
    with store_errors(lambda reason: UsageError(f"the list {shown}: {reason}")):
        content: bytes = files.cat_file(path)
        content = gzip.decompress(content) if content.startswith(_GZIP) else content
    lines = map(str.strip, content.decode("utf-8", "surrogateescape").splitlines())
    named = [line for line in lines if line and not line.startswith("#")]
    if any(line.startswith(_LISTED_IN) for line in named):
        raise UsageError(f"the list {shown} names another list")
    return named


def _local(source: str, without: Path | None) -> Iterator[Input | Failure]:
    if os.path.isdir(source):  # noqa: PTH112 - False for a NUL in the name
        yield from _in_folder(Path(source), without)
    elif _PATTERN & set(source) and not os.path.lexists(source):
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - absolute ones too
        for match in matches:
            if os.path.isfile(match):  # noqa: PTH113
                yield from _outside(Path(match), without)
        if not matches:
            yield _failure(source, SourceError("not-found", "no file matches"))
    else:
        yield _file(Path(source), is_found=False)


def _in_folder(folder: Path, without: Path | None) -> Iterator[Input | Failure]:
    is_empty = True
    for found in folder_files(folder):
        is_empty = False
        if isinstance(found, SourceError):
            yield _failure(str(folder), found)
        else:
            yield from _outside(found, without)
    if is_empty:
        yield _failure(str(folder), SourceError("empty", "no files to read in this directory"))


def _outside(path: Path, without: Path | None) -> Iterator[Input | Failure]:
    if without is None or not path.resolve().is_relative_to(without.resolve()):
        yield _file(path, is_found=True)


def _file(path: Path, *, is_found: bool) -> Input | Failure:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # a NUL in the name
        return _failure(str(path), SourceError("unreadable", reason_of(error)))
    # Not resolved: a link is known by its own name.
    address = os.path.abspath(path)  # noqa: PTH100
    version = f"{status.st_size}-{status.st_mtime_ns}"
    changed = day_in(path) or datetime.fromtimestamp(status.st_mtime, UTC).date()
    return Input(address, version, changed, is_found)


def _stored(source: str) -> Iterator[Input | Failure]:
    """The files at a URL of fsspec: one, all below it, or those that match."""
    files, path = file_system(source)
    if is_local(files):
        yield from _local(path, None)
        return
    try:
        with store_errors(lambda reason: SourceError("unreadable", reason)):
            has_pattern = bool(_PATTERN & set(path))
            found = files.glob(path, detail=True) if has_pattern else files.find(path, detail=True)
    except SourceError as error:
        yield _failure(source, error)
        return
    stored = {name: info for name, info in found.items() if info.get("type") == "file"}
    for name, info in sorted(stored.items()):
        address = files.unstrip_protocol(name)
        yield Input(address, files.ukey(name), _changed(info), is_found=name != path)
    if not stored:
        yield _failure(source, SourceError("not-found", "no such file"))


def _changed(info: dict[str, Any]) -> date | None:
    """The day of the last change, by any of the names that stores have for it."""
    for name in ("LastModified", "last_modified", "mtime", "modified", "created"):
        found = info.get(name)
        if isinstance(found, datetime):
            return found.astimezone(UTC).date()
        if isinstance(found, int | float):
            return datetime.fromtimestamp(found, UTC).date()
    return None


def _failure(source: str, error: SourceError) -> Failure:
    return Failure(printable(masked_address(source)), str(error), "gather", error.code)
