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
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING

from newsdigest.version import __version__

if TYPE_CHECKING:
    from newsdigest.analyse import CustomTopic
    from newsdigest.errors import (
        ConfigError,
        DeliveryError,
        ExtractionError,
        LockedError,
        NewsdigestError,
        PluginError,
        RenderError,
        RewriteError,
        SourceError,
        StateError,
        UsageError,
    )
    from newsdigest.model import (
        ArchiveRecord,
        Article,
        ArticleKind,
        Block,
        BlockKind,
        Contradiction,
        Copy,
        Counts,
        Digest,
        Document,
        EarlierStory,
        Edition,
        Failure,
        Figure,
        FigureCourse,
        Highlight,
        Hints,
        NumberOfTheDay,
        Part,
        Partial,
        QuoteOfTheDay,
        Reason,
        Removal,
        Rewrite,
        RewrittenSentence,
        Story,
        SummarySentence,
        Topic,
        Weight,
    )
    from newsdigest.render import Catalogue, MailHeaders, Picture, RenderOptions

__all__ = [
    "ArchiveRecord",
    "Article",
    "ArticleKind",
    "Block",
    "BlockKind",
    "Catalogue",
    "ConfigError",
    "Contradiction",
    "Copy",
    "Counts",
    "CustomTopic",
    "DeliveryError",
    "Digest",
    "Document",
    "EarlierStory",
    "Edition",
    "ExtractionError",
    "Failure",
    "Figure",
    "FigureCourse",
    "Highlight",
    "Hints",
    "LockedError",
    "MailHeaders",
    "NewsdigestError",
    "NumberOfTheDay",
    "Part",
    "Partial",
    "Picture",
    "PluginError",
    "QuoteOfTheDay",
    "Reason",
    "Removal",
    "RenderError",
    "RenderOptions",
    "Rewrite",
    "RewriteError",
    "RewrittenSentence",
    "SourceError",
    "StateError",
    "Story",
    "SummarySentence",
    "Topic",
    "UsageError",
    "Weight",
    "__version__",
    "deliver",
    "digest",
    "extract",
    "render",
]


