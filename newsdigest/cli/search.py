"""newsdigest search."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsdigest.cli.options import ConfigFile, ScreenFormat, check_format
from newsdigest.cli.status import Status, command

if TYPE_CHECKING:
    from newsdigest.store import Hit


@command
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", show_default=False)],
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="The most results.")
    ] = 20,
    format: ScreenFormat = "terminal",
    config: ConfigFile = None,
) -> Status:
    """Search the stored articles.

    All words must occur; "a phrase" and word* are supported.
    """
    from newsdigest.cli.session import load, own_names, reading_store
    from newsdigest.cli.streams import remark, screen, write_stdout

    check_format(format, ("terminal", "json"))
    loaded = load(config)
    with reading_store(loaded) as store:
        hits = store.search(" ".join(query), limit) if store else []
    hits = _named(hits, own_names(loaded))
    if format == "json":
        write_stdout(hits_as_json(hits), "json")
    else:
        write_stdout(format_hits(hits, screen().width, colour=screen().colour), "terminal")
    if store is None:
        remark("nothing was kept yet: 'newsdigest fetch' polls the configured feeds")
    elif not hits:
        remark("nothing found: all words must occur; word* finds what begins with it")
    return Status.DONE


def _named(hits: Sequence[Hit], names: Mapping[str, str]) -> list[Hit]:
    """The hits with the user's current names for their feeds."""
    return [
        replace(hit, article=replace(hit.article, source=names[hit.article.origin]))
        if hit.article.origin in names
        else hit
        for hit in hits
    ]


def hits_as_json(hits: Sequence[Hit]) -> str:
    values = [
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
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


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
