"""An archive of digests as pages of a site: links between pages, an index, a feed.

Index and feed are made from what is read back from the pages. The folder is the only state: a page
that is deleted or restored is gone or back after the next digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from html import unescape
from itertools import groupby
from typing import Final
from urllib.parse import quote

from newsdigest.errors import RenderError
from newsdigest.language import printable
from newsdigest.render import atom, dates
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.feed_view import FeedEntryView, FeedView, urn
from newsdigest.render.options import RenderOptions
from newsdigest.render.template import builtin, fill_in
from newsdigest.render.wording import capitalised
from newsdigest.valueclasses import valueclass

__all__ = [
    "FEED_LENGTH",
    "FEED_NAME",
    "HEAD_LENGTH",
    "INDEX_NAME",
    "Issue",
    "LaterStories",
    "LaterStory",
    "archive_feed",
    "continuations",
    "index_page",
    "is_own",
    "neighbours",
    "read_issue",
    "with_later_stories",
    "with_neighbours",
]

INDEX_NAME: Final = "index.html"
FEED_NAME: Final = "feed.xml"
# Feed readers poll far more often than this many digests are made.
FEED_LENGTH: Final = 15
# The title and the neighbours are at the beginning of a page, after some 10 kB of style.
HEAD_LENGTH: Final = 64 * 1024

# These marks enclose a page's links to the digests before and after it.
_NEIGHBOURS: Final = re.compile(r"<!--digests-->[^\x00]*?<!--/digests-->")
_HEADING: Final = re.compile(r'<h1><time datetime="([^"<>]*)">([^<>]*)</time></h1>')
_DESCRIPTION: Final = re.compile(r'<meta name="description" content="([^"<>]*)">')
_DIGEST: Final = re.compile(r'<meta name="digest-id" content="([^"<>]*)">')
_MAIN: Final = re.compile(r"<main[^<>]*>([^\x00]*?)</main>")
# These marks follow each story of a page, for its link to the story that continues it.
_LATER: Final = re.compile(r"<!--later (s-[^\s<>]*)-->[^\x00]*?<!--/later-->")
# Where a story begins, and the links of its course to stories of earlier pages.
_COURSE: Final = re.compile(r'<span id="(s-[^"<>]*)">|href="(\./[^"<>#]*)#(s-[^"<>]*)"')
_GENERATOR: Final = re.compile(r'name="generator" content="newsdigest"|>newsdigest</generator>')


@valueclass
class Issue:
    """A digest of an archive, as read back from its page."""

    # The name of its file.
    name: str
    day: date
    # "Saturday 7 June 2025", with " (2)" for the second of that day; else the name of the page.
    title: str
    generated: datetime
    # The id of its digest; empty where the page does not say.
    digest: str
    # Its first headlines, or empty.
    summary: str
    # The page's links to its neighbours with their marks; None if it has no marks.
    neighbours: str | None

    @property
    def url(self) -> str:
        """Relative to the folder; with "./", so that no name is read as a scheme."""
        return f"./{quote(self.name)}"


@valueclass
class LaterStory:
    """The story of a later page that continues one."""

    url: str
    # Of its page.
    title: str


# By the address of the earlier page and the anchor of the story there.
LaterStories = Mapping[tuple[str, str], LaterStory]


@valueclass
class _Month:
    name: str
    issues: tuple[Issue, ...]


def read_issue(name: str, day: date, number: int, head: str) -> Issue:
    """The issue whose page begins with `head`; `number` counts the issues of one day from 1.

    HEAD_LENGTH characters are enough.
    """
    heading = _HEADING.search(head)
    digest = _DIGEST.search(head)
    summary = _DESCRIPTION.search(head)
    neighbours = _NEIGHBOURS.search(head)
    return Issue(
        name=name,
        day=day,
        title=printable(unescape(heading[2]) if heading else name) + _counted(number),
        digest=digest[1] if digest else "",
        generated=_moment(heading[1] if heading else "", day),
        summary=printable(unescape(summary[1])) if summary else "",
        neighbours=neighbours[0] if neighbours else None,
    )


def _counted(number: int) -> str:
    return f" ({number})" if number > 1 else ""


def _moment(text: str, day: date) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.combine(day, time(), UTC)


def is_own(page: str) -> bool:
    """Whether newsdigest wrote this index or feed, so that it may be overwritten."""
    return _GENERATOR.search(page[:HEAD_LENGTH]) is not None


def neighbours(before: Issue | None, after: Issue | None, options: RenderOptions) -> str:
    """The links of a page to the digests before and after it and to the index, with their marks."""
    values = {"before": before, "after": after, "index": INDEX_NAME}
    return fill_in(builtin("neighbours.html"), "html", values, options.words).strip()


def with_neighbours(page: str, links: str) -> str:
    """The page with its links to other digests replaced."""
    return _NEIGHBOURS.sub(lambda _: links, page, count=1)


def continuations(issue: Issue, page: str) -> Iterator[tuple[tuple[str, str], LaterStory]]:
    """The stories of earlier pages that stories of this page continue, with the latter."""
    own = ""
    for match in _COURSE.finditer(page):
        begins, url, earlier = match.groups()
        if begins:
            own = begins
        else:
            yield (url, earlier), LaterStory(f"{issue.url}#{own}", issue.title)


def with_later_stories(page: str, url: str, later: LaterStories, options: RenderOptions) -> str:
    """The page at `url` with the links of its stories to those that continue them replaced."""

    def link(mark: re.Match[str]) -> str:
        values = {"anchor": mark[1], "later": later.get((url, mark[1]))}
        return fill_in(builtin("later.html"), "html", values, options.words).strip()

    return _LATER.sub(link, page)


def index_page(issues: Sequence[Issue], options: RenderOptions) -> str:
    """The page that lists all issues by month, newest first."""
    words = options.words
    newest_first = sorted(issues, key=lambda issue: (issue.day, issue.generated), reverse=True)
    months = [
        _Month(_month(day, words), tuple(group))
        for day, group in groupby(newest_first, key=lambda issue: issue.day.replace(day=1))
    ]
    values = {
        "language": words.language, "direction": words.direction, "months": months,
        "feed": FEED_NAME,
    }  # fmt: skip
    return fill_in(builtin("index.html"), "html", values, words)


def _month(day: date, words: Catalogue) -> str:
    return capitalised(dates.month(day, words))


def archive_feed(pages: Sequence[tuple[Issue, str]], options: RenderOptions) -> str:
    """An Atom feed with one entry per digest, given as issues with their pages, newest first."""
    words = options.words
    if not pages:
        raise RenderError("an archive's feed needs a digest")
    entries = tuple(_entry(issue, page, words) for issue, page in pages)
    updated = max(entry.updated or "" for entry in entries)
    title = words.say("archive_title")
    return atom.write(FeedView(urn("archive"), title, words.language, updated, entries))


def _entry(issue: Issue, page: str, words: Catalogue) -> FeedEntryView:
    body = _MAIN.search(page)
    return FeedEntryView(
        id=urn("archive", printable(issue.name), issue.generated.isoformat()),
        title=words.say("digest_title", date=issue.title),
        url=issue.url,
        published=dates.iso(issue.generated),
        updated=dates.iso(issue.generated),
        authors=(),
        contributors=(),
        topics=(),
        summary=issue.summary,
        html=printable(body[1], multiline=True).strip() if body else "",
        earlier=(),
        language=None,
    )
