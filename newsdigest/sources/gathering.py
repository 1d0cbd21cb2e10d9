"""SOURCE arguments to Documents: files, directories, standard input, URLs, lists of URLs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsdigest.errors import SourceError, UsageError
from newsdigest.language import printable
from newsdigest.masking import masked_address
from newsdigest.model import Document, Failure
from newsdigest.patterns import pattern
from newsdigest.sources.files import SkippedFile, read_file, read_stream, tables_in, walk
from newsdigest.sources.limits import DEFAULT_LIMITS, Limits
from newsdigest.sources.parted_files import FileCopy, PartedFile, is_parted, parted_file
from newsdigest.sources.shortcuts import shortcut
from newsdigest.sources.tables import (
    TABLE_SUFFIX,
    DayRange,
    Table,
    day_in,
    is_data_set,
)
from newsdigest.sources.urls import (
    bare_addresses,
    host_ports_of,
    is_web_address,
    without_file_scheme,
    without_password,
)
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from newsdigest.config import FetchSettings

STANDARD_INPUT = "-"
# Names of files that are read part by part.
_PARTED_NAME = pattern(r"\.(?:warc(?:\.gz)?|parquet)(?=$|[?#])", re.IGNORECASE)


@valueclass
class Gathering:
    """How sources are read; `stdin` is the stream for `-`, or None if it is closed."""

    stdin: BinaryIO | None = None
    limits: Limits = DEFAULT_LIMITS
    offline: bool = False
    # Called with each file of a folder that is skipped because of its name.
    on_skip: Callable[[str], None] | None = None
    # The user's network settings; None for the defaults.
    fetch: FetchSettings | None = None
    # What was found already, by its source.
    at_hand: Mapping[str, Sequence[Found]] = field(default_factory=dict)
    # Of folders of data sets, the days that are read.
    days: DayRange = field(default=DayRange())


Found = Document | PartedFile | Failure


def gather(sources: Sequence[str], how: Gathering) -> Iterator[Found]:
    """The documents of all sources in the order given, with a Failure for each source that fails.

    An archive or a table is a file to be read part by part; one that came from a stream or the web
    is deleted when the next document is asked for. Documents are streamed, so a directory may be of
    any size. Consecutive URLs are fetched together. Raises UsageError for an empty source, and if
    `-` is given twice or has no input.
    """
    if "" in sources:
        raise UsageError("a source is empty, which would mean all files of this directory")
    if sources.count(STANDARD_INPUT) > 1:
        raise UsageError("standard input can be read once, but '-' was given more than once")
    if STANDARD_INPUT in sources and how.stdin is None:
        raise UsageError("standard input is closed, but '-' asks for it")
    for run in _runs_of_urls([without_file_scheme(source) for source in sources]):
        if run[0] in how.at_hand:
            yield from how.at_hand[run[0]]
        elif is_web_address(run[0]):
            yield from _fetched(run, how)
        else:
            yield from _local(run[0], how)


def _runs_of_urls(sources: Sequence[str]) -> Iterator[list[str]]:
    """Consecutive URLs in one run, every other source in a run of its own.

    So are the URLs of archives and tables: one copy after the other is made, and not all at once.
    """
    run: list[str] = []
    for source in sources:
        if run and not (_is_page(source) and _is_page(run[0])):
            yield run
            run = []
        run.append(source)
    if run:
        yield run


def _is_page(source: str) -> bool:
    return is_web_address(source) and not _PARTED_NAME.search(source)


def gather_listed(
    lists: Mapping[str, Sequence[str]], how: Gathering, named: frozenset[tuple[str, int]]
) -> Iterator[Found]:
    """The documents at the addresses in `lists`, which maps the origin of a list to its addresses.

    A list in a file is the user's own, so its addresses may be private. A list from the web is
    untrusted: it may only lead to a private address at its own host and port, and only if the user
    `named` that host and port.
    """
    for origin, urls in lists.items():
        is_remote = is_web_address(origin)
        trusted = host_ports_of(origin) & named if is_remote else None
        yield from _fetched_together(urls, how, trusted, keeps_parted=False)


def _fetched(urls: Sequence[str], how: Gathering) -> Iterator[Found]:
    """Pages, archives and tables that the user requested, all but pages one by one."""
    for run in _runs_of_urls(urls):
        yield from _fetched_together(run, how, None, keeps_parted=True)


def _fetched_together(
    urls: Sequence[str],
    how: Gathering,
    trusted: frozenset[tuple[str, int]] | None,
    *,
    keeps_parted: bool,
) -> Iterator[Found]:
    """Pages that the user requested, without consulting robots.txt.

    Each may be at a private host and port and redirect within it, but not to that of another page.
    If `trusted` is given, the pages may reach these private hosts and ports instead. Only what the
    user named may be an archive or a table: a stranger's list must not fill the disk.
    """
    if how.offline:
        offline = SourceError("offline", "not fetched: --offline forbids the network")
        yield from (_failure(url, offline) for url in urls)
        return
    from newsdigest.sources.network import NetworkOptions, Request, fetch_all

    own = [host_ports_of(url) if trusted is None else trusted for url in urls]
    options = replace(
        NetworkOptions.of(how.fetch),
        allowed=frozenset().union(*own),
        page_bytes=how.limits.document_bytes,
        total_seconds=how.fetch.timeout if how.fetch else how.limits.total_seconds,
        robots=False,
        host_delay=0.0,
    )
    requests = [
        Request(url, trusted=places, keeps_parted=keeps_parted)
        for url, places in zip(urls, own, strict=True)
    ]
    for url, got in zip(urls, fetch_all(requests, options), strict=True):
        if got.document is not None:
            yield got.document
        elif got.copy is not None:
            yield from _copied(got.copy, without_password(url))
        else:
            yield _failure(url, got.error or SourceError("no-content", "no content"))


def _local(source: str, how: Gathering) -> Iterator[Found]:
    if source != STANDARD_INPUT and Path(source).is_dir():
        yield from _directory(Path(source), how)
        return
    if urls := bare_addresses(source):
        yield from _fetched_bare(source, urls, how)
        return
    parted = parted_file(Path(source), printable(source)) if source != STANDARD_INPUT else None
    if parted is not None:
        yield parted
        return
    try:
        content = _content(source, how)
    except SourceError as error:
        yield _failure(source, error)
        return
    yield from _opened(content, source, how)


def _copied(copy: FileCopy, source: str) -> Iterator[PartedFile]:
    try:
        parted = parted_file(copy.path, printable(source))
        if parted is not None:
            yield parted
    finally:
        copy.close()


def _fetched_bare(source: str, urls: Sequence[str], how: Gathering) -> Iterator[Found]:
    """What is at the first address that has anything, or else why the last has nothing."""
    *first, last = urls
    for url in first:
        for found in _fetched([url], how):
            if isinstance(found, Failure):
                break
            yield found
        else:
            return
    for found in _fetched([last], how):
        yield replace(found, source=printable(source)) if isinstance(found, Failure) else found


def _opened(content: bytes | FileCopy, source: str, how: Gathering) -> Iterator[Found]:
    """The file as it is to be read, or the documents at the addresses that it lists."""
    if isinstance(content, bytes) and is_parted(content):
        content = FileCopy(content)
    if isinstance(content, FileCopy):
        yield from _copied(content, source)
        return
    url = shortcut(content)
    urls = [url] if url else listed_urls(content)
    if not urls:
        yield Document(content=content, origin=printable(source))
        return
    yield from _fetched(urls[: how.limits.listed_urls], how)
    if len(urls) > how.limits.listed_urls:
        too_many = f"lists more than {how.limits.listed_urls:,} URLs; the rest were not fetched"
        yield _failure(source, SourceError("too-many", too_many))


def read_source(source: str, how: Gathering) -> bytes:
    """The content of one file or of standard input; SourceError if it cannot be read."""
    content = _content(source, how)
    if isinstance(content, FileCopy):
        content.close()
        raise SourceError("unsupported", "a web archive or a table")
    return content


def _content(source: str, how: Gathering) -> bytes | FileCopy:
    if source != STANDARD_INPUT:
        return read_file(Path(without_file_scheme(source)), how.limits)
    if how.stdin is None:
        raise UsageError("standard input is closed, but '-' asks for it")
    return read_stream(how.stdin, how.limits)


def _directory(directory: Path, how: Gathering) -> Iterator[Found]:
    """What is in a folder; of that of a data set, only its tables of articles."""
    try:
        data_set = is_data_set(directory)
    except SourceError as error:
        yield _failure(str(directory), error)
        return
    read = skipped = 0
    outside: set[date] = set()
    for path in tables_in(directory) if data_set else walk(directory):
        if isinstance(path, SourceError):
            read += 1
            yield _failure(str(directory), path)
        elif isinstance(path, SkippedFile):
            skipped += 1
            if how.on_skip:
                how.on_skip(printable(str(path.path)))
        elif path.suffix == TABLE_SUFFIX and not how.days.may_hold(path):
            outside |= {day for day in [day_in(path)] if day}
        else:
            read += 1
            yield from _found_file(path, directory if data_set else None, how)
    if outside and not read:
        days = f"its days are {min(outside)} to {max(outside)}"
        yield _failure(str(directory), SourceError("empty", f"nothing within the window: {days}"))
    elif not read:
        reason = "no articles in this data set" if data_set else "no files in this directory"
        if skipped:
            reason = "only code, style, data or system files in this directory"
        if _is_gone(directory):
            reason = "the directory was removed"
        yield _failure(str(directory), SourceError("empty", reason))


def _found_file(path: Path, data_set: Path | None, how: Gathering) -> Iterator[Found]:
    """A file that was found in a folder, or in that of a data set, which has tables alone."""
    if data_set:
        yield Table(path, printable(str(path)), printable(str(data_set)))
        return
    parted = parted_file(path, printable(str(path)))
    if parted is not None:
        yield parted
        return
    try:
        content = read_file(path, how.limits)
    except SourceError as error:
        yield _failure(str(path), error)
        return
    yield from _opened(content, str(path), how)


def _is_gone(directory: Path) -> bool:
    """Whether the directory was removed; a removed current directory can still be listed."""
    try:
        return directory.stat().st_nlink == 0
    except OSError:
        return True


def listed_urls(content: bytes) -> list[str]:
    """The addresses of a list of URLs, each once; empty for any other content.

    A list has one http or https URL per line; blank lines and lines that begin with # are ignored.
    """
    if not content.lstrip()[:8].lower().startswith((b"http://", b"https://", b"#")):
        return []
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not all(is_web_address(line) and " " not in line for line in lines):
        return []
    return list(dict.fromkeys(lines))


def _failure(source: str, error: SourceError) -> Failure:
    shown = printable(masked_address(source))
    return Failure(shown, printable(str(error)), stage="gather", code=error.code)
