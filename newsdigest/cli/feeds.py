"""newsdigest feeds: add, remove, rename, list, find, import, export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated

import typer

from newsdigest.cli import completing
from newsdigest.cli.options import ConfigFile, GroupNames, ListingFormat, Output, Wait, check_format
from newsdigest.cli.status import Status, command
from newsdigest.cli.usage import CommandGroup, HelpfulCommand
from newsdigest.errors import SourceError

if TYPE_CHECKING:
    from newsdigest.config import FeedSettings
    from newsdigest.store import FeedState

feeds = typer.Typer(
    cls=CommandGroup,
    name="feeds",
    help="Add, rename, remove, list, find, import and export feeds.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Urls = Annotated[list[str], typer.Argument(metavar="URL...", show_default=False)]


@feeds.command(cls=HelpfulCommand)
@command
def add(
    urls: Urls,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Its name; renames a known feed.", show_default=False),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Fetch the URL, and find the feed of a site.")
    ] = True,
    config: ConfigFile = None,
) -> Status:
    """Subscribe to feeds, by their URL or that of their site.

    If a site has several feeds, the first is added and the others are listed.
    """
    from newsdigest.cli.session import load
    from newsdigest.cli.streams import write_stderr, write_stdout
    from newsdigest.cli.subscribing import subscribe
    from newsdigest.errors import UsageError

    if name is not None and len(urls) > 1:
        raise UsageError("--name names one feed, but several URLs were given")
    loaded = load(config)
    status = Status.DONE
    for url in urls:
        try:
            done = subscribe(loaded, url, name, check=check)
        except SourceError as error:
            write_stderr(f"error: {_shown(url)}: {error}")
            status = Status.SOURCE_FAILED if len(urls) > 1 else Status.NO_DIGEST
            continue
        write_stdout(f"{done.line}\n", "text")
        for line in done.others:
            write_stderr(line)
    return status


Handle = Annotated[
    str, typer.Argument(metavar="URL|NAME", show_default=False, autocompletion=completing.feeds)
]


@feeds.command(cls=HelpfulCommand)
@command
def remove(feed: Handle, config: ConfigFile = None, wait: Wait = 0.0) -> Status:
    """Unsubscribe from a feed and forget its state.

    NAME is the feed's name or title as `feeds list` shows it. Its articles can be found by
    `search` until they are older than state.keep, but are in no digest any more.
    """
    from newsdigest.cli.handles import web_feed_of
    from newsdigest.cli.session import config_path, load, locked_store
    from newsdigest.cli.streams import write_stdout
    from newsdigest.cli.wording import counted
    from newsdigest.config.edit import remove_feed
    from newsdigest.store import state_key

    loaded = load(config)
    with ExitStack() as stack:
        # Before the file is changed: if another run is active, both stay unchanged.
        store = None
        if loaded.state.path and loaded.state.path.exists():
            store = stack.enter_context(locked_store(loaded, wait))
        states = store.feeds.all() if store else {}
        meant = web_feed_of(feed, loaded.feeds, states)
        key = state_key(meant.url)
        kept = store.feeds.brought_alone(key) if store else 0

        def forget() -> None:
            if store:
                with store.transaction():
                    store.feeds.forget(key)

        # The feed stays in the file until the state has dropped it, so that after a failure of
        # either the same command can be repeated.
        called = _title(meant, states.get(key))
        remove_feed(config_path(loaded), meant.url, called, before=forget)
    line = f"removed: {_shown(meant.url)}"
    if kept:
        days = f"until they are {loaded.state.keep.days} days old"
        line += f"; search finds its {counted(kept, 'article')} {days}, no digest includes them"
    write_stdout(f"{line}\n", "text")
    return Status.DONE


@feeds.command(cls=HelpfulCommand)
@command
def rename(
    feed: Handle,
    name: Annotated[str, typer.Argument(metavar="NEW_NAME", show_default=False)],
    config: ConfigFile = None,
) -> Status:
    """Give a feed a name of your own for every output.

    Profiles with the old name get the new one.
    """
    from newsdigest.cli.handles import web_feed_of
    from newsdigest.cli.session import config_path, load, reading_store
    from newsdigest.cli.streams import write_stdout
    from newsdigest.config.edit import rename_feed
    from newsdigest.store import state_key

    loaded = load(config)
    with reading_store(loaded) as store:
        states = store.feeds.all() if store else {}
    meant = web_feed_of(feed, loaded.feeds, states)
    title = _title(meant, states.get(state_key(meant.url)))
    rename_feed(config_path(loaded), meant.url, name, title)
    write_stdout(f"renamed: {name.strip()}  {_shown(meant.url)}\n", "text")
    return Status.DONE


def _title(feed: FeedSettings, state: FeedState | None) -> str | None:
    """The displayed name of a feed that the user has not named."""
    from newsdigest.cli.feed_list import publication_of

    return None if feed.name else publication_of(state)


@feeds.command("list", cls=HelpfulCommand)
@command
def list_feeds(
    group: GroupNames = None,
    format: ListingFormat = "text",
    config: ConfigFile = None,
) -> Status:
    """Show the feeds, mailboxes and accounts with their health, last success and next poll."""
    from newsdigest.cli.feed_list import feed_rows, format_rows, rows_as_json
    from newsdigest.cli.session import feeds_in, load, reading_store
    from newsdigest.cli.streams import remark, screen, write_stdout

    check_format(format, ("text", "json"))
    loaded = load(config)
    listed = feeds_in(loaded, loaded.feeds, group) if group else loaded.feeds
    with reading_store(loaded) as store:
        rows = feed_rows(listed, store.feeds.all() if store else {})
    if format == "json":
        write_stdout(rows_as_json(rows), "json")
    else:
        write_stdout(format_rows(rows, datetime.now(UTC), screen().width), "text")
    if not rows:
        remark("no feeds yet: 'newsdigest feeds add URL' adds one")
    return Status.DONE


@feeds.command(cls=HelpfulCommand)
@command
def find(
    url: Annotated[str, typer.Argument(metavar="URL", show_default=False)],
    config: ConfigFile = None,
) -> Status:
    """Print the feeds that a site offers, one a line with its title."""
    from newsdigest.cli.feed_search import find_feeds
    from newsdigest.cli.session import load, poll_options
    from newsdigest.cli.streams import write_stdout
    from newsdigest.masking import masked

    loaded = load(config)
    with _named(url):
        found = find_feeds(url, poll_options(loaded).network)
        if not found:
            raise SourceError("not-a-feed", "no feed found")
    for each in found:
        write_stdout(f"{masked(each.url)}\t{each.feed.title or ''}\n", "text")
    return Status.DONE


@feeds.command("import", cls=HelpfulCommand)
@command
def import_feeds(
    file: Annotated[str, typer.Argument(metavar="FILE|-", show_default=False)],
    config: ConfigFile = None,
) -> Status:
    """Subscribe to all feeds of an OPML list; its folders become groups, of known feeds too.

    Unreadable parts of the list are reported. Ends with 1 if nothing was added although not all
    of its feeds were known.
    """
    from newsdigest.cli.session import config_path, load
    from newsdigest.cli.streams import stdin, write_stderr, write_stdout
    from newsdigest.config.edit import NewFeed, add_feeds
    from newsdigest.sources import Gathering, read_source
    from newsdigest.sources.opml import parse_opml

    loaded = load(config)
    with _named(file):
        listed = parse_opml(read_source(file, Gathering(stdin())))
    wanted = [NewFeed(each.url, each.title, each.groups) for each in listed.feeds]
    done = add_feeds(config_path(loaded), wanted)
    problems = (*listed.problems, *done.refused)
    for problem in problems:
        write_stderr(f"warning: {problem}")
    if not (done.added or done.regrouped) and (problems or not done.known):
        write_stderr(f"error: {_shown(file)}: nothing was added, {len(done.known)} already there")
        return Status.NO_DIGEST
    known = f"{len(done.known)} already there"
    regrouped = f", {done.regrouped} of them in new groups now" if done.regrouped else ""
    write_stdout(f"{len(done.added)} added, {known}{regrouped}\n", "text")
    return Status.DONE


def _shown(source: str) -> str:
    from newsdigest.masking import masked_address

    return masked_address(source)


@contextmanager
def _named(source: str) -> Iterator[None]:
    """Prefix errors of a source with its name."""
    try:
        yield
    except SourceError as error:
        raise SourceError(error.code, f"{_shown(source)}: {error}") from error


@feeds.command("export", cls=HelpfulCommand)
@command
def export_feeds(
    output: Output = None,
    secrets: Annotated[
        bool, typer.Option("--secrets", help="Include passwords and tokens in addresses.")
    ] = False,
    config: ConfigFile = None,
) -> Status:
    """Write the feeds as an OPML list, with their groups as folders."""
    from newsdigest.cli.feed_list import shown_name
    from newsdigest.cli.result import Target, check_target, write_result
    from newsdigest.cli.session import load, reading_store
    from newsdigest.cli.streams import write_stderr
    from newsdigest.deliver import write_file
    from newsdigest.masking import holds_secret, masked_address
    from newsdigest.sources.opml import ListedFeed, format_opml
    from newsdigest.store import state_key

    loaded = load(config)
    target = Target.of("opml", output)
    check_target(target, loaded)
    with reading_store(loaded) as store:
        states = store.feeds.all() if store else {}
    listed = []
    for feed in filter(attrgetter("is_web"), loaded.feeds):
        state = states.get(state_key(feed.url))
        title = shown_name(feed, state)
        url = feed.url if secrets else masked_address(feed.url)
        site = state.site if state else None
        listed.append(ListedFeed(url, title or masked_address(url), site, feed.groups))
    if not secrets and any(holds_secret(feed.url) for feed in loaded.feeds):
        write_stderr(
            "warning: passwords and tokens of addresses are left out: --secrets writes them"
        )
    content = format_opml(listed).encode()
    if secrets and target.output:
        write_file(target.output, content, private=True)
    else:
        write_result(content, target)
    return Status.DONE
