"""newsdigest turns a pile of news into a digest that a person can read in three minutes.

article = newsdigest.extract(html, url="https://…")[0]
digest = newsdigest.digest(["feed.xml", "pages/"])
print(newsdigest.render(digest, "markdown"))
"""

import sys

# `python -m newsdigest` puts the current directory first on the path, where a file such as json.py
# that lies beside the pages would be run for the module of that name. Not even `__future__` may be
# imported before this.
if (
    sys.argv[:1] == ["-m"]
    and sys.orig_argv[-len(sys.argv)] in ("newsdigest", "-mnewsdigest")
    and not sys.flags.safe_path
):
    del sys.path[0]

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING

from newsdigest.later import later
from newsdigest.version import __version__

if TYPE_CHECKING:
    from newsdigest.errors import (
        DeliveryError,
        ExtractionError,
        NewsdigestError,
        RenderError,
        SourceError,
        UsageError,
    )
    from newsdigest.model import Article, Block, BlockKind, Digest, Document, Failure, Story, Topic
    from newsdigest.render import RenderOptions

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "DeliveryError",
    "Digest",
    "Document",
    "ExtractionError",
    "Failure",
    "NewsdigestError",
    "RenderError",
    "RenderOptions",
    "SourceError",
    "Story",
    "Topic",
    "UsageError",
    "__version__",
    "digest",
    "extract",
    "render",
]


class _Package(ModuleType):
    """Keeps the functions that share a name with a room.

    Python would bind the room to that name when it is first imported.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in ("extract", "render") and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

# The console script imports this package before it can answer to Ctrl-C, so nothing heavy is
# imported with it.
__getattr__ = later(
    __name__,
    {
        "errors": (
            "DeliveryError", "ExtractionError", "NewsdigestError", "RenderError", "SourceError",
            "UsageError",
        ),
        "model": (
            "Article", "Block", "BlockKind", "Digest", "Document", "Failure", "Story", "Topic",
        ),
        "render": ("RenderOptions",),
    },
)  # fmt: skip


def extract(
    html: bytes | str, *, url: str | None = None, as_of: datetime | None = None
) -> "list[Article]":
    """The clean articles of a page, a text dump or a Markdown file; never an empty list.

    Of several, `is_main` marks the one that the page is of; a front page is of none.
    `as_of` is the time that "2 hours ago" counts back from, by default now. The work is done in
    this process: input that cannot be trusted belongs in `digest`, which uses guarded children.
    ExtractionError where the document holds no article.
    """
    from newsdigest.model import Document
    from newsdigest.pipeline import read_document

    document = Document(
        content=html.encode("utf-8", "replace") if isinstance(html, str) else html,
        origin=url or "",
        url=url,
        charset="utf-8" if isinstance(html, str) else None,
    )
    return read_document(document, as_of or datetime.now(UTC))


def digest(
    sources: Iterable[str | os.PathLike[str]],
    *,
    since: datetime | None = None,
    sentences: int = 2,
    limit: int | None = None,
    as_of: datetime | None = None,
    offline: bool = False,
) -> "Digest":
    """The digest of files, directories and URLs; sources that fail are told in `failures`.

    It holds what was published from `since` to `as_of`; without an `as_of` dates ahead of the
    clock are taken for mistakes, and nothing is left out for them.
    """
    from newsdigest.pipeline import DigestOptions, Run, digest_of_sources
    from newsdigest.sources import Gathering

    run = Run(as_of or datetime.now(UTC))
    options = DigestOptions(since, sentences, limit=limit, until=as_of)
    paths = [os.fspath(source) for source in sources]
    return digest_of_sources(paths, Gathering(offline=offline), options, run)[1]


def render(digest: "Digest", format: str = "text", options: "RenderOptions | None" = None) -> str:
    """The digest in one of the formats of `newsdigest digest --format`."""
    from newsdigest.guard import collecting
    from newsdigest.render import RenderOptions, render_digest

    with collecting({}):  # what a story costs is shown in the digest itself
        return render_digest(digest, format, options or RenderOptions())
