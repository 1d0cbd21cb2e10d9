"""newsdigest search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsdigest.cli import completing
from newsdigest.cli.options import (
    READ,
    ConfigFile,
    Offline,
    ScreenFormat,
    Since,
    Topics,
    Until,
    check_format,
)
from newsdigest.cli.status import Status, command
from newsdigest.valueclasses import replace

if TYPE_CHECKING:
    from newsdigest.config import Config
    from newsdigest.contract import values
    from newsdigest.store import Hit, Store

SearchedIn = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="SOURCE",
        rich_help_panel=READ,
        show_default=False,
        help="The articles of this URL, file, directory or data set instead of the stored ones; "
        "may be repeated.",
    ),
]

SearchedSources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        autocompletion=completing.publications,
        metavar="NAME",
        rich_help_panel=READ,
        show_default=False,
        help="Only articles of this publication; may be repeated.",
    ),
]


@command
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", show_default=False)],
    within: SearchedIn = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="The most results.")
    ] = 20,
    since: Since = None,
    until: Until = None,
    source: SearchedSources = None,
    topic: Topics = None,
    format: ScreenFormat = "terminal",
    offline: Offline = False,
    config: ConfigFile = None,
) -> Status:
    """Search the stored articles, or those of a SOURCE.

    All words must occur; "a phrase" and word* are supported.
    """
    from newsdigest.cli.narrowing import typed_filters
    from newsdigest.cli.session import load, own_names, own_topics
    from newsdigest.cli.streams import remark, screen, write_stdout
    from newsdigest.cli.times import parse_window
    from newsdigest.pipeline import DigestOptions, passes, with_own_labels

    check_format(format, ("terminal", "json"))
    loaded = load(config)
    now = datetime.now(UTC)
    start, end = parse_window(since, until, now)
    filters = typed_filters(loaded, topics=topic or (), sources=source or ())
    options = DigestOptions(filters=filters, topics=own_topics(loaded), names=own_names(loaded))

    def is_wanted(hit: Hit) -> bool:
        article = with_own_labels(hit.article, options)
        dated = article.published or article.modified or hit.updated
        in_window = (start is None or dated >= start) and (end is None or dated < end)
        return in_window and passes(article, options)

    narrowed = is_wanted if start or end or filters else None
    with _searched(within or (), loaded, now, (start, end), offline=offline) as (store, status):
        hits = store.search(" ".join(query), limit, narrowed) if store else []
    hits = _named(hits, own_names(loaded))
    if format == "json":
        write_stdout(hits_as_json(hits), "json")
    else:
        write_stdout(format_hits(hits, screen().width, colour=screen().colour), "terminal")
    if store is None:
        remark("nothing was kept yet: 'newsdigest fetch' polls the configured feeds")
    elif not hits and narrowed:
        remark("nothing found within these options")
    elif not hits:
        remark("nothing found: all words must occur; word* finds what begins with it")
    return status


@contextmanager
def _searched(
    sources: Sequence[str],
    config: Config,
    now: datetime,
    window: tuple[datetime | None, datetime | None],
    *,
    offline: bool,
) -> Iterator[tuple[Store | None, Status]]:
    """The articles that are searched, and how reading them ended."""
    if not sources:
        from newsdigest.cli.session import reading_store

        with reading_store(config) as store:
            yield store, Status.DONE
        return
    from newsdigest.cli.source_search import articles_of
    from newsdigest.cli.streams import stdin
    from newsdigest.sources import Gathering
    from newsdigest.sources.tables import DayRange

    days = DayRange.of(*window)
    gathering = Gathering(stdin(), offline=offline, fetch=config.fetch, days=days)
    with articles_of(sources, gathering, config, now) as found:
        yield found


def _named(hits: Sequence[Hit], names: Mapping[str, str]) -> list[Hit]:
    """The hits with the user's current names for their feeds."""
    return [
        replace(hit, article=replace(hit.article, source=names[hit.article.origin]))
        if hit.article.origin in names
        else hit
        for hit in hits
    ]


def hits_as_json(hits: Sequence[Hit]) -> str:
    import json

    found: list[values.Hit] = [
        {
            "id": hit.article.id,
            "title": hit.article.title,
            "source": hit.article.source,
            "published": _iso(hit.article.published),
            "url": hit.article.url,
            "snippet": _marked(hit.snippet, "", ""),
        }
        for hit in hits
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def format_hits(hits: Sequence[Hit], width: int, *, colour: bool) -> str:
    """Headline, origin and context of each match, separated by empty lines."""
    return "\n".join(_hit(hit, width, colour=colour) for hit in hits)


def _hit(hit: Hit, width: int, *, colour: bool) -> str:
    import textwrap

    from newsdigest.language import printable

    article = hit.article
    published = article.published.astimezone() if article.published else None
    when = f"{published:%Y-%m-%d %H:%M}" if published else None
    about = " · ".join(filter(None, [article.source, when, article.url]))
    start, end = ("\x1b[1m", "\x1b[22m") if colour else ("", "")
    snippet = "\n".join(
        textwrap.wrap(printable(hit.snippet), width, initial_indent="  ", subsequent_indent="  ")
    )
    lines = [printable(article.title or "(no headline)"), f"  {printable(about)}"]
    return "\n".join([*lines, _marked(snippet, start, end)]) + "\n"


def _marked(snippet: str, start: str, end: str) -> str:
    from newsdigest.store import MATCH_END, MATCH_START

    return snippet.replace(MATCH_START, start).replace(MATCH_END, end)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
