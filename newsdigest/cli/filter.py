"""newsdigest filter: try."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsdigest.cli.options import AsOf, ConfigFile, ListingFormat, check_format
from newsdigest.cli.status import Status, command
from newsdigest.cli.usage import CommandGroup, HelpfulCommand

if TYPE_CHECKING:
    from newsdigest.contract import values
    from newsdigest.model import Article

filter_commands = typer.Typer(
    cls=CommandGroup,
    name="filter",
    help="Try a filter before you add it to the configuration.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@filter_commands.callback()
def group() -> None:
    """Try a filter before you add it to the configuration."""


@filter_commands.command("try", cls=HelpfulCommand)
@command
def try_filters(
    filters: Annotated[list[str], typer.Argument(metavar="FILTER...", show_default=False)],
    since: Annotated[
        str,
        typer.Option(metavar="TIME", help="Articles received since: 24h, 7d, yesterday, a date."),
    ] = "7d",
    format: ListingFormat = "text",
    as_of: AsOf = None,
    config: ConfigFile = None,
) -> Status:
    """List the stored articles that match a FILTER, which `drop` would remove and `keep` keep."""
    from newsdigest.cli.members import with_members
    from newsdigest.cli.session import load, own_names, own_topics, reading_store
    from newsdigest.cli.streams import write_stderr, write_stdout
    from newsdigest.cli.times import parse_as_of, parse_since
    from newsdigest.cli.wording import counted
    from newsdigest.config import TOPIC_NAMES
    from newsdigest.daily import DeliveryPlan
    from newsdigest.filters import check_topics, parse_filter
    from newsdigest.pipeline import DigestOptions
    from newsdigest.store import state_key

    check_format(format, ("text", "json"))
    loaded = load(config)
    topics = own_topics(loaded)
    wanted = [parse_filter(each) for each in filters]
    check_topics(wanted, [*TOPIC_NAMES, *(topic.name for topic in topics)])
    moment = parse_since(since, parse_as_of(as_of, datetime.now(UTC)))
    with reading_store(loaded) as store:
        whole = with_members(loaded, store)
        feeds = tuple(state_key(feed.url) for feed in whole.feeds)
        plan = DeliveryPlan("", feeds, DigestOptions(topics=topics, names=own_names(loaded)))
        kept = plan.labelled(store.articles.since(moment, feeds)) if store else []
    met = [each.article for each in kept if any(one.matches(each.article) for one in wanted)]
    if format == "json":
        write_stdout(articles_as_json(met), "json")
    else:
        write_stdout(format_articles(met), "text")
    write_stderr(f"{len(met):,} of {counted(len(kept), 'article')} since {since}")
    return Status.DONE


def format_articles(articles: Sequence[Article]) -> str:
    """One line per article: day, publication, headline and link."""
    from newsdigest.language import printable

    lines = []
    for article in articles:
        day = article.published.astimezone().date().isoformat() if article.published else None
        parts = [day, article.source, article.title or "(no headline)", article.url]
        lines.append(printable(" · ".join(part for part in parts if part)) + "\n")
    return "".join(lines)


def articles_as_json(articles: Sequence[Article]) -> str:
    import json

    found: list[values.ArticleMatch] = [
        {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "published": article.published.isoformat() if article.published else None,
            "url": article.url,
            "topics": [topic.name for topic in article.topics],
            "kind": article.kind,
        }
        for article in articles
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
