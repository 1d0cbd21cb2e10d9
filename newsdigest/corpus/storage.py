"""A folder, or a place in a store that fsspec knows, with files that appear in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from newsdigest.errors import DeliveryError, UsageError
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

    def read(self, name: str) -> bytes | None:
        """The content of a file; None if there is none."""
        try:
            content: bytes = self._files.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._error("read", error) from error
        return content

    def write(self, name: str, content: bytes) -> None:
        """Put a file in its place, whole."""
        with self.beside() as writing, writing.open("file") as file:
            file.write(content)
            writing.close()
            writing.move("file", name)

    def delete(self, name: str) -> None:
        try:
            with suppress(FileNotFoundError):
                self._files.rm_file(self._path(name))
        except OSError as error:
            raise self._error("deleted from", error) from error

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted; empty if there is none."""
        self._files.invalidate_cache()
        try:
            found = self._files.ls(self._path(folder), detail=False)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._error("read", error) from error
        return sorted(str(each).rpartition("/")[2] for each in found)

    def remove_leftovers(self) -> None:
        """Delete what killed workers left half written."""
        with suppress(FileNotFoundError), suppress(OSError):
            self._files.rm(self._path(_WRITING), recursive=True)

    @contextmanager
    def beside(self) -> Iterator[Writing]:
        """Files that are written beside the others; what is not moved is deleted in the end."""
        folder = self._path(f"{_WRITING}/{uuid4().hex}")
        try:
            self._files.makedirs(folder, exist_ok=True)
            yield Writing(self._files, folder, self._path(""))
        except OSError as error:
            raise self._error("written to", error) from error
        finally:
            with suppress(OSError):
                self._files.rm(folder, recursive=True)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _error(self, what: str, error: OSError) -> DeliveryError:
        reason = error.strerror or str(error) or type(error).__name__
        return DeliveryError(f"{self.shown} cannot be {what}: {printable(masked_address(reason))}")


class Writing:
    """Open files of one folder, each moved to its place when it is complete."""

    def __init__(self, files: Any, folder: str, root: str) -> None:
        self._files = files
        self._folder = folder
        self._root = root
        self._open: list[BinaryIO] = []

    def open(self, name: str) -> BinaryIO:
        file: BinaryIO = self._files.open(f"{self._folder}/{name}", "wb")
        self._open.append(file)
        return file

    def close(self) -> None:
        """Close all files; those of a folder are then on the disk."""
        for file in self._open:
            if is_local(self._files):
                file.flush()
                os.fsync(file.fileno())
            file.close()
        self._open.clear()

    def move(self, name: str, target: str) -> None:
        """Put a closed file in its place below the root, in one step where the store can."""
        path = f"{self._root}/{target}"
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._files.mv(f"{self._folder}/{name}", path)


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