class _Package(ModuleType):
    """Keeps the functions that share a name with a room.

    Python would bind the room to that name when it is first imported.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in ("deliver", "extract", "render") and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

# The console script imports this package before it can answer to Ctrl-C, so nothing heavy is
# imported with it.
_MODULES = {
    "analyse": ("CustomTopic",),
    "errors": (
        "ConfigError", "DeliveryError", "ExtractionError", "LockedError", "NewsdigestError",
        "PluginError", "RenderError", "RewriteError", "SourceError", "StateError", "UsageError",
    ),
    "model": (
        "ArchiveRecord", "Article", "ArticleKind", "Block", "BlockKind", "Contradiction", "Copy",
        "Counts", "Digest", "Document", "EarlierStory", "Edition", "Failure", "Figure",
        "FigureCourse", "Highlight", "Hints", "NumberOfTheDay", "Part", "Partial", "QuoteOfTheDay",
        "Reason", "Removal", "Rewrite", "RewrittenSentence", "Story", "SummarySentence", "Topic",
        "Weight",
    ),
    "render": ("Catalogue", "MailHeaders", "Picture", "RenderOptions"),
}  # fmt: skip


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def extract(
    html: bytes | str, *, url: str | None = None, as_of: datetime | None = None
) -> "list[Article]":
    """The clean articles of a page, a text dump or a Markdown file; never an empty list.

    Of several, `is_main` marks the one that the page is of; a front page is of none.
    `as_of` is the time that "2 hours ago" counts back from, by default now. The work is done in
    this process: input that cannot be trusted belongs in `digest`, which uses guarded children.
    ExtractionError where the document holds no article.
    """
    from newsdigest.arguments import in_utc
    from newsdigest.model import Document
    from newsdigest.pipeline import read_document

    if not isinstance(html, bytes | str):
        raise TypeError(f"extract takes a document as bytes or str, not {type(html).__name__}")
    document = Document(
        content=html.encode("utf-8", "replace") if isinstance(html, str) else html,
        origin=url or "",
        url=url,
        charset="utf-8" if isinstance(html, str) else None,
    )
    return read_document(document, in_utc(as_of or datetime.now(UTC)))


def digest(
    sources: Iterable[str | os.PathLike[str]],
    *,
    since: datetime | None = None,
    sentences: int = 2,
    words: int | None = None,
    limit: int | None = None,
    minutes: int | None = None,
    top: int = 5,
    highlights: Iterable[str] = ("number", "quote", "finally"),
    keep: Iterable[str] = (),
    drop: Iterable[str] = (),
    topics: "Iterable[CustomTopic]" = (),
    interests: Mapping[str, object] | None = None,
    as_of: datetime | None = None,
    offline: bool = False,
) -> "Digest":
    """The digest of files, directories and URLs; sources that cannot be read are its `failures`.

    It holds what was published from `since` to `as_of`; without an `as_of` dates ahead of the
    clock are taken for mistakes, and nothing is left out for them. Times without an offset are
    local. `sentences` and `words` bound a summary, `limit` the number of stories, `minutes` the
    time that the digest takes to read: each story's `part` says how much of it is shown, and
    nothing is left out of `stories`. `top` stories come before the sections; with `minutes` it may
    end with those of the `highlights` that the day has. `keep` and `drop` are filters in the
    language of the command line ("title:horoscope"), and know your `topics`. `interests` has the
    keys of [interests] in the configuration. UsageError for what would never match, for an unknown
    highlight, and for a bound below 1; ConfigError for mistakes in `interests`.
    """
    from newsdigest import arguments
    from newsdigest.pipeline import DigestOptions, Run, digest_of_sources, just_after
    from newsdigest.sources import Gathering
    from newsdigest.sources.tables import DayRange

    arguments.check_bounds(
        {"sentences": sentences, "words": words, "limit": limit, "minutes": minutes}
    )
    arguments.check_number("top", top)
    own = arguments.own_topics(topics)
    moment = as_of and arguments.in_utc(as_of)
    options = DigestOptions(
        since=since and arguments.in_utc(since),
        sentences=sentences,
        words=words,
        limit=limit,
        minutes=minutes,
        top=top,
        highlights=arguments.own_highlights(highlights),
        topics=own,
        until=moment and just_after(moment),
        filters=arguments.own_filters(keep, drop, own),
        interests=arguments.own_interests(interests, own),
    )
    run = Run(moment or datetime.now(UTC))
    names = arguments.source_names(sources)
    how = Gathering(offline=offline, days=DayRange.of(options.since, options.until))
    return digest_of_sources(names, how, options, run)[1]


def render(digest: "Digest", format: str = "text", options: "RenderOptions | None" = None) -> str:
    """The digest in one of the formats of `newsdigest digest --format`.

    RenderError for another format, and for one that is no text: `deliver` writes it.
    """
    from newsdigest.guard import collecting
    from newsdigest.render import RenderOptions, render_digest

    with collecting({}):  # what a story costs is shown in the digest itself
        return render_digest(digest, format, options or RenderOptions())


def deliver(
    digest: "Digest",
    output: str | os.PathLike[str] | None = None,
    *,
    format: str = "text",
    options: "RenderOptions | None" = None,
    mail: Mapping[str, object] | None = None,
    notify: Mapping[str, object] | None = None,
) -> None:
    """Write the digest to the file `output`, mail it, send its headlines to services.

    The file is replaced in one step; with {date} in its name it is one of an archive. `mail` and
    `notify` are what [mail] and [notify] hold in config.toml, which is not read. What was delivered
    is not remembered. Every place is tried; then a DeliveryError names those that did not take the
    digest. UsageError for settings that cannot be used, RenderError for an unknown format.
    """
    from newsdigest import arguments
    from newsdigest.deliver import check_delivered, deliver_to_all
    from newsdigest.guard import collecting
    from newsdigest.render import RenderOptions

    shown = options or RenderOptions()
    outlets = arguments.outlets(output, format, shown, mail=mail, notify=notify)
    with collecting({}):
        check_delivered(deliver_to_all(outlets, digest))
