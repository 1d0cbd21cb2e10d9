"""Local files, directories and standard input."""

from __future__ import annotations

import os
import select
import stat
import time
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from newsdigest.errors import SourceError
from newsdigest.package_data import read_toml
from newsdigest.sources.compression import gunzip, too_large
from newsdigest.sources.limits import Limits
from newsdigest.sources.parted_files import HEAD_BYTES, FileCopy, is_parted
from newsdigest.sources.tables import ARTICLES, TABLE_SUFFIX, is_data_set
from newsdigest.valueclasses import valueclass

_STEP = 1 << 16


@valueclass
class SkippedFile:
    """A file in a folder, skipped because its name or location says that it holds no news."""

    path: Path


Found = Path | SkippedFile | SourceError


def walk(directory: Path) -> Iterator[Found]:
    """The regular files below a directory, sorted by name within each level, files before folders.

    Symbolic links to files are read once, and only if they lead out of the directory; links to
    directories are not followed. Names that begin with a dot are skipped silently. Leftovers of
    browsers, systems and download programs are yielded as SkippedFile, and a directory that cannot
    be listed as a SourceError.
    """
    linked: set[str] = set()
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
        yield from _files(visible, directory, linked)
        folders = [entry for entry in visible if entry.is_dir(follow_symlinks=False)]
        beside = _beside_pages(visible)
        for entry in folders:
            if _is_junk(entry.name) or entry.name.casefold() in beside:
                yield from _all_skipped(Path(entry.path))
        wanted = [e for e in folders if not _is_junk(e.name) and e.name.casefold() not in beside]
        pending += [Path(entry.path) for entry in reversed(wanted)]


def tables_in(data_set: Path) -> Iterator[Found]:
    """As `walk`, the tables of articles of a data set: all else in it is skipped.

    A day may be a symbolic link to a directory elsewhere.
    """
    articles = data_set / ARTICLES
    linked = [each for each in sorted(articles.glob("*")) if each.is_symlink() and each.is_dir()]
    for path in chain.from_iterable(map(walk, [articles, *linked])):
        if isinstance(path, Path) and path.suffix != TABLE_SUFFIX:
            yield SkippedFile(path)
        else:
            yield path


def folder_files(directory: Path) -> Iterator[Path | SourceError]:
    """The files of a directory, or the tables of a data set, without those that are skipped."""
    try:
        found = tables_in(directory) if is_data_set(directory) else walk(directory)
    except SourceError as error:
        yield error
        return
    yield from (each for each in found if not isinstance(each, SkippedFile))


def _files(
    entries: Sequence[os.DirEntry[str]], directory: Path, linked: set[str]
) -> Iterator[Found]:
    for entry in entries:
        if not entry.is_file():
            continue
        path = Path(entry.path)
        if _is_junk(entry.name):
            yield SkippedFile(path)
        elif not entry.is_symlink() or _leads_out(path, directory, linked):
            yield path


def _leads_out(link: Path, directory: Path, linked: set[str]) -> bool:
    """Whether a link leads to a file that the walk does not reach otherwise."""
    target = os.path.realpath(link)
    if target in linked or Path(target).is_relative_to(os.path.realpath(directory)):
        return False
    linked.add(target)
    return True


def _is_junk(name: str) -> bool:
    folded = name.casefold()
    rules = _folder_rules()
    if folded in rules.names or folded.startswith(rules.prefixes):
        return True
    return Path(folded).suffix in rules.suffixes


def _beside_pages(entries: Sequence[os.DirEntry[str]]) -> frozenset[str]:
    """The names of folders that hold the resources of a saved page beside them."""
    rules = _folder_rules()
    pages = (Path(entry.name.casefold()) for entry in entries if entry.is_file())
    stems = [page.stem for page in pages if page.suffix in rules.pages]
    return frozenset(stem + ending for stem in stems for ending in rules.beside)


def _all_skipped(folder: Path) -> Iterator[SkippedFile]:
    for current, _, names in os.walk(folder):
        yield from (SkippedFile(Path(current, name)) for name in sorted(names))


@valueclass
class _FolderRules:
    suffixes: frozenset[str]
    names: frozenset[str]
    prefixes: tuple[str, ...]
    beside: tuple[str, ...]
    pages: frozenset[str]


@cache
def _folder_rules() -> _FolderRules:
    """data/folders.toml."""
    read = read_toml("sources/data/folders.toml")
    return _FolderRules(
        frozenset(read["suffixes"].split()),
        frozenset(read["names"]),
        tuple(read["prefixes"]),
        tuple(read["beside"]),
        frozenset(read["pages"]),
    )


def read_file(path: Path, limits: Limits) -> bytes | FileCopy:
    """The decompressed content of a regular file or named pipe, or a copy of what is parted in one.

    SourceError for anything else.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return gunzip(_read_regular(path, limits.document_bytes), limits.document_bytes)
        if stat.S_ISFIFO(mode):
            content = _read_fifo(path, limits)
            if isinstance(content, FileCopy):
                return content
            return gunzip(content, limits.document_bytes)
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


def _read_fifo(path: Path, limits: Limits) -> bytes | FileCopy:
    """The content of a named pipe, bounded in time too, since its writer may never close it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        content = bytearray()
        for piece in _pieces(descriptor, limits.total_seconds):
            content += piece
            if len(content) >= HEAD_BYTES and is_parted(bytes(content[:HEAD_BYTES])):
                return _copied(bytes(content), _pieces(descriptor, limits.total_seconds, each=True))
            if len(content) > limits.document_bytes:
                raise too_large(limits.document_bytes)
        return bytes(content)
    finally:
        os.close(descriptor)


def _pieces(descriptor: int, seconds: float, *, each: bool = False) -> Iterator[bytes]:
    """The bytes of a pipe; SourceError if they, or with `each` one of them, take longer."""
    deadline = time.monotonic() + seconds
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise SourceError("timeout", f"no end after {seconds:.0f} s")
        piece = os.read(descriptor, _STEP)
        if not piece:
            return
        yield piece
        if each:
            deadline = time.monotonic() + seconds


def read_stream(stream: BinaryIO, limits: Limits) -> bytes | FileCopy:
    """All of standard input, decompressed, or a copy of it if it is an archive or table.

    SourceError if it exceeds the limit or cannot be read.
    """
    try:
        content = stream.read(HEAD_BYTES)
        if is_parted(content):
            return _copied(content, iter(lambda: stream.read(_STEP), b""))
        content += stream.read(max(0, limits.document_bytes + 1 - len(content)))
    except OSError as error:
        raise SourceError("unreadable", reason(error)) from error
    if len(content) > limits.document_bytes:
        raise too_large(limits.document_bytes)
    return gunzip(content, limits.document_bytes)


def _copied(head: bytes, pieces: Iterator[bytes]) -> FileCopy:
    copy = FileCopy(head)
    try:
        for piece in pieces:
            copy.add(piece)
    except BaseException:  # a signal may come at any point
        copy.close()
        raise
    return copy


def reason(error: OSError) -> str:
    """The system's text for an error, in lower case, without the path: 'permission denied'."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]
