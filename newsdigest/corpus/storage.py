"""A folder, or a place in a store that fsspec knows, with files that appear in one step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from newsdigest.errors import DeliveryError, NewsdigestError, UsageError
from newsdigest.language import printable
from newsdigest.masking import masked_address

# Files that are being written. What killed workers left there is deleted by the next run.
_WRITING = ".writing"


class Storage:
    """The files below a folder or a URL of fsspec; their names have slashes.

    DeliveryError for what cannot be written, listed or deleted.
    """

    def __init__(self, root: str) -> None:
        self.shown = printable(masked_address(root))
        self._files, self._root = file_system(root)

    @property
    def local(self) -> Path | None:
        """The folder, if it is one of this machine."""
        return Path(self._root) if is_local(self._files) else None

    @property
    def is_in_memory(self) -> bool:
        """Whether other processes do not see it."""
        return bool(self._files.protocol == "memory")

    def make(self) -> None:
        """Make the folder unless it is there."""
        with store_errors(cannot_be("written to", self.shown)):
            self._files.makedirs(self._root, exist_ok=True)

    def read(self, name: str) -> bytes | None:
        """The content of a file; None if there is none."""
        with store_errors(cannot_be("read", self.shown)):
            try:
                content: bytes = self._files.cat_file(self._path(name))
            except FileNotFoundError:
                return None
            return content

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file to read; the errors of the store as they are."""
        with self._files.open(self._path(name), "rb") as file:
            yield file

    def write(self, name: str, content: bytes) -> None:
        """Put a file in its place, whole."""
        with self.beside() as writing:
            with writing.open("file") as file:
                file.write(content)
            writing.move("file", name)

    def delete(self, name: str) -> None:
        with store_errors(cannot_be("deleted from", self.shown)), suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; empty if there is none."""
        self._files.invalidate_cache()
        with store_errors(cannot_be("read", self.shown)):
            try:
                found = self._files.ls(self._path(folder), detail=False)
            except FileNotFoundError:
                return []
        return sorted(str(each).rpartition("/")[2] for each in found)

    def versions(self, folder: str) -> dict[str, str]:
        """By the names of the files in a folder what changes when a file does, sorted."""
        return {name: self._version(f"{folder}/{name}") for name in self.names(folder)}

    def _version(self, name: str) -> str:
        with store_errors(cannot_be("read", self.shown)):
            if local := self.local:
                status = (local / name).stat()
                return f"{status.st_size}-{status.st_mtime_ns}"
            return str(self._files.ukey(self._path(name)))

    def remove_leftovers(self) -> None:
        """Delete what killed workers left half written."""
        with suppress(FileNotFoundError), suppress(OSError):
            self._files.rm(self._path(_WRITING), recursive=True)

    @contextmanager
    def beside(self) -> Iterator[Writing]:
        """Files that are written beside the others; what is not moved is deleted in the end."""
        folder = self._path(f"{_WRITING}/{uuid4().hex}")
        writing = Writing(self._files, folder, self._path(""), self.shown)
        try:
            yield writing
        finally:
            writing.discard()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")


class Writing:
    """Files of one folder, each moved to its place when it is complete."""

    def __init__(self, files: Any, folder: str, root: str, shown: str) -> None:
        self._files = files
        self._folder = folder
        self._root = root
        self._failed = cannot_be("written to", shown)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file to write; at the end it is complete, and of a folder on the disk."""
        with store_errors(self._failed):
            self._files.makedirs(self._folder, exist_ok=True)
            with self._files.open(f"{self._folder}/{name}", "wb") as file:
                yield file
                if is_local(self._files):
                    file.flush()
                    os.fsync(file.fileno())

    def move(self, name: str, target: str) -> None:
        """Put a complete file in its place below the root, in one step where the store can."""
        path = f"{self._root}/{target}"
        with store_errors(self._failed):
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.mv(f"{self._folder}/{name}", path)

    def discard(self) -> None:
        """Delete what was not moved."""
        with suppress(NewsdigestError), store_errors(self._failed):
            self._files.rm(self._folder, recursive=True)


def cannot_be(what: str, shown: str) -> Callable[[str], DeliveryError]:
    """The error of a reason for which a folder or store cannot be written to, or read."""
    return lambda reason: DeliveryError(f"{shown} cannot be {what}: {reason}")


@contextmanager
def store_errors(error_of: Callable[[str], NewsdigestError]) -> Iterator[None]:
    """Errors of a file system within, each as the error of its reason, one line without secrets."""
    try:
        yield
    except Exception as error:
        if not _is_of_a_store(error):
            raise
        raise error_of(reason_of(error)) from error


def _is_of_a_store(error: Exception) -> bool:
    """Whether it is an error of the system, or of a library: those of stores have no common class.

    Missing credentials are a BotoCoreError, for example.
    """
    if isinstance(error, OSError | EOFError | ValueError):
        return True
    return not isinstance(error, NewsdigestError) and type(error).__module__ != "builtins"


def reason_of(error: Exception) -> str:
    """Why, in one line without secrets."""
    if isinstance(error, FileNotFoundError):
        return "no such file or directory"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return printable(masked_address(text[:1].lower() + text[1:]))


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it. UsageError if its scheme is unknown."""
    from fsspec.core import url_to_fs

    if "://" not in address and "::" not in address:
        address = Path(address).absolute().as_posix()
        address = f"file://{address}"
    try:
        files, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        shown = printable(masked_address(address))
        raise UsageError(f"{shown}: {printable(str(error))}") from error
    return files, str(path).rstrip("/")


def is_local(files: Any) -> bool:
    return "file" in (files.protocol if isinstance(files.protocol, tuple) else (files.protocol,))
