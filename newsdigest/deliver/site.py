"""The pages of an archive as a site: links between digests, an index and a feed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from newsdigest.deliver.dated_files import Archive
from newsdigest.deliver.output import write_file
from newsdigest.errors import DeliveryError
from newsdigest.render import RenderOptions
from newsdigest.render.archive_pages import (
    FEED_LENGTH,
    FEED_NAME,
    HEAD_LENGTH,
    INDEX_NAME,
    Issue,
    LaterStory,
    archive_feed,
    continuations,
    index_page,
    is_own,
    neighbours,
    read_issue,
    with_later_stories,
    with_neighbours,
)

# The pages that may have stories of one course: of a week, and no more than a digest an hour.
COURSE_DAYS = timedelta(days=7)
PAGES_READ = 168


def check_own(folder: Path) -> None:
    """Raise DeliveryError if the folder has an index or feed that was not made by newsdigest."""
    for name in (INDEX_NAME, FEED_NAME):
        path = folder / name
        if path.exists() and not is_own(_head(path)):
            raise DeliveryError(f"{path} was not made by newsdigest: choose another folder")


def pages_of(archive: Archive, ids: Collection[str]) -> dict[str, str]:
    """The addresses of the pages of these digests, relative to each other."""
    found: dict[str, str] = {}
    if ids and archive.folder.is_dir():
        for day, number, path in reversed(archive.files()[-PAGES_READ:]):
            issue = read_issue(path.name, day, number, _head(path))
            if issue.digest in ids:
                found[issue.digest] = issue.url
    return found


def update(archive: Archive, options: RenderOptions) -> None:
    """Write the index, the feed and the links between digests and their stories that changed."""
    files = archive.files()
    issues = [read_issue(path.name, day, number, _head(path)) for day, number, path in files]
    for issue, links in _links(issues, options):
        if issue.neighbours not in (None, links):
            path = archive.folder / issue.name
            _rewrite(path, with_neighbours(_text(path), links))
    _link_stories(archive, issues, options)
    newest = issues[: -FEED_LENGTH - 1 : -1]
    pages = [(issue, _text(archive.folder / issue.name)) for issue in newest]
    _write(archive.folder / INDEX_NAME, index_page(issues, options))
    _write(archive.folder / FEED_NAME, archive_feed(pages, options))


def _link_stories(archive: Archive, issues: Sequence[Issue], options: RenderOptions) -> None:
    """Link the stories of the last pages to the first later ones that continue them."""
    recent = [each for each in issues[-PAGES_READ:] if issues[-1].day - each.day <= COURSE_DAYS]
    pages = [(issue, _text(archive.folder / issue.name)) for issue in recent]
    later: dict[tuple[str, str], LaterStory] = {}
    for issue, page in pages:
        for earlier, story in continuations(issue, page):
            later.setdefault(earlier, story)
    for issue, page in pages:
        linked = with_later_stories(page, issue.url, later, options)
        if linked != page:
            _rewrite(archive.folder / issue.name, linked)


def _links(issues: list[Issue], options: RenderOptions) -> Iterator[tuple[Issue, str]]:
    for before, issue, after in zip([None, *issues], issues, [*issues[1:], None], strict=False):
        yield issue, neighbours(before, after, options)


def _rewrite(path: Path, page: str) -> None:
    write_file(path, page.encode("utf-8", "surrogateescape"))


def _write(path: Path, text: str) -> None:
    content = text.encode()
    if not path.exists() or path.read_bytes() != content:
        write_file(path, content)


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(HEAD_LENGTH).decode("utf-8", "surrogateescape")


def _text(path: Path) -> str:
    """Decode so that bytes that are not UTF-8 survive unchanged."""
    return path.read_bytes().decode("utf-8", "surrogateescape")
